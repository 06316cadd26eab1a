import { describe, expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { noFilters } from '#lib/filters.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { funnel } from '#lib/server/queries/funnel.ts';
import { maturityCurve } from '#lib/server/queries/maturity-curve.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/**
 * Ten runs that ended on 1 March, two that ended on 30 March. All claim success but r9, which gave up.
 * Later a system of record judges r0-r3, one of them wrong, and a complaint comes about r4.
 */
const RUNS = [
	'run_id,task,agent,success,outcome_source,cost_usd,started_at,duration_s',
	...Array.from({ length: 12 }, (_, at) => {
		const day = at < 10 ? '01' : '30';
		return `r${at},refund,desk,${at === 9 ? 0 : 1},agent,1,2026-03-${day}T10:00:00Z,60`;
	})
].join('\n');

const LATER = [
	'run_id,outcome,outcome_source,outcome_at',
	'r0,success,system,2026-03-02T00:00:00Z',
	'r1,success,system,2026-03-02T00:00:00Z',
	'r2,success,system,2026-03-02T00:00:00Z',
	'r3,failure,system,2026-03-04T10:01:00Z',
	'r4,failure,user,2026-03-11T10:01:00Z'
].join('\n');

async function loaded() {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'runs.csv', RUNS);
	await importText(warehouse, 'later.csv', LATER);
	await saveDefinitions(warehouse, { ...noDefinitions, maturityDays: { refund: 14 } }, null);
	return warehouse;
}

describe('the ladder: claimed, uncontradicted, confirmed, audited', () => {
	test('each rung has its own n; young runs are held out and counted', async () => {
		const [row] = await metricRows(await loaded(), {
			names: [
				...['claimed_runs', 'claimed_successes', 'claimed_rate', 'young_runs'],
				...['mature_claimed_runs', 'durable_successes', 'uncontradicted_rate', 'durable_rate'],
				...['confirmed_runs', 'confirmed_successes', 'confirmed_rate', 'audited_rate']
			],
			by: [],
			filters: noFilters(),
			zone: 'UTC'
		});
		expect(row).toMatchObject({
			claimed_runs: 12,
			claimed_successes: 11,
			claimed_rate: 11 / 12,
			young_runs: 2,
			// Ten are mature; r9 gave up, r3 and r4 were contradicted.
			mature_claimed_runs: 10,
			durable_successes: 7,
			uncontradicted_rate: 7 / 10,
			durable_rate: 7 / 9,
			confirmed_runs: 5,
			confirmed_successes: 3,
			confirmed_rate: 3 / 5,
			audited_rate: null
		});
	});

	test('the funnel counts every case once, with the money and why it stops', async () => {
		const steps = await funnel(await loaded(), noFilters(), 'UTC');
		expect(steps.map(({ step, cases, cost_usd, lost }) => [step, cases, cost_usd, lost])).toEqual([
			['eligible', 12, 12, []],
			['assigned', 12, 12, []],
			['attempted', 12, 12, []],
			['claimed', 11, 11, [{ reason: 'failed in the open', cases: 1, cost_usd: 1 }]],
			[
				'durable',
				7,
				7,
				[
					{ reason: 'contradicted', cases: 2, cost_usd: 2 },
					{ reason: 'too young to tell', cases: 2, cost_usd: 2 }
				]
			],
			['verified', 3, 3, [{ reason: 'nobody has checked', cases: 4, cost_usd: 4 }]]
		]);
	});

	test('people who do part of the work are eligible, not assigned', async () => {
		const warehouse = await loaded();
		await importText(
			warehouse,
			'people.csv',
			'run_id,task,agent,actor,success,started_at\nh1,refund,ann,human,1,2026-03-01T10:00:00Z'
		);
		const [eligible, assigned] = await funnel(warehouse, noFilters(), 'UTC');
		expect([eligible?.cases, assigned?.cases]).toEqual([13, 12]);
		expect(assigned?.lost).toEqual([
			{ reason: 'done by people or rules', cases: 1, cost_usd: null }
		]);
	});
});

describe('the maturity curve: how late bad news comes', () => {
	test('only runs old enough for it are asked', async () => {
		const warehouse = await loaded();
		const curve = await maturityCurve(warehouse, noFilters(), 'UTC');
		// r3 was known wrong after 3 days, r4 after 10.
		expect(curve.n).toBe(2);
		expect(curve.points.map(({ days, share }) => [days, share])).toEqual([
			...[0, 1, 2].map((days) => [days, 0]),
			...[3, 5, 7].map((days) => [days, 0.5]),
			[10, 1]
		]);
		expect(curve.settledDays).toBeNull();
	});
});
