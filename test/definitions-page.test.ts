import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { noDefinitions, type Definitions } from '#lib/definitions/definitions.ts';
import type { SourceLink } from '#lib/definitions/source-link.ts';
import type { RuleCounts } from '#lib/server/definitions/rule-counts.ts';
import {
	currentDefinitions,
	saveDefinitions,
	type DefinitionsVersion
} from '#lib/server/definitions/store.ts';
import type { TaskFigures } from '#lib/server/definitions/task-figures.ts';
import type { WorkspaceFacts } from '#lib/server/definitions/workspace-facts.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import { successProposals } from '../src/routes/data/definitions/success-proposals.ts';
import { startOf, thresholdOf } from '../src/routes/data/definitions/success-starts.ts';
import type { Field } from '#lib/server/definitions/fields.ts';
import type { ToldScore } from '#lib/server/definitions/told-scores.ts';
import * as definitionsApi from '../src/routes/api/v1/definitions/+server.ts';
import * as previewApi from '../src/routes/api/v1/definitions/preview/+server.ts';
import * as definitionsPage from '../src/routes/data/definitions/+page.server.ts';
import * as runPage from '../src/routes/runs/[runId]/+page.server.ts';
import { railOf } from '../src/routes/runs/[runId]/rail.ts';
import * as taskPage from '../src/routes/tasks/[task]/+page.server.ts';
import { emptyFolder, importText } from './workspace.ts';

/** Twelve runs that all call themselves LangGraph; `queue` says what they were, `quality` how good. */
const RUNS = [
	'run_id,task,agent,model,queue,score.quality,cost_usd,started_at',
	...Array.from(
		{ length: 12 },
		(_, at) =>
			`r${at},LangGraph,desk,m,${at < 8 ? 'refund' : 'billing'},${at / 12},0.1,2026-03-0${1 + (at % 4)}T10:00:00Z`
	)
].join('\n');

const MAP = { columns: { 'score.quality': 'score.quality' } };

const DEFINED: Definitions = {
	...noDefinitions,
	tasks: [{ when: [], then: { kind: 'field', field: 'attribute:queue' } }],
	renames: { refund: 'refunds' },
	success: [
		{
			task: 'refunds',
			by: { kind: 'score', name: 'quality', direction: 'higher', threshold: 0.5 },
			as: 'llm_judge'
		}
	],
	links: { table: 'https://cloud.langfuse.com/trace/{run_id}' }
};

beforeEach(async () => {
	process.env.BREAKEVEN_DATA_DIR = emptyFolder();
	const { warehouse } = await openWorkspace('main', { create: true });
	await importText(warehouse, 'desk.csv', RUNS, { map: MAP });
});

afterEach(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
});

/** What SvelteKit hands to a load, an action or an endpoint of the workspace `main`. */
function event(path: string, more: { body?: BodyInit; method?: string; params?: object } = {}) {
	const url = new URL(`http://127.0.0.1${path}`);
	url.searchParams.set('workspace', 'main');
	const { body, method = body === undefined ? 'GET' : 'POST', params = {} } = more;
	return {
		url,
		params,
		depends: () => undefined,
		request: new Request(url, { method, body }),
		locals: { workspace: (options = {}) => openWorkspace('main', options) }
	} as never;
}

function draft(definitions: object | string, from = 0) {
	const form = new FormData();
	form.set('draft', typeof definitions === 'string' ? definitions : JSON.stringify(definitions));
	form.set('from', String(from));
	form.set('note', 'by queue');
	return { body: form };
}

interface Loaded {
	proposals: { task: string; runs: number }[];
	scores: { name: string; runs: number }[];
	facts: WorkspaceFacts;
	current: DefinitionsVersion;
	versions: unknown[];
	tasks: TaskFigures[];
	counts: RuleCounts;
}

const load = async () => (await definitionsPage.load(event('/data/definitions'))) as Loaded;
const act = (name: keyof typeof definitionsPage.actions, more: { body: FormData }) =>
	definitionsPage.actions[name]?.(event('/data/definitions', more)) as Promise<unknown>;
const warehouse = async () => (await openWorkspace('main')).warehouse;

