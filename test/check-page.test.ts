import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noFilters, type Filters } from '#lib/filters.ts';
import { auditAgreement } from '#lib/server/audits/audit-agreement.ts';
import { auditQueue } from '#lib/server/audits/audit-queue.ts';
import type { Answer, Audit } from '#lib/server/audits/audit.ts';
import { checkRuns } from '#lib/server/audits/check-run.ts';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import * as api from '../src/routes/api/v1/audits/+server.ts';
import * as check from '../src/routes/tasks/[task]/check/+page.server.ts';
import { agreementText, worthText } from '../src/routes/tasks/[task]/check/check-words.ts';
import { secondsOf } from '../src/routes/tasks/[task]/check/seconds.server.ts';
import { turnsOf } from '../src/routes/tasks/[task]/check/turns.ts';
import { emptyFolder, emptyWorkspace, importText } from './workspace.ts';

type Load = Exclude<Awaited<ReturnType<typeof check.load>>, void>;

/** Forty runs of a month ago; nobody has said how they ended. */
const table = (count = 40) =>
	[
		'run_id,task,agent,model,cost_usd,started_at,confidence',
		...Array.from(
			{ length: count },
			(_, at) => `r${at},refund,desk,m,0.01,2026-03-01T10:00:00Z,${at % 2 ? 0.9 : 0.4}`
		)
	].join('\n');

const locals = { workspace: () => openWorkspace('main', { create: true }) };
const address = (search = '') =>
	new URL(`http://127.0.0.1/tasks/refund/check?workspace=main${search}`);
const params = { task: 'refund' };
const of = (task: string): Filters => ({ ...noFilters(), task: [task] });
const audit = (runId: string, answer: Answer): Audit => ({
	...{ runId, answer, note: null, seconds: null, auditor: null },
	...{ isBlind: false, isSecond: false }
});
const load = async (search = '') =>
	(await check.load({
		locals,
		url: address(search),
		params,
		depends: () => undefined
	} as never)) as Load;
const send = (action: 'record' | 'undo', fields: Record<string, string>, search = '') =>
	check.actions[action]?.({
		locals,
		params,
		url: new URL(address(search).href.replace('?', `?/${action}&`)),
		request: new Request('http://127.0.0.1/', {
			method: 'POST',
			body: new URLSearchParams(fields)
		})
	} as never);
/** Answers what the page shows; the answer of an action that went well is the way back. */
async function answer(said: string, search = '', more: Record<string, string> = {}) {
	const { run } = await load(search);
	const sent = send('record', { run_id: run?.run_id ?? '', answer: said, ...more }, search);
	await expect(sent).rejects.toMatchObject({
		status: 303,
		location: expect.stringContaining('/check?')
	});
	return run?.run_id;
}

/** A workspace of the forty runs in a folder of its own, before each test of a group. */
function withRuns() {
	let folder: string | undefined;
	beforeEach(async () => {
		folder = process.env.BREAKEVEN_DATA_DIR;
		process.env.BREAKEVEN_DATA_DIR = emptyFolder();
		const { warehouse } = await openWorkspace('main', { create: true });
		await importText(warehouse, 'desk.csv', table());
	});
	afterEach(async () => {
		await closeWorkspaces();
		if (folder === undefined) delete process.env.BREAKEVEN_DATA_DIR;
		else process.env.BREAKEVEN_DATA_DIR = folder;
	});
}

