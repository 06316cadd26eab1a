import type { Definitions } from '../../definitions/definitions.ts';
import { ruleNumberSql } from '../warehouse/definitions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What the rules of the definitions do, in numbers of runs. */
export interface RuleCounts {
	/** Runs that each task rule takes, in their order. */
	tasks: number[];
	/** Runs that each success rule calls right and wrong, in their order. */
	success: { right: number; wrong: number }[];
	/** The same for the usual score names, where no rule speaks. */
	usual: { right: number; wrong: number };
	/** Runs that are left out. */
	ignored: number;
}

/** Counts what definitions that hold do; the runs must have been reduced by them. */
export async function ruleCounts(reader: Reader, definitions: Definitions): Promise<RuleCounts> {
	const [named, judged, [left]] = await Promise.all([
		namedRuns(reader, definitions),
		reader.query<{ rule: number; right: number; wrong: number }>(sql`
			select
				rule,
				count(distinct run_id) filter (where outcome = 'success') as "right",
				count(distinct run_id) filter (where outcome <> 'success') as wrong
			from rule_outcomes
			group by rule`),
		reader.query<{ runs: number }>(sql`
			select (select count(*) from run_facts) - (select count(*) from runs) as runs`)
	]);
	const of = (rule: number) => {
		const { right = 0, wrong = 0 } = judged.find((one) => one.rule === rule) ?? {};
		return { right, wrong };
	};
	return {
		tasks: definitions.tasks.map((_, at) => named.get(at + 1) ?? 0),
		success: definitions.success.map((_, at) => of(at + 1)),
		usual: of(0),
		ignored: left?.runs ?? 0
	};
}

/** Runs by the number of the task rule that takes them; nothing is asked where there are no rules. */
async function namedRuns(reader: Reader, definitions: Definitions): Promise<Map<number, number>> {
	if (definitions.tasks.length === 0) return new Map();
	const rows = await reader.query<{ rule: number; runs: number }>(sql`
		select ${ruleNumberSql(definitions)} as rule, count(*) as runs
		from run_facts as f
		group by rule`);
	return new Map(rows.map(({ rule, runs }) => [rule, runs]));
}
