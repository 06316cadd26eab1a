import { describe, expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { clearAssumption, storeAssumptions } from '#lib/server/assumptions/store.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { undoAudit } from '#lib/server/audits/undo-audit.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { enterPrice } from '#lib/server/own-prices/store.ts';
import { undo } from '#lib/server/undo.ts';
import { acceptVerdict } from '#lib/server/verdict-history/accept.ts';
import { verdictEntries, type VerdictEntry } from '#lib/server/verdict-history/entry.ts';
import { historyRows } from '#lib/server/verdict-history/history-row.ts';
import { recordVerdicts } from '#lib/server/verdict-history/record.ts';
import {
	calibrationOf,
	verdictScores,
	type VerdictScore
} from '#lib/server/verdict-history/scores.ts';
import { standings, toldSummary } from '#lib/server/verdict-history/standing.ts';
import { taskVerdicts, type TaskVerdict } from '#lib/server/verdicts/verdicts.ts';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/** Runs `from` to `to` of refunds, one hour apart, the first `right` of them right. */
const runs = (from: number, to: number, { right, cost }: { right: number; cost: number }) =>
	[
		'run_id,task,agent,model,success,cost_usd,started_at',
		...Array.from({ length: to - from }, (_, at) => {
			const started = new Date(Date.UTC(2026, 2, 1) + (from + at) * 3_600_000).toISOString();
			return `r${from + at},refund,desk,gpt-5-mini,${at < right ? 1 : 0},${cost},${started}`;
		})
	].join('\n');

const entered = (name: string, value: number, task = 'refund') => ({
	...{ task, name, value, low: null, high: null },
	...{ source: 'entered', note: null }
});

/** A person needs 20 minutes at 45 USD an hour: 15 USD a case, 1,000 cases a month. */
const BASELINE = [
	entered('human_minutes', 20),
	entered('human_wage_per_hour', 45),
	entered('human_success', 0.99),
	entered('volume_per_month', 1000)
];

/** 100 runs at 0.50 USD, 97 right: 14.50 USD saved a case less 2 % x 15 USD: 14,200 USD a month. */
const GOOD = runs(0, 100, { right: 97, cost: 0.5 });
/** 400 runs at 9 USD, none right: 9 USD for nothing, and 15 USD again by hand. */
const BAD = runs(100, 500, { right: 0, cost: 9 });
const WORSE = runs(500, 900, { right: 0, cost: 9 });

const line = ({ status, verdict, cause }: VerdictEntry) => `${status} ${verdict} by ${cause.kind}`;
const lines = async (warehouse: Warehouse) => (await verdictEntries(warehouse)).map(line);
const first = async (warehouse: Warehouse) => (await verdictEntries(warehouse))[0] as VerdictEntry;
const last = async (warehouse: Warehouse) =>
	(await verdictEntries(warehouse)).at(-1) as VerdictEntry;
/** USD a month against people. */
const money = ({ record }: VerdictEntry) => record?.summary.netBenefitUsdPerMonth.value ?? NaN;

/** A workspace whose agent saves about 14,100 USD a month. */
async function automated(): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	await storeAssumptions(warehouse, BASELINE);
	await importText(warehouse, 'good.csv', GOOD);
	return warehouse;
}