describe('checking runs on a page', () => {
	withRuns();

	test('an answer brings the next run, and undo brings the same one back', async () => {
		const first = await answer('right', '', { note: ' paid twice ', seconds: '12.34' });
		const after = await load();
		expect(after.run?.run_id).not.toBe(first);
		expect(after.progress).toMatchObject({ checked: 1, right: 1, more: 29, waiting: 39, timed: 1 });
		expect(after.last).toMatchObject({
			run_id: first,
			answer: 'right',
			note: 'paid twice',
			seconds: 12.3
		});

		const undo = () => send('undo', { audit_id: String(after.last?.audit_id) });
		await expect(undo()).rejects.toMatchObject({ location: '/tasks/refund/check?workspace=main' });
		expect((await load()).run?.run_id).toBe(first);
		expect(await undo()).toMatchObject({
			status: 404,
			data: { problem: 'There is nothing to take back.' }
		});
	});

	test('what is no answer is refused with what was typed, and nothing is stored', async () => {
		const { run } = await load();
		expect(
			await send('record', { run_id: run?.run_id ?? '', answer: 'maybe', note: 'why' })
		).toMatchObject({
			status: 400,
			data: { problem: 'Not stored: answer: expected right, wrong, cannot_tell.', note: 'why' }
		});
		expect(await send('record', { run_id: 'table:gone', answer: 'right' })).toMatchObject({
			status: 404
		});
		expect((await load()).progress.checked).toBe(0);
	});

	test('thirty answers end it, with what was learnt and the runs that were wrong; more may follow', async () => {
		const { warehouse } = await openWorkspace('main');
		const question = { filters: of('refund'), zone: 'UTC', auditor: null, isSecond: false };
		const queue = await auditQueue(
			warehouse,
			{ ...question, stratify: 'none', matureOnly: true },
			29
		);
		await recordAudits(
			warehouse,
			queue.map(({ run_id }) => audit(run_id, 'right'))
		);
		expect((await load()).learnt).toBeNull();
		await answer('wrong', '', { note: 'late' });
		const done = await load();
		expect(done.run).toBeNull();
		expect(done.progress).toMatchObject({ checked: 30, right: 29, wrong: 1, more: 0, waiting: 10 });
		expect(done.learnt?.wrong).toEqual([
			{ run_id: expect.stringMatching(/^table:r/), note: 'late', audited_at: expect.any(String) }
		]);
		expect((await load('&more=1')).run).not.toBeNull();
	});

	test('the settings stand in the address: blind, by confidence, who', async () => {
		const shown = await load('&blind=1&stratify=confidence&reviewer=Bo');
		expect(shown.settings).toEqual({
			reviewer: 'Bo',
			blind: true,
			second: false,
			stratify: 'confidence',
			more: false
		});
		expect(shown.run?.opinions).toBeNull();
		expect(shown.stratum).toMatch(/below 0.50|0.80 to 0.95/);
		expect((await load('&stratify=nonsense')).settings.stratify).toBe('none');
		// The name is kept as a hash.
		await answer('right', '&blind=1&reviewer=Bo');
		const { warehouse } = await openWorkspace('main');
		const [row] = await warehouse.query(sql`select auditor_ref, is_blind from audits`);
		expect(row).toEqual({ auditor_ref: expect.stringMatching(/^[0-9a-f]{16}$/), is_blind: true });
	});

	test('a second opinion needs a name, is asked on others’ answers only, and gives agreement', async () => {
		await answer('right', '&reviewer=Ada');
		await answer('wrong', '&reviewer=Ada');
		expect(await load('&second=1')).toMatchObject({ needsName: true, run: null });
		// Ada cannot agree with herself.
		expect((await load('&second=1&reviewer=Ada')).progress.waiting).toBe(0);
		const bo = '&second=1&reviewer=Bo&blind=1';
		expect((await load(bo)).progress).toMatchObject({ checked: 0, waiting: 2 });
		await answer('right', bo);
		await answer('right', bo);
		const { agreement, run, learnt } = await load(bo);
		expect([run, learnt]).toEqual([null, null]);
		expect(agreement).toMatchObject({ both: 2, agreed: 1, agreement: 0.5 });
		// By the API Ada can say anything; it is no second opinion.
		const { warehouse } = await openWorkspace('main');
		await warehouse.change((change) =>
			change.run(sql`insert into audits
				select nextval('audit_ids'), run_id, answer, null, null, auditor_ref, false, true, now()::timestamp, null
				from audits where not is_second`)
		);
		expect(await auditAgreement(warehouse, noFilters(), 'UTC')).toMatchObject({
			both: 2,
			agreed: 1
		});
	});

	test('a task that is not there leads to its page, which says so', async () => {
		await expect(
			check.load({
				locals,
				url: address(),
				params: { task: 'a b' },
				depends: () => undefined
			} as never)
		).rejects.toMatchObject({ status: 303, location: '/tasks/a%20b?workspace=main' });
	});
});

