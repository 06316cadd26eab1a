import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters, type Filters } from '#lib/filters.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { auditAgreement } from '#lib/server/audits/audit-agreement.ts';
import { auditLabels } from '#lib/server/audits/audit-labels.ts';
import { auditProgress } from '#lib/server/audits/audit-progress.ts';
import { auditQueue, queueLength, type QueueQuestion } from '#lib/server/audits/audit-queue.ts';
import { readAudits, type Answer, type Audit } from '#lib/server/audits/audit.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { undoAudit } from '#lib/server/audits/undo-audit.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { undo } from '#lib/server/undo.ts';
import { summaryOf } from '#lib/server/verdicts/summary.ts';
import { taskVerdicts, type TaskVerdict } from '#lib/server/verdicts/verdicts.ts';
import { reference } from '#lib/server/warehouse/record-appender.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Reader, Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const zone = 'UTC';
const of = (task: string): Filters => ({ ...noFilters(), task: [task] });
const question = (task: string, more: Partial<QueueQuestion> = {}): QueueQuestion => ({
	filters: of(task),
	zone,
	auditor: null,
	isSecond: false,
	stratify: 'none',
	matureOnly: true,
	...more
});
const audit = (runId: string, answer: Answer, more: Partial<Audit> = {}): Audit => ({
	runId,
	answer,
	note: null,
	seconds: null,
	auditor: null,
	isBlind: false,
	isSecond: false,
	...more
});
/** Records answers; an unknown run fails the test. */
async function record(warehouse: Warehouse, audits: readonly Audit[]) {
	const done = await recordAudits(warehouse, audits);
	if ('unknownRun' in done) throw new Error(`there is no run ${done.unknownRun}`);
	return done.rows;
}
const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const byMd5 = (ids: readonly string[]) => [...ids].sort((a, b) => (md5(a) < md5(b) ? -1 : 1));
const ids = async (reader: Reader, asked: QueueQuestion, limit = 1000) =>
	(await auditQueue(reader, asked, limit)).map((run) => run.run_id);
const outcomes = async (reader: Reader) =>
	Object.fromEntries(
		(
			await reader.query<{ run_id: string; agent_outcome: string; outcome_level: string }>(
				sql`select run_id, agent_outcome, outcome_level from runs where agent_outcome <> 'unknown'`
			)
		).map((row) => [row.run_id, `${row.agent_outcome}, ${row.outcome_level}`])
	);
const verdictOf = async (reader: Reader, task: string): Promise<TaskVerdict> => {
	const [verdict] = await taskVerdicts(reader, { filters: of(task), zone });
	if (!verdict) throw new Error(`no runs of ${task}`);
	return verdict;
};

/** Cheap runs an hour apart; `success` is empty where nobody has said. */
const table = (
	rows: readonly { id: string; task?: string; success?: string; more?: string }[],
	columns = ''
) =>
	[
		`run_id,task,agent,success,cost_usd,started_at${columns}`,
		...rows.map(
			({ id, task = 'refund', success = '', more = '' }, at) =>
				`${id},${task},desk,${success},0.01,${new Date(Date.UTC(2026, 8, 1, at)).toISOString()}${more}`
		)
	].join('\n');
const numbered = (count: number, prefix = 'r') =>
	Array.from({ length: count }, (_, at) => ({ id: `${prefix}${at}` }));

async function loaded(text: string): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'desk.csv', text);
	return warehouse;
}