describe('every verdict has one cause', () => {
	test('an import: the first verdict of a task stands at once, with its money', async () => {
		const warehouse = await automated();
		const [first, ...more] = await verdictEntries(warehouse);
		expect(more).toEqual([]);
		expect(first).toMatchObject({
			task: 'refund',
			status: 'stands',
			verdict: 'automate',
			cause: {
				kind: 'import',
				reference: '1',
				text: 'good.csv came in (import 1): 100 of 100 results known'
			},
			dataTo: '2026-03-05'
		});
		// By hand 15 x 1.01 for the 1 % that people get wrong, by agent 0.50 + 0.03 x 15: 14,200 a month,
		// a little less for what 97 of 100 leaves open.
		expect(money(first as VerdictEntry)).toBeGreaterThan(14_000);
		expect(money(first as VerdictEntry)).toBeLessThan(14_200);
	});

	test('an assumption: 20 minutes by hand become 1, and the agent loses', async () => {
		const warehouse = await automated();
		const before = money(await last(warehouse));
		await storeAssumptions(warehouse, [entered('human_minutes', 0.5)]);
		const after = await last(warehouse);
		expect(after).toMatchObject({
			status: 'stands',
			verdict: 'keep_human',
			cause: {
				kind: 'assumption',
				reference: 'human_minutes',
				text: 'minutes by hand entered as 0.5 minutes, was 20 minutes'
			}
		});
		// 0.5 minutes at 45 USD an hour are 0.375 USD, less than a try costs: 1,000 x (0.375 - 0.5) < 0.
		expect(before).toBeGreaterThan(0);
		expect(money(after)).toBeLessThan(-100);
	});

	test('an assumption taken back: without minutes there is no verdict, and it says so', async () => {
		const warehouse = await automated();
		await clearAssumption(warehouse, 'refund', 'human_minutes');
		expect(await last(warehouse)).toMatchObject({
			verdict: 'collect_more_data',
			cause: { kind: 'assumption', text: 'minutes by hand taken back, was 20 minutes' }
		});
	});

	test('a definition: refunds get another name, which starts without figures of people', async () => {
		const warehouse = await automated();
		await saveDefinitions(
			warehouse,
			{ ...noDefinitions, renames: { refund: 'refund-request' } },
			null
		);
		const [gone] = (await verdictEntries(warehouse, 'refund')).slice(-1);
		const [came] = await verdictEntries(warehouse, 'refund-request');
		const text = 'definitions version 1: “refund” is called “refund-request”';
		expect(gone).toMatchObject({
			task: 'refund',
			verdict: null,
			cause: { kind: 'definition', reference: '1', text: `${text}: no runs are left` }
		});
		expect(came).toMatchObject({
			task: 'refund-request',
			verdict: 'collect_more_data',
			cause: { kind: 'definition', reference: '1' }
		});
	});

	test('a price: the model costs 400 times as much, and what saved loses', async () => {
		const warehouse = await emptyWorkspace();
		await storeAssumptions(warehouse, BASELINE);
		const rows = Array.from(
			{ length: 100 },
			(_, at) =>
				`p${at},refund,desk,openai,gpt-4o,${at < 97 ? 1 : 0},20000,5000,2026-03-01T10:00:00Z`
		);
		const header = 'run_id,task,agent,provider,model,success,input_tokens,output_tokens,started_at';
		await importText(warehouse, 'tokens.csv', [header, ...rows].join('\n'));
		// gpt-4o at 2.50 and 10 USD a million: 20,000 in and 5,000 out are 0.05 + 0.05 = 0.10 USD a run.
		expect(await last(warehouse)).toMatchObject({ verdict: 'automate' });
		await enterPrice(warehouse, {
			...{ provider: 'openai', model: 'gpt-4o', valid_from: null, valid_to: null },
			...{ prices: { input_mtok: 1000, output_mtok: 4000 }, checked: '2026-03-01' },
			source: 'a contract'
		});
		// 20 + 20 = 40 USD a run against 15 by hand.
		const after = await last(warehouse);
		expect(after).toMatchObject({
			...{ status: 'stands', verdict: 'keep_human' },
			cause: {
				...{ kind: 'price', reference: 'gpt-4o' },
				text: 'own price of gpt-4o entered: input 1000, output 4000 USD per million tokens'
			}
		});
		expect(money(after)).toBeLessThan(-20_000);
	});

	test('a check by hand, and the check taken back', async () => {
		const warehouse = await automated();
		const wrong = Array.from({ length: 40 }, (_, at) => ({
			...{ runId: `table:r${at}`, answer: 'wrong' as const, note: null, seconds: null },
			...{ auditor: 'ann', isBlind: true, isSecond: false }
		}));
		await recordAudits(warehouse, wrong);
		const checked = await last(warehouse);
		expect(checked.cause).toMatchObject({ kind: 'check', reference: null });
		expect(checked.cause.text).toMatch(/^40 results were checked by hand/);
		expect(money(checked)).toBeLessThan(money(await first(warehouse)));
		await undoAudit(warehouse, { runId: 'table:r0', auditor: 'ann', isSecond: false });
		expect((await last(warehouse)).cause).toMatchObject({
			kind: 'check',
			reference: 'table:r0',
			text: 'a check by hand was taken back'
		});
	});
});