describe('what a check shows of a run', () => {
	const span = (id: number, attributes: Record<string, string>, more = {}) => ({
		traceId: 'ab'.repeat(16),
		spanId: String(id).padStart(16, '0'),
		...(id > 1 ? { parentSpanId: '0000000000000001' } : {}),
		name: `step ${id}`,
		startTimeUnixNano: `${1772359200 + id}000000000`,
		endTimeUnixNano: `${1772359201 + id}000000000`,
		attributes: Object.entries(attributes).map(([key, stringValue]) => ({
			key,
			value: { stringValue }
		})),
		...more
	});
	const trace = `${JSON.stringify({
		resourceSpans: [
			{
				scopeSpans: [
					{
						spans: [
							span(1, {
								'gen_ai.operation.name': 'invoke_agent',
								'breakeven.task': 'refund',
								'input.value': 'Where is my parcel?',
								'desk.resolved': 'yes',
								'desk.channel': 'mail'
							}),
							span(
								2,
								{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search' },
								{
									status: { code: 2, message: 'no such order' }
								}
							)
						]
					}
				]
			}
		]
	})}\n`;

	test('text only where it was asked for, tools, errors, and the link; blind without what tells', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'a.jsonl', trace, { content: true });
		const [{ run_id = '' } = {}] = await warehouse.query<{ run_id: string }>(
			sql`select run_id from runs`
		);
		const definitions = {
			...noDefinitions,
			links: { [run_id.slice(0, run_id.indexOf(':'))]: 'https://langfuse.example/trace/{trace_id}' }
		};
		const [open] = await checkRuns(warehouse, [run_id, 'otlp:none'], {
			isBlind: false,
			definitions
		});
		expect(open).toMatchObject({
			texts: [{ step: null, key: 'input.value', text: 'Where is my parcel?' }],
			tools: [{ tool_name: 'search', calls: 1, errors: 1 }],
			errors: [{ name: 'step 2', error_message: 'no such order' }],
			link: { tool: 'Langfuse', href: `https://langfuse.example/trace/${'ab'.repeat(16)}` },
			opinions: { claimed: 'success', outcomes: [], scores: [] }
		});
		const keys = (run: typeof open) => run?.attributes.map(({ key }) => key).sort();
		expect(keys(open)).toEqual(expect.arrayContaining(['desk.channel', 'desk.resolved']));
		const [blind] = await checkRuns(warehouse, [run_id], { isBlind: true, definitions });
		expect(keys(blind)).toContain('desk.channel');
		expect(keys(blind)).not.toContain('desk.resolved');
		expect(blind?.opinions).toBeNull();

		const bare = await emptyWorkspace();
		await importText(bare, 'a.jsonl', trace);
		expect((await checkRuns(bare, [run_id], { isBlind: false, definitions }))[0]?.texts).toEqual(
			[]
		);
	});

	test.each([
		['Hello', [{ who: null, text: 'Hello' }]],
		['"Hello"', [{ who: null, text: 'Hello' }]],
		[
			'[{"role":"user","content":"Hi"},{"role":"assistant","parts":[{"type":"text","content":"Yes"},{"type":"tool_call","name":"pay"}]}]',
			[
				{ who: 'user', text: 'Hi' },
				{ who: 'assistant', text: 'Yes\n{"type":"tool_call","name":"pay"}' }
			]
		],
		[
			'{"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}',
			[{ who: 'user', text: 'Hi' }]
		],
		['{"order":7}', [{ who: null, text: '{\n  "order": 7\n}' }]],
		['[1,2]', [{ who: null, text: '[\n  1,\n  2\n]' }]]
	])('stored text %s reads as turns', (text, turns) => {
		expect(turnsOf(text)).toEqual(turns);
	});

	test('time is what the page measured, else since it was sent; a page left open tells none', () => {
		expect(secondsOf('12.34', String(Date.now() - 60_000))).toBe(12.3);
		expect(secondsOf('', String(Date.now() - 60_000))).toBeCloseTo(60, 0);
		expect(secondsOf('', '')).toBeNull();
		expect(secondsOf('nonsense', '')).toBeNull();
		expect(secondsOf('', String(Date.now() - 5 * 3600_000))).toBeNull();
	});

	test('what checks are worth is not told without a baseline, and never as a loss', () => {
		const known = { waits: true, missing: [] };
		expect(worthText({ runs: 40, usd: 3400 }, known)).toBe(
			'3,400 USD for 40 runs, after their cost'
		);
		expect(worthText({ runs: 40, usd: 3400 }, { waits: true, missing: ['human_minutes'] })).toBe(
			'not known before a baseline is entered'
		);
		expect(worthText({ runs: 0, usd: 0 }, known)).toBe('a verdict; in money not known yet');
		expect(worthText(null, { waits: false, missing: [] })).toContain('the verdict stands without');
	});

	test('agreement says n and interval, and that kappa is not defined where all is right', () => {
		const all = {
			...{
				both: 10,
				agreed: 10,
				not_told: 1,
				agreement: 1,
				agreement_low: 0.722,
				agreement_high: 1
			},
			...{ kappa: null, kappa_low: null, kappa_high: null }
		};
		expect(agreementText(all)).toBe(
			'Two reviewers agree on 10 of 10 runs: 100 % (72 to 100 %). Cohen’s kappa is not defined: both said the same of every run. On 1 run one could not tell.'
		);
	});
});

