import { expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { calibrationRows } from '#lib/server/queries/calibration.ts';
import { costHistogram } from '#lib/server/queries/cost-histogram.ts';
import { facets } from '#lib/server/queries/facets.ts';
import { failureModes } from '#lib/server/queries/failure-modes.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { runDetail } from '#lib/server/queries/run-detail.ts';
import { runList } from '#lib/server/queries/run-list.ts';
import { taskInputs } from '#lib/server/verdicts/verdicts.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace } from '../workspace.ts';
import { anchor, fill } from './large-workspace.ts';
import { alternate, printTable } from './rounds.ts';

const RUNS = Number(process.env.RUNS ?? 1_000_000);
const zone = 'UTC';
const filters = { ...noFilters(), actor: ['agent'], environment: ['production', '(none)'] };
const task = { ...filters, task: ['refund-decision'], agent: ['support'], agent_version: ['4.1'] };

/** Each panel, and the same question asked of the raw spans where that can be asked at all. */
const panels = (warehouse: Warehouse): Record<string, [() => Promise<unknown>, string | null]> => {
	const ask =
		(names: string[], by: string[], of = filters) =>
		() =>
			metricRows(warehouse, { names, by, filters: of, zone });
	const ROOTS = `select run_id, min(started_at) as started_at, max(ended_at) as ended_at, sum(input_tokens) filter (kind = 'llm') as input_tokens from spans group by run_id`;
	return {
		'frame: facets': [
			() => facets(warehouse, filters, zone),
			`select agent, model, count(distinct run_id) from spans group by agent, model`
		],
		'overview: totals': [
			ask(['runs', 'total_cost_usd', 'success_rate', 'failed_cost_usd'], []),
			`select count(*), sum(input_tokens) from (${ROOTS})`
		],
		'overview: spend by week': [
			ask(['total_cost_usd', 'runs'], ['week']),
			`select date_trunc('week', started_at), sum(input_tokens) from spans where kind = 'llm' group by 1`
		],
		'tasks: table': [
			ask(
				[
					'runs',
					'success_rate',
					'total_cost_usd',
					'expected_cost_per_success_usd',
					'p50_duration_s',
					'p95_duration_s'
				],
				['task']
			),
			`with r as (${ROOTS}), o as (select run_id, any_value(outcome) as outcome from outcomes group by run_id), t as (select run_id, any_value(task) as task from run_rows group by run_id) select task, count(*), count(*) filter (outcome = 'success'), sum(input_tokens), quantile_cont(date_diff('microsecond', started_at, ended_at), [0.5, 0.95]) from r join o using (run_id) join t using (run_id) group by task`
		],
		'verdicts: evidence of all tasks': [
			() => taskInputs(warehouse, { filters: noFilters(), zone }),
			null
		],
		'task: totals': [
			ask(
				[
					'runs',
					'success_rate',
					'expected_cost_per_success_usd',
					'p50_cost_usd',
					'p95_cost_usd',
					'p50_duration_s',
					'p95_duration_s'
				],
				[],
				task
			),
			null
		],
		'task: by week': [ask(['success_rate', 'expected_cost_per_success_usd'], ['week'], task), null],
		'task: latency by week': [ask(['p50_duration_s', 'p95_duration_s'], ['week'], task), null],
		'task: configurations': [
			ask(
				['success_rate', 'expected_cost_per_success_usd', 'p50_duration_s', 'p95_duration_s'],
				['agent', 'agent_version', 'model'],
				{ ...filters, task: task.task }
			),
			null
		],
		'task: cost histogram': [() => costHistogram(warehouse, task, zone), null],
		'task: failure modes': [() => failureModes(warehouse, task, zone), null],
		'task: calibration': [() => calibrationRows(warehouse, { by: [], filters: task, zone }), null],
		'runs: newest page': [
			() => runList(warehouse, { filters, zone, sort: 'started', direction: 'desc' }, 1),
			`${ROOTS} order by started_at desc limit 50`
		],
		'runs: dearest page': [
			() => runList(warehouse, { filters, zone, sort: 'cost', direction: 'desc' }, 1),
			null
		],
		'run: one tree': [
			() => runDetail(warehouse, `otlp:${'0'.repeat(27)}1e240`),
			`select * from spans where run_id = 'otlp:${'0'.repeat(27)}1e240' order by started_at`
		]
	};
};

test(`pages over ${RUNS} runs`, async () => {
	const warehouse = await emptyWorkspace();
	const start = performance.now();
	await fill(warehouse, RUNS);
	console.log(
		`${RUNS} runs, ${RUNS * 7} spans, filled and reduced in ${((performance.now() - start) / 1000).toFixed(0)} s`
	);
	const rows: (string | number)[][] = [['panel', 'ms', 'x anchor', 'x the same of raw spans']];
	let dashboard = 0;
	for (const [name, [panel, same]] of Object.entries(panels(warehouse))) {
		const contestants: Record<string, () => Promise<unknown>> = {
			anchor: () => anchor(warehouse),
			panel
		};
		if (same)
			contestants.same = () => warehouse.query(sql([same] as unknown as TemplateStringsArray));
		const ms = await alternate(contestants, 3);
		const panelMs = ms.panel ?? NaN;
		if (!name.startsWith('run: ')) dashboard += panelMs / (ms.anchor ?? NaN);
		rows.push([name, panelMs, panelMs / (ms.anchor ?? NaN), ms.same ? panelMs / ms.same : '-']);
	}
	rows.push(['all panels one after another', '', dashboard, '']);
	printTable(rows);
	expect(rows.length).toBeGreaterThan(10);
});
