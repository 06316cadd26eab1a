import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { firstDayKept, parts, type Lifetimes, type Part } from './lifetimes.ts';
import { contentKeys, isContent, oldContent, oldRuns, runsOfOldCases } from './old-rows.ts';

/** What would go of a part. */
export interface Removal {
	part: Part;
	/** The first day that stays, `YYYY-MM-DD`. */
	before: string;
	/** Rows of its tables; for content, rows that lose text. */
	rows: number;
	runs: number;
	/** First and last day of what goes; null where nothing does. */
	from: string | null;
	to: string | null;
}

/** What lifetimes would remove today, part by part; parts that are kept for ever are not in it. */
export async function planOf(reader: Reader, lifetimes: Lifetimes, now: Date): Promise<Removal[]> {
	const plan: Removal[] = [];
	for (const part of parts) {
		const days = lifetimes[part];
		if (days === null) continue;
		const before = firstDayKept(days, now);
		const [row] = await COUNTED[part](reader, before);
		plan.push({ part, before, ...(row ?? { rows: 0, runs: 0, from: null, to: null }) });
	}
	return plan;
}

type Counted = Pick<Removal, 'rows' | 'runs' | 'from' | 'to'>;

const DAYS = raw(`strftime(min(f.started_at), '%Y-%m-%d') as "from",
	strftime(max(f.started_at), '%Y-%m-%d') as "to"`);

const COUNTED: Record<Part, (reader: Reader, before: string) => Promise<Counted[]>> = {
	content: async (reader, before) => {
		const keys = await contentKeys(reader);
		const holds = sql`len(list_filter(map_entries(attributes), lambda e: ${isContent(keys)})) > 0`;
		return reader.query<Counted>(sql`
			select count(*) as rows, count(distinct run_id) as runs, ${DAYS}
			from (
				select run_id from spans where ${oldContent('spans', before)} and ${holds}
				union all
				select run_id from run_rows where ${oldContent('run_rows', before)} and ${holds}
			)
			join run_facts as f using (run_id)`);
	},
	spans: (reader, before) =>
		reader.query<Counted>(sql`
			select count(*) as rows, count(distinct s.run_id) as runs, ${DAYS}
			from spans as s
			join run_facts as f using (run_id)
			where run_id in (${oldRuns(before)})`),
	runs: (reader, before) =>
		reader.query<Counted>(sql`
			select count(*) as rows, count(distinct run_id) as runs, ${DAYS}
			from run_facts as f
			where run_id in (${runsOfOldCases(before)})`),
	sums: (reader, before) =>
		reader.query<Counted>(sql`
			select
				count(*) as rows,
				coalesce(sum(runs), 0) as runs,
				strftime(min(hour), '%Y-%m-%d') as "from",
				strftime(max(hour), '%Y-%m-%d') as "to"
			from kept_hours
			where hour < ${before}::timestamp`)
};
