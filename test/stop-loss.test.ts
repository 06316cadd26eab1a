import { describe, expect, test } from 'vitest';
import { bestLimit, limitEffect, limitEffects } from '#simulations/engine/stop-loss.ts';
import { noFilters } from '#lib/filters.ts';
import { stopLossRuns, type Limited } from '#lib/server/queries/stop-loss.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/** Ten runs of a desk: cost, whether it was right. A person needs 12 minutes at 72 USD: 14.40 USD. */
const desk: readonly [number, number][] = [
	...([
		[0.1, 1],
		[0.12, 1],
		[0.2, 1],
		[0.15, 0],
		[0.5, 0]
	] as [number, number][]),
	...([
		[0.08, 1],
		[0.4, 0],
		[0.1, 1],
		[0.05, 0],
		[0.3, 1]
	] as [number, number][])
];
const person = 14.4;

const buckets = desk.map(([cost, right]) => ({
	limit: cost,
	runs: 1,
	successes: right,
	costUsd: cost,
	costUsdPerUnit: 1
}));

describe('a limit on the cost of a run', () => {
	/** Spent on runs, and a person for all that is not solved. */
	const total = (limit: number) => {
		const { netUsd } = limitEffect(buckets, limit, person);
		return 2 + 4 * person - (netUsd ?? NaN);
	};

	test('2.00 USD of runs and a person for four unsolved cases: 59.60 uncapped', () => {
		expect(total(0.5)).toBeCloseTo(59.6, 12);
	});

	test('59.30 at 0.30: two failures stop earlier, nothing is lost', () => {
		expect(total(0.3)).toBeCloseTo(59.3, 12);
		expect(bestLimit(limitEffects(buckets, person))).toMatchObject({
			limit: 0.3,
			stoppedRuns: 2,
			lostSuccesses: 0
		});
	});

	test('73.40 at 0.20: one right result more is a person’s work', () => {
		expect(total(0.2)).toBeCloseTo(73.4, 12);
	});

	test('without a person’s cost it says what is saved and lost, and picks none', () => {
		const effects = limitEffects(buckets, null);
		expect(effects.at(0)).toMatchObject({ limit: 0.05, stoppedRuns: 9, netUsd: null });
		expect(bestLimit(effects)).toBeNull();
	});

	test('no limit pays where every long run comes out right', () => {
		const right = [1, 2, 3].map((limit) => ({
			...{ limit, runs: 5, successes: 5, costUsd: 5 * limit, costUsdPerUnit: 5 }
		}));
		expect(bestLimit(limitEffects(right, 10))).toBeNull();
	});
});

describe('from runs', () => {
	/** Runs of one day each; the later five cost as the earlier five. */
	async function ask(limited: Limited) {
		const warehouse = await emptyWorkspace();
		const lines = [...desk, ...desk].map(([cost, right], at) =>
			[
				`r${at}`,
				'desk',
				'bot',
				right,
				cost,
				10 * cost,
				`2026-03-${String(at + 1).padStart(2, '0')}`
			].join()
		);
		const unknown = 'u1,desk,bot,,0.2,2,2026-03-05\nu2,desk,bot,1,,2,2026-03-06';
		await importText(
			warehouse,
			'desk.csv',
			`run_id,task,agent,success,cost_usd,steps,started_at\n${lines.join('\n')}\n${unknown}\n`
		);
		return stopLossRuns(warehouse, { limited, filters: noFilters(), zone: 'UTC' });
	}

	test('the earlier half chooses, the later half tells; unknown runs are counted', async () => {
		const { earlier, later, unknown, laterFrom } = await ask('cost');
		expect(unknown).toBe(2);
		expect(laterFrom).toBe('2026-03-10T12:00:00Z');
		const chosen = bestLimit(limitEffects(earlier, person));
		expect(chosen).toMatchObject({ limit: 0.3, runs: 10, stoppedRuns: 2, lostSuccesses: 0 });
		expect(chosen?.savedUsd).toBeCloseTo(0.3, 9);
		expect(limitEffect(later, 0.3, person).savedUsd).toBeCloseTo(0.3, 9);
	});

	test('a run stopped at 3 of its 5 steps has cost 3/5: 0.20 USD of 0.50', async () => {
		const { earlier } = await ask('steps');
		const at3 = limitEffect(earlier, 3, person);
		// 0.50 x 2/5 and 0.40 x 1/4
		expect(at3.savedUsd).toBeCloseTo(0.2 + 0.1, 9);
	});
});
