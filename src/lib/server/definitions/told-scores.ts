import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** A score that exports or outcomes files attach to runs, with its values as they came. */
export interface ToldScore {
	name: string;
	runs: number;
	/** Values of numbers and of yes (1) and no (0), by task; bins where they differ much. */
	numbers: ScoreBin[];
	/** Labels, by task, the most frequent ones. */
	labels: { task: string; label: string; count: number }[];
}

/** `low` = `high` is a value of its own. */
export interface ScoreBin {
	task: string;
	low: number;
	high: number;
	count: number;
}

const MOST_SCORES = 60;
/** So many different values are shown one by one, more in bins of equal width. */
const SINGLE_VALUES = 12;
const BINS = 20;
const MOST_LABELS = 24;

/** The scores of the workspace's runs, those on most runs first. */
export async function toldScores(reader: Reader): Promise<ToldScore[]> {
	const names = await reader.query<{ name: string; runs: number }>(sql`
		select name, count(distinct run_id) as runs
		from told_scores
		where run_id in (select run_id from runs)
		group by name
		order by runs desc, name
		limit ${raw(String(MOST_SCORES))}`);
	if (names.length === 0) return [];
	const [numbers, labels] = await Promise.all([
		reader.query<ScoreBin & { name: string }>(sql`
			with told as (
				select s.name, r.task,
					coalesce(s.value_num, case when s.value_bool then 1 when not s.value_bool then 0 end) as value
				from told_scores as s
				join runs as r using (run_id)
			),
			finite as (select * from told where value is not null and isfinite(value)),
			extent as (
				select name, min(value) as low, max(value) as high, count(distinct value) as different
				from finite group by name
			),
			placed as (
				select name, task, value, low, different, (high - low) / ${raw(String(BINS))} as width,
					least(floor((value - low) / nullif((high - low) / ${raw(String(BINS))}, 0)), ${raw(String(BINS - 1))}) as bin
				from finite join extent using (name)
			)
			select
				name, task,
				case when different <= ${raw(String(SINGLE_VALUES))} then value else low + bin * width end as low,
				case when different <= ${raw(String(SINGLE_VALUES))} then value else low + (bin + 1) * width end as high,
				count(*) as count
			from placed
			group by all
			order by name, low, task`),
		reader.query<{ name: string; task: string; label: string; count: number }>(sql`
			with told as (
				select s.name, r.task, coalesce(s.value_label, s.value_bool::varchar) as label
				from told_scores as s
				join runs as r using (run_id)
			),
			most as (
				select name, label
				from told where label is not null
				group by name, label
				qualify row_number() over (partition by name order by count(*) desc, label) <= ${raw(String(MOST_LABELS))}
			)
			select name, task, label, count(*) as count
			from told semi join most using (name, label)
			group by all
			order by count desc, label, task`)
	]);
	return names.map(({ name, runs }) => ({
		name,
		runs,
		numbers: numbers.filter((one) => one.name === name).map(({ name: _, ...bin }) => bin),
		labels: labels.filter((one) => one.name === name).map(({ name: _, ...label }) => label)
	}));
}
