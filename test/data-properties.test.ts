import { describe, expect, test } from 'vitest';
import { countsWith } from '#simulations/engine/evidence.ts';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Reader } from '#lib/server/warehouse/warehouse.ts';
import { choices } from './otlp-random.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const everything = (reader: Reader) =>
	metricRows(reader, {
		names: metrics.map((metric) => metric.name),
		by: ['task', 'agent', 'day'],
		filters: noFilters(),
		zone: 'UTC'
	});

/** What is told of the runs, statement by statement: not only sums. */
const told = (reader: Reader) =>
	reader.query(sql`
		select run_id, task, agent_outcome, delivered_outcome, outcome_source, outcome_at, review_decision,
			review_minutes, incidents, incident_cost_usd, value_usd, cost_usd, confidence
		from runs order by run_id`);

const day = (at: number) => `2026-03-${String(1 + (at % 27)).padStart(2, '0')}`;

describe('files that join come in any order', () => {
	const ids = Array.from({ length: 30 }, (_, at) => at);
	const files = {
		'runs.csv': [
			'run_id,case_id,task,agent,model,cost_usd,started_at,success,confidence',
			...ids.map(
				(at) =>
					`r${at},c${at % 20},${at % 3 ? 'refund' : 'claim'},a,m,0.${at + 10},${day(at)},${at % 2},`
			)
		],
		// The same runs again with another cost, and further ones.
		'more.csv': [
			'run_id,case_id,task,agent,model,cost_usd,started_at,success',
			...ids.slice(20).map((at) => `r${at + 5},c${at},refund,a,m,0.5,${day(at)},`)
		],
		'outcomes.csv': [
			'run_id,outcome,outcome_source,outcome_at',
			...ids.filter((at) => at % 4 === 0).map((at) => `r${at},failure,human,${day(at + 5)}`)
		],
		// Speaks by case, contradicts some of the above, and knows runs that never come.
		'books.jsonl': ids
			.filter((at) => at % 5 === 0)
			.map((at) =>
				JSON.stringify({
					case_id: `c${at}`,
					outcome: at % 2 ? 'success' : 'failure',
					outcome_source: 'system',
					outcome_at: day(at + 9),
					value_usd: at
				})
			),
		'reviews.csv': [
			'run_id,review_decision,review_minutes,review_decided_at',
			...ids.filter((at) => at % 6 === 1).map((at) => `r${at},modified,${at},${day(at + 2)}`)
		],
		'incidents.csv': [
			'run_id,incident_id,incident_severity,incident_started_at,incident_cost_usd',
			...ids.filter((at) => at % 7 === 3).map((at) => `r${at},i${at},2,${day(at + 1)},${at * 10}`)
		]
	};
	type Name = keyof typeof files;
	const names = Object.keys(files) as Name[];

	async function inOrder(order: readonly Name[]) {
		const warehouse = await emptyWorkspace();
		for (const name of order) await importText(warehouse, name, `${files[name].join('\n')}\n`);
		return { metrics: await everything(warehouse), told: await told(warehouse) };
	}

	/** The two tables of runs keep their order: which of two versions of a run holds is the later one. */
	function shuffled(seed: number): Name[] {
		const random = choices(seed);
		const order = names
			.map((name) => ({ name, at: random.next() }))
			.sort((a, b) => a.at - b.at)
			.map(({ name }) => name);
		const [first, second] = [order.indexOf('runs.csv'), order.indexOf('more.csv')];
		if (first > second) [order[first], order[second]] = ['more.csv', 'runs.csv'];
		return order;
	}

	test('every row and every metric is the same', async () => {
		const expected = await inOrder(names);
		expect(expected.told.length).toBe(35);
		for (let seed = 1; seed <= 5; seed++) {
			const order = shuffled(seed);
			const found = await inOrder(order);
			expect(found.told, order.join(', ')).toEqual(expected.told);
			expect(found.metrics, order.join(', ')).toEqual(expected.metrics);
		}
	});
});