describe('the queue of runs to check', () => {
	test('is in the order of md5(run_id), whatever came in when', async () => {
		const warehouse = await loaded(table(numbered(12)));
		const all = numbered(12).map(({ id }) => `table:${id}`);
		expect(await ids(warehouse, question('refund'))).toEqual(byMd5(all));
		expect(await ids(warehouse, question('refund'), 3)).toEqual(byMd5(all).slice(0, 3));

		const backwards = await loaded(table(numbered(12).reverse().slice(0, 7)));
		await importText(backwards, 'rest.csv', table(numbered(5)));
		expect(await ids(backwards, question('refund'))).toEqual(byMd5(all));
	});

	test('leaves out what a record has confirmed and what was checked, but not what a judge says', async () => {
		const warehouse = await loaded(
			table([{ id: 'known', success: '1' }, { id: 'judged' }, { id: 'open' }, { id: 'checked' }])
		);
		await importText(
			warehouse,
			'judge.csv',
			'run_id,outcome,outcome_source\njudged,success,llm_judge\n'
		);
		await record(warehouse, [audit('table:checked', 'wrong')]);
		expect((await ids(warehouse, question('refund'))).sort()).toEqual([
			'table:judged',
			'table:open'
		]);
	});

	test('a run that one person cannot tell stays in the queue of the others', async () => {
		const warehouse = await loaded(table([{ id: 'a' }]));
		await record(warehouse, [audit('table:a', 'cannot_tell')]);
		expect(await queueLength(warehouse, question('refund'))).toBe(0);
		expect(await queueLength(warehouse, question('refund', { auditor: reference('Bo') }))).toBe(1);
	});

	test('a second reviewer gets what the first has checked, each run once', async () => {
		const warehouse = await loaded(table(numbered(6)));
		const first = await ids(warehouse, question('refund'), 4);
		await record(
			warehouse,
			first.map((id) => audit(id, 'right'))
		);
		const second = question('refund', { isSecond: true, auditor: reference('Bo') });
		expect(await ids(warehouse, second)).toEqual(first);
		await record(warehouse, [audit(first[0] ?? '', 'wrong', { isSecond: true, auditor: 'Bo' })]);
		expect(await ids(warehouse, second)).toEqual(first.slice(1));
		// A second opinion is no outcome.
		expect(Object.values(await outcomes(warehouse))).toEqual(Array(4).fill('success, audited'));
	});

	test('parts take turns, and the weight says how much of the work each stands for', async () => {
		// 12 runs: 8 sure, 3 unsure, 1 that says nothing.
		const rows = numbered(12).map(({ id }, at) => ({
			id,
			more: `,${at < 8 ? 0.97 : at < 11 ? 0.3 : ''}`
		}));
		const warehouse = await loaded(table(rows, ',confidence'));
		const parted = question('refund', { stratify: 'confidence' });
		const queue = await auditQueue(warehouse, parted, 100);
		expect(
			queue
				.slice(0, 3)
				.map((run) => run.stratum)
				.sort()
		).toEqual(['0.95 and above', 'below 0.50', 'not stated']);
		// A third of the checks each: 8/12, 3/12 and 1/12 of the work over 1/3.
		const weights = new Map(queue.map((run) => [run.stratum, run.weight]));
		expect(weights.get('0.95 and above')).toBeCloseTo((8 / 12) * 3, 12);
		expect(weights.get('below 0.50')).toBeCloseTo((3 / 12) * 3, 12);
		expect(weights.get('not stated')).toBeCloseTo((1 / 12) * 3, 12);
		// What was checked keeps its turn: the next three are again one of each part that has any.
		await record(
			warehouse,
			queue.slice(0, 3).map((run) => audit(run.run_id, 'right'))
		);
		const next = await auditQueue(warehouse, parted, 2);
		expect(next.map((run) => run.stratum).sort()).toEqual(['0.95 and above', 'below 0.50']);
	});

	test('young runs wait until nothing more is to be expected of them, unless asked for', async () => {
		// 48 runs, one an hour: after a day, those that ended 24 hours before the last one are mature.
		const warehouse = await loaded(
			['run_id,task,agent,cost_usd,started_at,ended_at']
				.concat(
					numbered(48).map(({ id }, at) => {
						const time = new Date(Date.UTC(2026, 8, 1, at)).toISOString();
						return `${id},refund,desk,0.01,${time},${time}`;
					})
				)
				.join('\n')
		);
		await saveDefinitions(warehouse, { ...noDefinitions, maturityDays: { refund: 1 } }, null);
		expect(await queueLength(warehouse, question('refund'))).toBe(48 - 24);
		expect(await queueLength(warehouse, question('refund', { matureOnly: false }))).toBe(48);
		// A check by hand today does not make the others older.
		const [first = ''] = await ids(warehouse, question('refund'));
		await record(warehouse, [audit(first, 'right')]);
		expect(await queueLength(warehouse, question('refund'))).toBe(23);
	});

	test('of a case with retries only the run that decides it is asked about', async () => {
		const warehouse = await loaded(
			[
				'run_id,task,agent,case_id,attempt,success,cost_usd,started_at',
				'a1,refund,desk,a,1,,0.01,2026-09-01T10:00:00Z',
				'a2,refund,desk,a,2,,0.01,2026-09-01T11:00:00Z',
				'b1,refund,desk,b,1,,0.01,2026-09-01T12:00:00Z'
			].join('\n')
		);
		await saveDefinitions(warehouse, { ...noDefinitions, repeats: { refund: 'retries' } }, null);
		expect((await ids(warehouse, question('refund'))).sort()).toEqual(['table:a2', 'table:b1']);
	});
});