describe('the page of definitions', () => {
	test('offers what the runs have to go by', async () => {
		const { proposals, scores, facts, current } = await load();
		expect(proposals).toMatchObject([
			{ task: 'LangGraph', runs: 12, field: { field: 'attribute:queue' } }
		]);
		expect(scores).toMatchObject([{ name: 'quality', runs: 12 }]);
		expect(facts).toMatchObject({ runs: 12, sources: [{ source: 'table', runs: 12 }] });
		expect(current.version).toBe(0);
	});

	test('a preview counts and stores nothing, saving makes a version that can be gone back from', async () => {
		// Of the eight refunds r6 and r7 reach 6/12 = 0.5, six do not.
		expect(await act('preview', draft(DEFINED))).toMatchObject({
			preview: {
				moved: 12,
				judged: 8,
				rules: { tasks: [12], success: [{ right: 2, wrong: 6 }] }
			}
		});
		expect((await currentDefinitions(await warehouse())).version).toBe(0);

		expect(await act('save', draft(DEFINED))).toEqual({ saved: 1 });
		const { current, tasks, versions, counts } = await load();
		expect(current).toMatchObject({ version: 1, note: 'by queue' });
		expect(tasks.map(({ task, runs, right }) => [task, runs, right])).toEqual([
			['refunds', 8, 2],
			['billing', 4, 0]
		]);
		expect(counts.tasks).toEqual([12]);
		expect(versions).toHaveLength(1);

		const back = new FormData();
		back.set('version', '0');
		expect(await act('back', { body: back })).toEqual({ saved: 2 });
		expect((await load()).tasks.map(({ task }) => task)).toEqual(['LangGraph']);
	});

	test('a draft that cannot be read, changes nothing, or is older than what holds is refused', async () => {
		expect(await act('save', draft('{'))).toMatchObject({
			status: 400,
			data: { draft: '{', problem: expect.stringContaining('no JSON') }
		});
		expect(await act('save', draft(noDefinitions))).toMatchObject({
			status: 400,
			data: { problem: 'Nothing was changed: there is nothing to save.' }
		});
		await saveDefinitions(await warehouse(), { ...noDefinitions, production: ['live'] }, null);
		expect(await act('save', draft(DEFINED, 0))).toMatchObject({
			status: 409,
			data: { from: 1, problem: expect.stringContaining('Version 1 was saved since') }
		});
	});

	test('a file becomes a draft, and says where it is wrong', async () => {
		const file = (text: string) => {
			const body = new FormData();
			body.set('file', new File([text], 'rules.json'));
			return { body };
		};
		expect(await act('import', file(JSON.stringify(DEFINED)))).toMatchObject({
			draft: JSON.stringify(DEFINED, null, 2)
		});
		expect(await act('import', file('{"colour":1}'))).toMatchObject({
			status: 400,
			data: { fileProblem: expect.stringMatching(/^rules.json: colour: /) }
		});
	});
});

describe('what could say that a run was right', () => {
	const numbers = (name: string, values: number[], task = 'refund'): ToldScore => ({
		name,
		runs: values.length,
		numbers: values.map((low) => ({ task, low, high: low, count: 1 })),
		labels: []
	});

	test('a score that judges comes first, with what it would say; what went wrong is not offered', () => {
		const scores = [
			numbers('hallucination', [0, 0.2, 0.9]),
			numbers('latency_grade', [1, 2]),
			numbers('tone', [0.1, 0.6]),
			numbers('quality', [0.2, 0.5, 0.9]),
			// Counts without a rule.
			numbers('correctness', [1, 0])
		];
		expect(successProposals(scores, [])).toEqual([
			{
				rules: [
					{
						task: 'refund',
						by: { kind: 'score', name: 'quality', direction: 'higher', threshold: 0.5 },
						as: null
					}
				],
				counts: { right: 2, wrong: 1 }
			},
			{
				rules: [expect.objectContaining({ by: expect.objectContaining({ name: 'tone' }) })],
				counts: { right: 1, wrong: 1 }
			}
		]);
		expect(startOf('score', scores, [])).toMatchObject({ name: 'quality', threshold: 0.5 });
	});

	test('labels that read as right, and attributes with such values', () => {
		const labels = { ...numbers('review', []), labels: [] as ToldScore['labels'] };
		labels.labels = [
			{ task: 'a', label: 'Approved', count: 5 },
			{ task: 'b', label: 'no', count: 2 }
		];
		const field = (key: string, ...values: string[]): Field => ({
			field: `attribute:${key}`,
			coverage: 1,
			values: values.length,
			top: values.map((value) => ({ value, share: 1 / values.length }))
		});
		const found = successProposals(
			[labels],
			[field('ticket.resolution', 'solved', 'open'), field('region', 'yes', 'no')]
		);
		const byLabel = { kind: 'label', name: 'review', right: ['Approved'] };
		const byAttribute = { kind: 'attribute', key: 'ticket.resolution', right: ['solved'] };
		expect(found).toEqual([
			{
				rules: [
					{ task: 'a', by: byLabel, as: null },
					{ task: 'b', by: byLabel, as: null }
				],
				counts: { right: 5, wrong: 2 }
			},
			{ rules: [{ task: '*', by: byAttribute, as: null }], counts: null }
		]);
	});

	test.each([
		['yes and no: at 1', 'quality', [0, 1], 1],
		['a share: in the middle', 'quality', [0.1, 0.99], 0.5],
		['five stars: four of them', 'rating', [1, 5], 4],
		['less is better: none', 'toxicity', [0, 1], 0],
		['less is better, on a scale of ten: the lowest fifth', 'risk', [1, 10], 2]
	])('%s', (_what, name, values, threshold) => {
		expect(thresholdOf(numbers(name, values))).toBe(threshold);
	});
});