describe('outcomes that come late', () => {
	const runs = (count: number) =>
		[
			'run_id,task,agent,model,cost_usd,started_at',
			...Array.from(
				{ length: count },
				(_, at) => `r${at},${at % 2 ? 'refund' : 'claim'},a,m,0.1,${day(at)}`
			)
		].join('\n');

	test.each([1, 2, 3, 4])('never lower n, whatever they say (seed %i)', async (seed) => {
		const random = choices(seed);
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'runs.csv', runs(40));
		let before = new Map<string, { runs: number; known: number }>();
		for (let file = 0; file < 6; file++) {
			const rows = Array.from({ length: 12 }, () => {
				const outcome = random.pick(['success', 'failure', 'partial', 'unknown', '']);
				const source = random.pick(['human', 'system', 'user', 'llm_judge', 'agent', '']);
				const at = random.chance(0.2) ? '' : day(random.below(27));
				return `r${random.below(45)},${outcome},${source},${at}`;
			});
			const text = ['run_id,outcome,outcome_source,outcome_at', ...rows].join('\n');
			await importText(warehouse, `late ${file}.csv`, text);
			const found = await metricRows(warehouse, {
				names: ['runs', 'unknown_outcomes'],
				by: ['task'],
				filters: noFilters(),
				zone: 'UTC'
			});
			const now = new Map(
				found.map((row) => {
					const all = Number(row.runs);
					return [String(row.task), { runs: all, known: all - Number(row.unknown_outcomes) }];
				})
			);
			for (const [task, was] of before) {
				expect(now.get(task)?.runs).toBe(was.runs);
				expect(now.get(task)?.known).toBeGreaterThanOrEqual(was.known);
			}
			before = now;
		}
		expect([...before.values()].reduce((sum, { known }) => sum + known, 0)).toBeGreaterThan(20);
	});
});

describe('bounds where only chosen outcomes are known', () => {
	const entered = (name: string, value: number) => ({
		task: '',
		name,
		value,
		low: null,
		high: null,
		source: 'entered',
		note: null
	});

	/** The verdict on 200 runs of which those are labelled that `isKnown` chooses. */
	async function verdictOn(
		right: readonly boolean[],
		isKnown: (right: boolean, at: number) => boolean
	) {
		const rows = right.map(
			(isRight, at) =>
				`r${at},refund,a,m,0.5,${day(at)},${isKnown(isRight, at) ? Number(isRight) : ''}`
		);
		const warehouse = await emptyWorkspace();
		const header = 'run_id,task,agent,model,cost_usd,started_at,success';
		await importText(warehouse, 'runs.csv', [header, ...rows].join('\n'));
		await storeAssumptions(warehouse, [
			entered('human_minutes', 20),
			entered('human_wage_per_hour', 40),
			entered('human_success', 0.9),
			entered('volume_per_month', 1000),
			entered('late_rework_cost', 60)
		]);
		const [verdict] = await taskVerdicts(warehouse, { filters: noFilters(), zone: 'UTC' });
		if (!verdict) throw new Error('no verdict');
		return verdict;
	}

	test.each([
		['complaints tell of the wrong ones', 11, 0.95, 0.5, 0.05, null],
		['complaints, of an agent that is often wrong', 12, 0.5, 0.7, 0.2, null],
		['only showpieces are labelled', 13, 0.6, 0.02, 0.6, null],
		['hardly anything is labelled', 15, 0.8, 0.1, 0.1, null],
		['no way to fill them in would save it', 16, 0.1, 0.8, 0.5, 'keep_human'],
		['nearly everything is labelled', 14, 0.97, 0.3, 0.99, 'automate']
	])('%s: they contain the truth', async (_what, seed, rate, wrongKnown, rightKnown, firm) => {
		const random = choices(seed);
		const right = Array.from({ length: 200 }, () => random.chance(rate));
		const labelled = right.map((isRight) => random.chance(isRight ? rightKnown : wrongKnown));
		const chosen = await verdictOn(right, (_, at) => labelled[at] === true);
		const truth = await verdictOn(right, () => true);

		const share = right.filter(Boolean).length / 200;
		const rateAs = (unknownAs: 'wrong' | 'right' | 'left_out') => {
			const { n, right: count } = countsWith(chosen.evidence, unknownAs);
			return count / n;
		};
		expect(truth.evidence.successes / truth.evidence.cases).toBe(share);
		expect(rateAs('wrong')).toBeLessThanOrEqual(share);
		expect(rateAs('right')).toBeGreaterThanOrEqual(share);

		// A verdict is only given where no way to fill in the unknown outcomes would change it.
		const { bounds, verdict, evidence } = chosen.decision;
		expect(bounds === null).toBe((evidence.coverage ?? 0) >= 0.8);
		expect(verdict).toBe(firm ?? 'collect_more_data');
		if (firm) expect(truth.decision.verdict).toBe(firm);
		if (firm && bounds) expect(bounds).toEqual({ ifWrong: firm, ifRight: firm });
		// What is labelled, taken as it stands, would miss: the bounds are needed.
		if (Math.abs(wrongKnown - rightKnown) > 0.3 && firm === null)
			expect(Math.abs(rateAs('left_out') - share)).toBeGreaterThan(0.1);
	});
});