describe('an answer', () => {
	test('makes the outcome of its run, and of no other', async () => {
		const warehouse = await loaded(table(numbered(4)));
		const rows = await record(warehouse, [
			audit('table:r1', 'right', { note: 'fine', seconds: 12.5 }),
			audit('table:r2', 'wrong'),
			audit('table:r3', 'cannot_tell')
		]);
		expect(rows.map((row) => row.is_new)).toEqual([true, true, true]);
		expect(await outcomes(warehouse)).toEqual({
			'table:r1': 'success, audited',
			'table:r2': 'failure, audited'
		});
		expect(await auditLabels(warehouse, 'refund')).toMatchObject([
			{ run_id: 'table:r1', answer: 'right', outcome: 'success', note: 'fine', seconds: 12.5 },
			{ run_id: 'table:r2', answer: 'wrong', outcome: 'failure', outcome_source: 'audit' },
			{ run_id: 'table:r3', answer: 'cannot_tell', outcome: null, holds: true }
		]);
	});

	test('goes before a judge and after a system of record', async () => {
		const warehouse = await loaded(table([{ id: 'a' }, { id: 'b' }]));
		await importText(
			warehouse,
			'said.csv',
			'run_id,outcome,outcome_source\na,success,llm_judge\nb,success,system\n'
		);
		await record(warehouse, [audit('table:a', 'wrong'), audit('table:b', 'wrong')]);
		expect(await outcomes(warehouse)).toEqual({
			'table:a': 'failure, audited',
			'table:b': 'success, confirmed'
		});
	});

	test('sent twice counts once; another one corrects it; undo brings back what was said before', async () => {
		const warehouse = await loaded(table([{ id: 'a' }]));
		const say = (answer: Answer) => record(warehouse, [audit('table:a', answer)]);
		const said = async () => (await outcomes(warehouse))['table:a'];
		await say('right');
		expect(await say('right')).toMatchObject([{ is_new: false }]);
		await say('wrong');
		expect(await said()).toBe('failure, audited');
		await say('cannot_tell');
		expect(await said()).toBeUndefined();

		const last = { task: 'refund', auditor: null, isSecond: false };
		expect(await undoAudit(warehouse, last)).toBe('table:a');
		expect(await said()).toBe('failure, audited');
		await undoAudit(warehouse, last);
		expect(await said()).toBe('success, audited');
		await undoAudit(warehouse, last);
		expect(await said()).toBeUndefined();
		expect(await undoAudit(warehouse, last)).toBeNull();

		// Nothing is lost: every answer is there with the time at which it was taken back.
		const labels = await auditLabels(warehouse, null);
		expect(labels.map(({ answer }) => answer)).toEqual(['right', 'wrong', 'cannot_tell']);
		expect(labels.every(({ undone_at, holds }) => undone_at !== null && !holds)).toBe(true);
	});

	test('undo of a named answer, or of a run, is of that person only', async () => {
		const warehouse = await loaded(table([{ id: 'a' }, { id: 'b' }]));
		const [first] = await record(warehouse, [
			audit('table:a', 'right'),
			audit('table:b', 'right'),
			audit('table:a', 'wrong', { auditor: 'Bo', isSecond: true })
		]);
		const ofBo = { auditor: 'Bo', isSecond: true };
		expect(await undoAudit(warehouse, { runId: 'table:b', ...ofBo })).toBeNull();
		expect(await undoAudit(warehouse, { auditId: first?.audit_id ?? -1 })).toBe('table:a');
		expect(await undoAudit(warehouse, { task: 'refund', ...ofBo })).toBe('table:a');
		expect(await outcomes(warehouse)).toEqual({ 'table:b': 'success, audited' });
	});

	test('about a run that is not here stores nothing', async () => {
		const warehouse = await loaded(table([{ id: 'a' }]));
		expect(
			await recordAudits(warehouse, [audit('table:a', 'right'), audit('table:z', 'right')])
		).toEqual({ unknownRun: 'table:z' });
		expect(await auditLabels(warehouse, null)).toEqual([]);
	});

	test('survives the import it speaks of: undone, its run goes; imported again, its outcome is back', async () => {
		const warehouse = await emptyWorkspace();
		const text = table([{ id: 'a' }]);
		const receipt = await importText(warehouse, 'desk.csv', text);
		await record(warehouse, [audit('table:a', 'wrong')]);
		await undo(warehouse, receipt.import_id ?? -1);
		expect(await outcomes(warehouse)).toEqual({});
		await importText(warehouse, 'desk.csv', text);
		expect(await outcomes(warehouse)).toEqual({ 'table:a': 'failure, audited' });
	});

	test.each([
		[{ run_id: 'a', answer: 'maybe' }, 'answer: expected right, wrong, cannot_tell'],
		[{ answer: 'right' }, 'run_id: '],
		[{ run_id: 'a', answer: 'right', seconds: -1 }, 'seconds: '],
		[{ run_id: 'a', answer: 'right', second: true }, 'the answer: a second opinion needs the name'],
		[{ answers: [{ run_id: 'a', answer: 'right' }, { run_id: 'b' }] }, 'answers[1].answer: '],
		[{ answers: [] }, 'answers: expected at least one answer']
	])('%j is refused in one sentence', (json, problem) => {
		const read = readAudits(json);
		expect('problem' in read ? read.problem : read).toContain(problem);
	});
});