describe('definitions over the API', () => {
	const json = async (answer: Response | Promise<Response>) => {
		const { status } = await answer;
		return { status, ...((await (await answer).json()) as object) };
	};

	test('what PUT takes GET gives, by version', async () => {
		const body = JSON.stringify(DEFINED);
		const put = (text: string) =>
			json(definitionsApi.PUT(event('/api/v1/definitions', { method: 'PUT', body: text })));
		expect(await put(body)).toEqual({ status: 200, version: 1 });
		const { tasks, renames, success, links } = DEFINED;
		const got = { status: 200, version: 1, tasks, renames, success, links };
		expect(await json(definitionsApi.GET(event('/api/v1/definitions')))).toMatchObject(got);
		expect(await json(definitionsApi.GET(event('/api/v1/definitions?version=1')))).toMatchObject(
			got
		);
		expect(await json(definitionsApi.GET(event('/api/v1/definitions?version=9')))).toMatchObject({
			status: 404
		});
		// What was exported can be imported as it is.
		expect(await put(JSON.stringify({ breakeven_schema: 'definitions/1', ...got }))).toMatchObject({
			status: 400
		});
		const { status: _, ...document } = got;
		expect(await put(JSON.stringify({ breakeven_schema: 'definitions/1', ...document }))).toEqual({
			status: 200,
			version: 2
		});
	});

	test('a preview stores nothing', async () => {
		const body = JSON.stringify(DEFINED);
		expect(
			await json(previewApi.POST(event('/api/v1/definitions/preview', { body })))
		).toMatchObject({ status: 200, moved: 12, judged: 8, ignored: 0 });
		expect((await currentDefinitions(await warehouse())).version).toBe(0);
	});
});

describe('definitions are seen from the numbers that they shaped', () => {
	const run = async (id: string) =>
		(await runPage.load(event(`/runs/${id}`, { params: { runId: id } }))) as Parameters<
			typeof railOf
		>[0] & { named: string; formerNames: string[]; sourceLink: SourceLink | null };
	const task = async (name: string) =>
		(await taskPage.load(event(`/tasks/${name}`, { params: { task: name } }))) as {
			named: { by: string; runs: number }[];
			formerNames: string[];
			judged: string[];
		};

	test('without any, what the export says', async () => {
		expect((await run('table:r7')).named).toBe('what the export says');
		expect(await task('LangGraph')).toMatchObject({
			named: [{ by: 'what the export says', runs: 12 }],
			formerNames: [],
			judged: ['a score that is usually called so (success, passed, reward)']
		});
	});

	test('a run says which rule named it, which rule calls it right, and where it came from', async () => {
		await saveDefinitions(await warehouse(), DEFINED, null);
		const page = await run('table:r7');
		expect(page).toMatchObject({
			named: 'rule 1: attribute queue',
			formerNames: ['refund'],
			sourceLink: { href: 'https://cloud.langfuse.com/trace/r7', tool: 'Langfuse' }
		});
		// 7/12 is at least 0.5.
		expect(railOf(page).filter(({ rule }) => rule !== null)).toEqual([
			expect.objectContaining({
				kind: 'success',
				holds: true,
				rule: 'rule 1: score quality at least 0.5, as the word of a model as judge'
			})
		]);
		expect((await run('table:r9')).formerNames).toEqual([]);
	});

	test('a task says the same of all of its runs', async () => {
		const exception: Definitions['tasks'][number] = {
			when: [{ field: 'attribute:queue', op: 'is', value: 'billing' }],
			then: { kind: 'name', task: 'refunds' }
		};
		await saveDefinitions(
			await warehouse(),
			{ ...DEFINED, tasks: [exception, ...DEFINED.tasks] },
			null
		);
		expect(await task('refunds')).toMatchObject({
			named: [
				{ by: 'rule 2: attribute queue', runs: 8 },
				{ by: 'rule 1: “refunds”, where attribute queue is “billing”', runs: 4 }
			],
			formerNames: ['refund'],
			judged: ['rule 1: score quality at least 0.5, as the word of a model as judge']
		});
	});
});
