import type { Filters } from '../../filters.ts';
import { metrics, withParts } from '../../metrics/index.ts';
import type { Grain, Metric } from '../../metrics/metric.ts';
import { join, raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions, rollupCanFilter } from './conditions.ts';
import { dimension, wholeHours, type Dimension } from './dimensions.ts';

/** Which numbers, grouped by what, over which runs. */
export interface MetricQuestion {
	names: readonly string[];
	by: readonly string[];
	filters: Filters;
	zone: string;
}

/** A group: each dimension's value under its name, each metric's under its own. */
export type MetricRow = Record<string, string | number | boolean | null>;

/**
 * Metric names x dimensions x filters -> rows, ordered by the dimensions. Sums come from the hourly
 * rollup where it can tell, all else from runs and cases; derived metrics are finished here.
 */
export async function metricRows(
	reader: Reader,
	question: MetricQuestion,
	signal?: AbortSignal
): Promise<MetricRow[]> {
	const by = question.by.map((name) => {
		const found = dimension(name);
		if (!found) throw new RangeError(`no dimension is called ${name}`);
		return found;
	});
	const asked = withParts(question.names);
	const answers = await Promise.all(
		sources(asked, by, question).map((source) =>
			reader.query<MetricRow>(statement(source, by, question), signal)
		)
	);
	return finish(merge(answers, question.by), asked, question);
}

interface Source {
	table: Grain | 'rollup';
	metrics: Metric[];
}

/** Which tables are asked, and for what: the fewest rows that hold the answer. */
function sources(asked: Metric[], by: Dimension[], { filters, zone }: MetricQuestion): Source[] {
	const computed = asked.filter((metric) => !('needs' in metric));
	const rollup =
		rollupCanFilter(filters) && wholeHours(zone) && by.every((dimension) => dimension.rollup);
	const fits = (metric: Metric) =>
		rollup && metric.from === 'runs' && 'additive' in metric && metric.additive === true;
	const of = (grain: Grain) => computed.filter((metric) => metric.from === grain && !fits(metric));
	const inCases = by.every((dimension) => dimension.cases);
	const all: Source[] = [
		{ table: 'rollup', metrics: computed.filter(fits) },
		{ table: 'runs', metrics: of('runs') },
		{ table: 'cases', metrics: inCases ? of('cases') : [] },
		{ table: 'items', metrics: inCases ? of('items') : [] },
		{ table: 'incidents', metrics: of('incidents') }
	];
	return all.filter((source) => source.metrics.length > 0);
}

function statement(source: Source, by: Dimension[], { filters, zone }: MetricQuestion): Sql {
	const { table } = source;
	const dims = by.map((dimension) => ({
		name: dimension.name,
		sql: table === 'rollup' && dimension.rollup ? dimension.rollup(zone) : dimension.sql(zone)
	}));
	const columns = [
		...dims.map((dim) => sql`${raw(`${dim.sql} as "${dim.name}"`)}`),
		...aggregates(source)
	];
	if (table === 'items') return overItems(source, by, { filters, zone });
	const where =
		table === 'incidents'
			? sql`run_id in (select run_id from runs where ${conditions(filters, 'runs', zone)})`
			: conditions(filters, table, zone);
	const from = {
		runs: 'runs',
		cases: 'cases',
		rollup: isTrend(by) ? '(from rollup_hour union all by name from kept_hours)' : 'rollup_hour',
		incidents:
			'(select i.*, r.* exclude (run_id, started_at, incidents, incident_cost_usd) from told_incidents as i join runs as r using (run_id))'
	}[table];
	const groups = dims.map((dim) => sql`${raw(dim.sql)}`);
	return sql`select ${join(columns, ', ')} from ${raw(from)} where ${where}${
		groups.length ? sql` group by ${join(groups, ', ')}` : sql``
	}`;
}

/** Over time the hours of runs that retention has removed count too; everything else is about runs that are here. */
const isTrend = (by: readonly Dimension[]): boolean =>
	by.some(({ name }) => ['day', 'week', 'month'].includes(name));