describe('progress', () => {
	test('twelve checks: ten right, two wrong', async () => {
		const warehouse = await loaded(table(numbered(40)));
		const queue = await ids(warehouse, question('refund'), 13);
		await record(
			warehouse,
			queue.map((id, at) =>
				audit(id, at === 12 ? 'cannot_tell' : at < 10 ? 'right' : 'wrong', { seconds: 10 + at })
			)
		);
		const verdict = await verdictOf(warehouse, 'refund');
		const progress = await auditProgress(warehouse, verdict, question('refund'));
		expect(progress).toMatchObject({
			checked: 12,
			right: 10,
			wrong: 2,
			cannot_tell: 1,
			target: 30,
			more: 18,
			waiting: 27,
			timed: 13
		});
		// 10 + 6 s is the middle of thirteen.
		expect(progress.minutes_per_check).toBeCloseTo(16 / 60, 12);
		// Wilson, n = 12, z = 1.96: (10/12 + z2/24 -+ z sqrt(10/12 * 2/12 / 12 + z2/576)) / (1 + z2/12).
		expect(progress.rate).toBeCloseTo(10 / 12, 12);
		expect(progress.rate_low).toBeCloseTo(0.552, 3);
		expect(progress.rate_high).toBeCloseTo(0.953, 3);
		// Nobody has said what a person costs: what checks are worth is not known.
		expect(progress.worth).toBeNull();
	});

	test('a task with fewer runs than thirty asks for what there is', async () => {
		const warehouse = await loaded(table(numbered(8)));
		const verdict = await verdictOf(warehouse, 'refund');
		expect(await auditProgress(warehouse, verdict, question('refund'))).toMatchObject({
			checked: 0,
			rate: null,
			target: 8,
			more: 8
		});
	});
});