describe('an import alone flips nothing', () => {
	test('400 bad runs: pending; 400 more: it stands', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'bad.csv', BAD);
		expect(await lines(warehouse)).toEqual([
			'stands automate by import',
			'pending keep_human by import'
		]);
		await importText(warehouse, 'worse.csv', WORSE);
		expect(await lines(warehouse)).toEqual([
			'stands automate by import',
			'pending keep_human by import',
			'stands keep_human by import'
		]);
		expect((await last(warehouse)).cause.text).toBe(
			'worse.csv came in (import 3): 900 of 900 results known, before 500 of 500'
		);
	});

	test('an import about another task does not count as the second', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'bad.csv', BAD);
		await importText(warehouse, 'other.csv', WORSE.replaceAll('refund', 'billing'));
		const ofRefund = await verdictEntries(warehouse, 'refund');
		expect(ofRefund.map(line)).toEqual([
			'stands automate by import',
			'pending keep_human by import'
		]);
	});

	test('a person’s figure settles it at once', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'bad.csv', BAD);
		await storeAssumptions(warehouse, [entered('volume_per_month', 500)]);
		expect((await lines(warehouse)).at(-1)).toBe('stands keep_human by assumption');
	});

	test('undo of the import: what stood stands, and no line of the history is lost', async () => {
		const warehouse = await automated();
		const stood = await last(warehouse);
		const { import_id } = await importText(warehouse, 'bad.csv', BAD);
		const before = await verdictEntries(warehouse);
		await undo(warehouse, import_id ?? 0);
		const after = await verdictEntries(warehouse);
		expect(after.slice(0, 2)).toEqual(before);
		expect(after.slice(2).map(line)).toEqual(['stands automate by undo']);
		expect(money(after[2] as VerdictEntry)).toBe(money(stood));
	});

	test('from “collect more evidence” it flips at once: 20 results, then 80 more', async () => {
		const warehouse = await emptyWorkspace();
		await storeAssumptions(warehouse, BASELINE);
		await importText(warehouse, 'few.csv', runs(0, 20, { right: 20, cost: 0.5 }));
		await importText(warehouse, 'more.csv', runs(20, 100, { right: 78, cost: 0.5 }));
		expect(await lines(warehouse)).toEqual([
			'stands collect_more_data by import',
			'stands automate by import'
		]);
	});

	test('undo of the only import: no runs are left, and it says so', async () => {
		const warehouse = await automated();
		await undo(warehouse, 1);
		expect(await last(warehouse)).toMatchObject({
			...{ verdict: null, record: null, status: 'stands' },
			cause: { kind: 'undo', text: 'good.csv was taken out again (import 1): no runs are left' }
		});
	});
});