/** Each piece of work that was tried several times (the trials of a benchmark) is one row. */
function overItems(
	source: Source,
	by: Dimension[],
	{ filters, zone }: Pick<MetricQuestion, 'filters' | 'zone'>
): Sql {
	const dims = by.map(({ name, sql: of }) => sql`${raw(`${of(zone)} as "${name}"`)}`);
	const names = by.map(({ name }) => sql`${raw(`"${name}"`)}`);
	return sql`
		with tries as (
			select ${join([...dims, sql`task as item_task`, sql`item_id`], ', ')},
				agent as item_agent, agent_version as item_version, model as item_model,
				count(*) filter (agent_outcome <> 'unknown') as known,
				count(*) filter (agent_outcome = 'success') as right_ones,
				sum(cost_usd) as spent_usd,
				count(cost_usd) as priced
			from cases where ${conditions(filters, 'cases', zone)}
			group by all
		), items as (
			select ${join([...names, sql`item_task`, sql`item_id`], ', ')},
				sum(known) as n,
				sum(right_ones) as c,
				sum(spent_usd) / nullif(sum(priced), 0) as item_cost_usd,
				min(spent_usd / priced * known / right_ones) filter (right_ones > 0 and priced > 0)
					as cheapest_pass_usd
			from tries
			group by all
		)
		select ${join([...names, ...aggregates(source)], ', ')} from items${
			names.length ? sql` group by ${join(names, ', ')}` : sql``
		}`;
}

/** Quantiles of one column are asked together: the engine then sorts it once. */
function aggregates({ table, metrics }: Source): Sql[] {
	const columns: Sql[] = [];
	const sorted = new Map<string, { name: string; p: number }[]>();
	for (const metric of metrics) {
		if ('quantile' in metric) {
			const { of, p } = metric.quantile;
			sorted.set(of, [...(sorted.get(of) ?? []), { name: metric.name, p }]);
		} else if ('sql' in metric) {
			const text = table === 'rollup' ? summed(metric) : metric.sql;
			columns.push(sql`${raw(`${text} as "${metric.name}"`)}`);
		}
	}
	for (const [of, wanted] of sorted) {
		const names = wanted.map((one) => one.name).join('|');
		const steps = wanted.map((one) => one.p).join(', ');
		columns.push(sql`${raw(`quantile_cont(${of}, [${steps}]) as "quantiles:${names}"`)}`);
	}
	return columns;
}

/** The sum of an hourly sum; the count of no rows is 0, as it is over the runs themselves. */
const summed = ({ name, sql }: { name: string; sql: string }): string =>
	sql.startsWith('count(') ? `coalesce(sum("${name}"), 0)` : `sum("${name}")`;

/** One row per group from the answers of several tables. */
function merge(answers: MetricRow[][], by: readonly string[]): MetricRow[] {
	const groups = new Map<string, MetricRow>();
	for (const row of answers.flat()) {
		const key = JSON.stringify(by.map((name) => row[name]));
		const group = groups.get(key) ?? {};
		groups.set(key, group);
		for (const [name, value] of Object.entries(row)) {
			if (name.startsWith('quantiles:')) spread(group, name, value as unknown as number[] | null);
			else group[name] = value;
		}
	}
	return [...groups.values()];
}

function spread(group: MetricRow, name: string, values: number[] | null): void {
	name
		.slice('quantiles:'.length)
		.split('|')
		.forEach((metric, at) => {
			group[metric] = values?.[at] ?? null;
		});
}

function finish(groups: MetricRow[], asked: Metric[], { names, by }: MetricQuestion): MetricRow[] {
	const wanted = new Set([...by, ...names]);
	const finished = groups
		.filter((group) => by.length === 0 || asked.every((m) => m.name !== 'runs') || group.runs)
		.map((group) => {
			for (const metric of asked) {
				if ('needs' in metric)
					group[metric.name] = metric.derive(group as Record<string, number | null>);
				else group[metric.name] ??= null;
			}
			return Object.fromEntries(
				Object.entries(group)
					.filter(([name]) => wanted.has(name))
					.map(([name, value]) => [name, flag(name, value)])
			);
		});
	return finished.sort((a, b) => compare(by, a, b));
}

const flags = new Set(metrics.filter((one) => one.unit === 'flag').map((one) => one.name));
const flag = (name: string, value: MetricRow[string]): MetricRow[string] =>
	flags.has(name) && value !== null ? Boolean(value) : value;

function compare(by: readonly string[], a: MetricRow, b: MetricRow): number {
	for (const name of by) {
		const [x, y] = [String(a[name] ?? ''), String(b[name] ?? '')];
		if (x !== y) return x < y ? -1 : 1;
	}
	return 0;
}