describe('agreement with a second reviewer', () => {
	/** What the first and the second say of each run. */
	async function agreed(pairs: readonly (readonly [Answer, Answer])[]) {
		const warehouse = await loaded(table(numbered(pairs.length)));
		await record(
			warehouse,
			pairs.flatMap(([first, second], at) => [
				audit(`table:r${at}`, first),
				audit(`table:r${at}`, second, { auditor: 'Bo', isSecond: true })
			])
		);
		return auditAgreement(warehouse, of('refund'), zone);
	}
	const times = (n: number, first: Answer, second: Answer) =>
		Array.from({ length: n }, () => [first, second] as const);

	test('20 right by both, 5 wrong by both, 3 and 2 apart: kappa 0.56', async () => {
		const agreement = await agreed([
			...times(20, 'right', 'right'),
			...times(5, 'wrong', 'wrong'),
			...times(3, 'right', 'wrong'),
			...times(2, 'wrong', 'right'),
			...times(1, 'cannot_tell', 'right')
		]);
		// Observed 25/30; by chance 23/30 * 22/30 + 7/30 * 8/30 = 562/900.
		const [observed, chance] = [25 / 30, (23 * 22 + 7 * 8) / 900];
		const kappa = (observed - chance) / (1 - chance);
		const error = Math.sqrt((observed * (1 - observed)) / 30) / (1 - chance);
		expect(agreement).toMatchObject({ both: 30, agreed: 25, not_told: 1 });
		expect(agreement?.agreement).toBeCloseTo(25 / 30, 12);
		expect(agreement?.kappa).toBeCloseTo(kappa, 12);
		expect(kappa).toBeCloseTo(0.556, 3);
		expect(agreement?.kappa_low).toBeCloseTo(kappa - 1.959964 * error, 6);
		expect(agreement?.kappa_high).toBeCloseTo(kappa + 1.959964 * error, 6);
	});

	test('where both call everything right, chance alone agrees: no kappa', async () => {
		expect(await agreed(times(4, 'right', 'right'))).toMatchObject({
			both: 4,
			agreement: 1,
			kappa: null,
			kappa_low: null
		});
	});

	test('without a second opinion there is nothing to say', async () => {
		expect(await auditAgreement(await loaded(table(numbered(2))), of('refund'), zone)).toBeNull();
	});
});