describe('what is told while a new verdict waits', () => {
	const told = async (warehouse: Warehouse) => {
		const [task] = await taskVerdicts(warehouse, { filters: noFilters(), zone: 'UTC' });
		const standing = (await standings(warehouse, noFilters())).get('refund');
		return toldSummary(task as TaskVerdict, standing);
	};

	test('the sentence that stands, and below it what waits, in money', async () => {
		const warehouse = await automated();
		const before = await told(warehouse);
		expect(before).toMatchObject({ verdict: 'automate', changed: null, pending: null });
		await importText(warehouse, 'bad.csv', BAD);
		const after = await told(warehouse);
		expect(after).toMatchObject({
			...{ verdict: 'automate', sentence: before.sentence, changed: null },
			pending: { verdict: 'keep_human' }
		});
		// 97 of 500 right at 9 USD a try in 4 of 5: 7.30 USD a case, and 15 USD again for the other 403.
		expect(after.pending?.sentence).toMatch(
			/^On \d+ \w+ \d{4} bad\.csv came in \(import 2\): 500 of 500 results known, before 100 of 100\. By that it would be: keep it human, the agent would lose 4,\d{3} USD a month\. /
		);
	});

	test('a click makes it stand; a second click finds nothing', async () => {
		const warehouse = await automated();
		expect(await acceptVerdict(warehouse, 'refund', 'keep_human')).toBe(false);
		await importText(warehouse, 'bad.csv', BAD);
		expect(await acceptVerdict(warehouse, 'refund', 'narrow_scope')).toBe(false);
		expect(await acceptVerdict(warehouse, 'refund', 'keep_human')).toBe(true);
		expect(await acceptVerdict(warehouse, 'refund', 'keep_human')).toBe(false);
		expect(await lines(warehouse)).toEqual([
			'stands automate by import',
			'pending keep_human by import',
			'stands keep_human by accept'
		]);
		const { verdict, pending, changed, flipped } = await told(warehouse);
		expect({ verdict, pending, flipped }).toEqual({
			...{ verdict: 'keep_human', pending: null, flipped: true }
		});
		expect(changed).toMatch(
			/^Until \d+ \w+ \d{4}: automate, saves 14,\d{3} USD a month\. Then a person accepted it; it had waited since bad\.csv came in \(import 2\): 500 of 500 results known, before 100 of 100\.$/
		);
	});

	test('filters ask another question: the history is silent', async () => {
		const warehouse = await automated();
		expect(await standings(warehouse, { ...noFilters(), from: '2026-03-02' })).toEqual(new Map());
	});

	test('the history tells what stood before: a year is twelve months', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'bad.csv', BAD);
		await importText(warehouse, 'worse.csv', WORSE);
		const rows = historyRows(await verdictEntries(warehouse));
		expect(rows.map((row) => [row.verdict_before, row.verdict, row.status])).toEqual([
			[null, 'automate', 'stands'],
			['automate', 'keep_human', 'pending'],
			['automate', 'keep_human', 'stands']
		]);
		const [first, , third] = rows;
		expect(third?.net_benefit_usd_per_year_before?.mean).toBe(
			(first?.net_benefit_usd_per_month?.mean ?? NaN) * 12
		);
		expect(first).toMatchObject({ known_outcomes: 100, cases: 100, option: 'automate' });
		expect(first?.success_rate.value).toBe(97 / 100);
	});
});

describe('what changes nothing adds nothing', () => {
	test('the same file, another task, the same figure, a refused file', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'copy.csv', GOOD);
		await storeAssumptions(warehouse, BASELINE);
		await storeAssumptions(warehouse, [entered('human_minutes', 9, 'billing')]);
		await importText(warehouse, 'empty.csv', 'run_id,task\n');
		expect(await lines(warehouse)).toEqual(['stands automate by import']);
	});

	test('money that moves by less than a rounding: one more run of 400 like the others', async () => {
		const warehouse = await emptyWorkspace();
		await storeAssumptions(warehouse, BASELINE);
		await importText(warehouse, 'good.csv', runs(0, 400, { right: 392, cost: 0.5 }));
		await importText(warehouse, 'one.csv', runs(400, 401, { right: 1, cost: 0.5 }));
		expect(await lines(warehouse)).toEqual(['stands automate by import']);
	});
});