describe('/api/v1/audits', () => {
	withRuns();

	const url = (search = '') => new URL(`http://127.0.0.1/api/v1/audits?workspace=main${search}`);
	const post = (body: unknown) =>
		api.POST({
			locals,
			url: url(),
			request: new Request(url(), {
				method: 'POST',
				body: typeof body === 'string' ? body : JSON.stringify(body)
			})
		} as never) as Promise<Response>;
	const get = async (search = '') =>
		(await api.GET({ locals, url: url(search) } as never)) as Response;
	const remove = async (search: string) =>
		(await api.DELETE({ locals, url: url(search) } as never)) as Response;

	test('stores one or many, gives them back as rows and as a file, and takes one back', async () => {
		const made = await (await post({ run_id: 'table:r1', answer: 'wrong', note: '=1+1' })).json();
		expect(made.rows).toEqual([{ audit_id: 1, run_id: 'table:r1', answer: 'wrong', is_new: true }]);
		await post({
			answers: [
				{ run_id: 'table:r2', answer: 'right' },
				{ run_id: 'table:r3', answer: 'cannot_tell', auditor: 'Bo' }
			]
		});
		const { rows } = await (await get('&task=refund')).json();
		expect(rows).toHaveLength(3);
		expect(rows[0]).toMatchObject({
			run_id: 'table:r1',
			outcome: 'failure',
			outcome_source: 'audit',
			holds: true
		});
		expect((await (await get('&task=other')).json()).rows).toEqual([]);

		const file = await get('&format=csv');
		expect(file.headers.get('content-disposition')).toContain('breakeven-checks-main.csv');
		const [header, first] = (await file.text()).split('\r\n');
		expect(header).toMatch(/^audit_id,run_id,case_id,task,answer,outcome,/);
		// A spreadsheet would run a note that begins with =.
		expect(first).toContain(",'=1+1,");

		expect(await (await remove('&audit_id=1')).json()).toEqual({ run_id: 'table:r1' });
		expect((await remove('&audit_id=1')).status).toBe(404);
	});

	test.each([
		['{', 400, 'This is no JSON: expected {"run_id": "...", "answer": "right"}.'],
		[
			{ run_id: 'table:r1', answer: 'yes' },
			400,
			'Nothing was stored: answer: expected right, wrong, cannot_tell.'
		],
		[{ answers: [] }, 400, 'Nothing was stored: answers: expected at least one answer.'],
		[
			{
				answers: [
					{ run_id: 'table:r1', answer: 'right' },
					{ run_id: 'table:x', answer: 'right' }
				]
			},
			404,
			'Nothing was stored: there is no run "table:x".'
		]
	])('%j is refused with %i', async (body, status, message) => {
		const refused = await post(body);
		expect(refused.status).toBe(status);
		expect(await refused.json()).toEqual({ message });
		expect((await (await get()).json()).rows).toEqual([]);
	});

	test('undo asks for a number', async () => {
		const refused = await remove('&audit_id=first');
		expect(refused.status).toBe(400);
		expect(await refused.json()).toEqual({
			message: 'audit_id is "first", expected the number of an answer.'
		});
	});
});