/** Draws from 0 to 1, the same every time (Lehmer 1951, modulus 2^31 - 1). */
function draws(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Truth {
	id: string;
	task: string;
	right: boolean;
	confidence: number;
}

/**
 * Runs of several tasks whose outcomes are known where somebody complained: six in ten of the wrong
 * ones and one in ten of the right ones. The agent is less sure of what it gets wrong.
 */
function complained(tasks: number, runs: number, share: (draw: number) => number, seed = 7) {
	const draw = draws(seed);
	const truth = Array.from({ length: tasks }, (_, task) => {
		const rate = share(draw());
		return Array.from({ length: runs }, (_, at): Truth => {
			const right = draw() < rate;
			const confidence = Math.min(0.99, (right ? 0.55 : 0.3) + 0.5 * draw());
			return { id: `t${task}-${at}`, task: `task-${task}`, right, confidence };
		});
	}).flat();
	const rows = truth.map(({ id, task, right, confidence }) => ({
		id,
		task,
		success: draw() < (right ? 0.1 : 0.6) ? String(Number(right)) : '',
		more: `,${confidence.toFixed(3)}`
	}));
	return { truth, text: table(rows, ',confidence') };
}

/** Checks the next runs of a queue, each as it truly was. */
async function check(
	warehouse: Warehouse,
	asked: QueueQuestion,
	truth: readonly Truth[],
	count: number
) {
	const right = new Map(truth.map((run) => [`table:${run.id}`, run.right]));
	const queue = await ids(warehouse, asked, count);
	await record(
		warehouse,
		queue.map((id) => audit(id, right.get(id) ? 'right' : 'wrong'))
	);
}

const entered = (name: string, value: number) => ({
	task: '',
	name,
	value,
	low: null,
	high: null,
	source: 'entered',
	note: null
});

describe('evidence of a random sample', () => {
	const baseline = [
		entered('human_minutes', 20),
		entered('human_wage_per_hour', 40),
		entered('human_success', 0.9),
		entered('volume_per_month', 1000)
	];

	/** An error costs 60 USD: at 5 % wrong the agent saves, at 40 % it loses. */
	test('thirty random checks turn "we cannot tell" into a verdict, and the bounds collapse', async () => {
		const { truth, text } = complained(1, 300, () => 0.95);
		const warehouse = await loaded(text);
		await storeAssumptions(warehouse, [...baseline, entered('late_rework_cost', 60)]);
		const before = await verdictOf(warehouse, 'task-0');
		expect(before.evidence.randomSample).toBe(false);
		expect(before.decision.verdict).toBe('collect_more_data');
		expect(before.decision.bounds).toEqual({
			ifWrong: 'keep_human',
			ifRight: expect.not.stringMatching('keep_human')
		});
		// Not the 80 % of 300 less the known ones, but thirty at random.
		expect(before.decision.why).toMatchObject({ code: 'thin_coverage', more: 30 });
		expect(summaryOf(before).sentence).toContain('Check 30 more at random');

		await check(warehouse, question('task-0'), truth, 29);
		const almost = await verdictOf(warehouse, 'task-0');
		expect(almost.audited?.audits).toBe(29);

		await check(warehouse, question('task-0'), truth, 1);
		const after = await verdictOf(warehouse, 'task-0');
		expect(after.evidence.randomSample).toBe(true);
		expect(after.decision.bounds).toBeNull();
		expect(['automate', 'automate_with_review']).toContain(after.decision.verdict);
		expect(summaryOf(after).evidenceText).toContain('checked at random');
		// What complaints tell makes the agent look far worse than it is.
		const [naive, sampled] = [before, after].map(
			({ evidence }) => evidence.successes / evidence.knownOutcomes
		) as [number, number];
		expect(naive).toBeLessThan(0.86);
		expect(Math.abs(sampled - 0.95)).toBeLessThan(0.1);
	});

	test('only the first runs in the order of md5 are random: chosen ones count as known, not as a sample', async () => {
		const { truth, text } = complained(1, 300, () => 0.95);
		const warehouse = await loaded(text);
		const right = new Map(truth.map((run) => [`table:${run.id}`, run.right]));
		const all = await ids(warehouse, question('task-0'));
		// The last forty of the queue that were right: a selection.
		const chosen = all.filter((id) => right.get(id)).slice(-40);
		await record(
			warehouse,
			chosen.map((id) => audit(id, 'right'))
		);
		const { evidence, audited } = await verdictOf(warehouse, 'task-0');
		expect(audited).toBeNull();
		expect(evidence.randomSample).toBe(false);
		expect(evidence.knownOutcomes).toBe(300 - all.length + 40);

		// With thirty from the front of the queue, the sample ends there.
		await check(warehouse, question('task-0'), truth, 30);
		const sampled = await verdictOf(warehouse, 'task-0');
		expect(sampled.audited).toMatchObject({ audits: 30, isUsed: true, isStratified: false });
	});

	test('where four in five are known anyway, they speak', async () => {
		const rows = numbered(100).map(({ id }, at) => ({ id, success: at < 85 ? '1' : '' }));
		const warehouse = await loaded(table(rows));
		await record(
			warehouse,
			(await ids(warehouse, question('refund'), 12)).map((id) => audit(id, 'wrong'))
		);
		const { evidence, audited } = await verdictOf(warehouse, 'refund');
		expect(audited?.isUsed).toBe(false);
		expect(evidence).toMatchObject({ randomSample: false, knownOutcomes: 97, successes: 85 });
	});

	test('where nothing else is known, ten checks are a random sample of ten, and too few', async () => {
		const warehouse = await loaded(table(numbered(200)));
		await storeAssumptions(warehouse, baseline);
		await record(
			warehouse,
			(await ids(warehouse, question('refund'), 10)).map((id) => audit(id, 'right'))
		);
		const { evidence, decision } = await verdictOf(warehouse, 'refund');
		expect(evidence).toMatchObject({ randomSample: true, knownOutcomes: 10, verifiedOutcomes: 10 });
		expect(decision.why).toMatchObject({ code: 'too_few_outcomes', more: 20 });
	});

	test('new runs leave a hole in the sample, and the queue asks for them first', async () => {
		const { truth, text } = complained(1, 200, () => 0.9);
		const [header, ...lines] = text.split('\n');
		const half = (odd: number) => [header, ...lines.filter((_, at) => at % 2 === odd)].join('\n');
		const warehouse = await loaded(half(0));
		await check(warehouse, question('task-0'), truth, 30);
		expect((await verdictOf(warehouse, 'task-0')).evidence.randomSample).toBe(true);
		await importText(warehouse, 'later.csv', half(1));
		const [first = ''] = await ids(warehouse, question('task-0'));
		const { audited } = await verdictOf(warehouse, 'task-0');
		expect(audited?.isUsed ?? false).toBe(false);
		expect(first).toMatch(/^table:t0-\d*[13579]$/);
		await check(warehouse, question('task-0'), truth, 30);
		expect((await verdictOf(warehouse, 'task-0')).evidence.randomSample).toBe(true);
	});

	test.each([
		['none', 'at random'],
		['confidence', 'in turns by confidence, weighted']
	] as const)(
		'%s: intervals of 30 checks %s cover the truth of 48 tasks where complaints alone do not',
		async (stratify, _) => {
			const [tasks, runs] = [48, 120];
			const { truth, text } = complained(tasks, runs, (draw) => 0.6 + 0.35 * draw, 11);
			const warehouse = await loaded(text);
			const names = Array.from({ length: tasks }, (_, at) => `task-${at}`);
			const covered = async () => {
				const verdicts = await taskVerdicts(warehouse, { filters: noFilters(), zone });
				return names.filter((task) => {
					const mine = truth.filter((run) => run.task === task);
					const rate = mine.filter((run) => run.right).length / mine.length;
					const verdict = verdicts.find((one) => one.task === task);
					if (!verdict) throw new Error(`no verdict of ${task}`);
					const { low, high } = summaryOf(verdict).success;
					return low !== null && high !== null && low <= rate && rate <= high;
				}).length;
			};
			expect(await covered()).toBeLessThan(0.1 * tasks);
			const queues = await Promise.all(
				names.map((task) => ids(warehouse, question(task, { stratify }), 30))
			);
			const right = new Map(truth.map((run) => [`table:${run.id}`, run.right]));
			for (const queue of chunks(queues.flat(), 800)) {
				await record(
					warehouse,
					queue.map((id) => audit(id, right.get(id) ? 'right' : 'wrong'))
				);
			}
			const verdicts = await taskVerdicts(warehouse, { filters: noFilters(), zone });
			expect(verdicts.every((verdict) => verdict.audited?.isUsed)).toBe(true);
			expect(verdicts.some((verdict) => verdict.audited?.isStratified)).toBe(
				stratify === 'confidence'
			);
			// 95 % intervals: 45.6 of 48 on average, fewer than 42 in 1 of 60 draws of the data.
			expect(await covered()).toBeGreaterThanOrEqual(42);
		}
	);
});

const chunks = <T>(all: readonly T[], size: number): T[][] =>
	Array.from({ length: Math.ceil(all.length / size) }, (_, at) =>
		all.slice(at * size, (at + 1) * size)
	);