describe('past verdicts against what happened', () => {
	test('only runs of later days count: 97 % right at 0.50 USD said, 400 wrong at 9 USD came', async () => {
		const warehouse = await automated();
		expect(await verdictScores(warehouse)).toEqual({ scores: [], waiting: 1 });
		await importText(warehouse, 'bad.csv', BAD);
		const { scores, waiting } = await verdictScores(warehouse);
		// Said from 1 to 5 March; run 100 is of 5 March 04:00, so 6 March 00:00 is run 120: 380 are later.
		expect(waiting).toBe(0);
		expect(scores).toHaveLength(1);
		expect(scores[0]).toMatchObject({
			...{ task: 'refund', verdict: 'automate', option: 'automate', data_to: '2026-03-05' },
			...{ later_cases: 380, later_outcomes: 380, was_cheaper: false },
			// None of them was right, so that a right result has no cost.
			...{ cost_later_usd: null, cost_error: null, cost_held: null }
		});
		const { p_better_said, p_better_later } = scores[0] as VerdictScore;
		expect(p_better_said).toBeGreaterThan(0.99);
		expect(p_better_later).toBeLessThan(0.01);
		expect(calibrationOf(scores).map(({ n, came_true }) => [n, came_true])).toEqual([
			...[
				[0, null],
				[0, null],
				[0, null]
			],
			[1, 0]
		]);
	});

	test('as good as said: in the range, and cheaper', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'later.csv', runs(120, 520, { right: 388, cost: 0.5 }));
		const { scores } = await verdictScores(warehouse);
		// 388 of 400 right is 97 %, as in the 100 before.
		expect(scores).toMatchObject([{ later_outcomes: 400, was_cheaper: true, cost_held: true }]);
		const { cost_said_usd: said, cost_later_usd: later, cost_error } = scores[0] as VerdictScore;
		expect(cost_error).toBeCloseTo(((later ?? 0) - (said ?? 0)) / (said ?? 1), 12);
		expect(Math.abs(cost_error ?? 1)).toBeLessThan(0.2);
	});

	test('29 later results are too few, 6 later days too short', async () => {
		const few = await automated();
		await importText(few, 'few.csv', runs(400, 429, { right: 29, cost: 0.5 }));
		expect((await verdictScores(few)).scores).toEqual([]);
		const soon = await automated();
		await importText(soon, 'soon.csv', runs(120, 250, { right: 130, cost: 0.5 }));
		expect((await verdictScores(soon)).scores).toEqual([]);
	});

	test('a wage entered later does not rewrite what was said then', async () => {
		const warehouse = await automated();
		await importText(warehouse, 'later.csv', runs(120, 520, { right: 388, cost: 0.5 }));
		await storeAssumptions(warehouse, [entered('human_wage_per_hour', 0.5)]);
		const { scores } = await verdictScores(warehouse);
		// By hand 20 minutes at 45 USD an hour are 15 USD, as entered then, not 0.17.
		expect(scores.at(-1)).toMatchObject({ data_to: '2026-03-05', was_cheaper: true });
	});
});

describe('imports at the same time', () => {
	test('each entry names its own file, whichever came first', async () => {
		const warehouse = await automated();
		await Promise.all([
			importText(warehouse, 'bad.csv', BAD),
			importText(warehouse, 'worse.csv', WORSE)
		]);
		const [, pending, stands] = await verdictEntries(warehouse);
		expect([pending, stands].map((one) => one && line(one))).toEqual([
			'pending keep_human by import',
			'stands keep_human by import'
		]);
		const files = [pending, stands].map((one) => one?.cause.text.split(' ')[0]);
		expect(files.toSorted()).toEqual(['bad.csv', 'worse.csv']);
		const [{ name } = { name: '' }] = await warehouse.query<{ name: string }>(
			sql`select file_name as name from imports where import_id = ${raw(pending?.cause.reference ?? '0')}`
		);
		expect(name).toBe(files[0]);
	});

	test('an import that is called off leaves no entry', async () => {
		const warehouse = await automated();
		const failing = warehouse.change(async (change) => {
			await change.run(sql`delete from runs`);
			await recordVerdicts(change, { kind: 'undo', reference: null, text: 'all deleted' });
			throw new Error('called off');
		});
		await expect(failing).rejects.toThrow('called off');
		expect(await lines(warehouse)).toEqual(['stands automate by import']);
	});
});
