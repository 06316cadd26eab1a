import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { DecisionResult } from '#simulations/engine/decision-result.ts';
import type { Option, Verdict } from '#simulations/engine/decision-rule.ts';
import type { Cause } from '../../verdicts/cause.ts';
import type { Configuration } from '../verdicts/configurations.ts';
import type { VerdictSummary } from '../verdicts/summary.ts';
import { join, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What was said, and the forecast that later runs can be held against. */
export interface VerdictRecord {
	summary: VerdictSummary;
	configuration: Configuration;
	/** The agent option that the figures are of; null when nothing could be computed. */
	option: Option | null;
	/** P(cheaper than the person) and P(best) of that option. */
	pBetter: number | null;
	pBest: number | null;
	saving: DecisionResult['saving'];
	cases: number;
	inputs: Inputs;
}

/** One row of a task's history. */
export interface VerdictEntry {
	id: number;
	task: string;
	at: string;
	status: 'stands' | 'pending';
	/** Null = the task had no runs left. */
	verdict: Verdict | null;
	cause: Cause;
	/** Last day of the data then, YYYY-MM-DD; null without dated runs. */
	dataTo: string | null;
	/** Of all that the decision was made from: the same hash, the same decision. */
	evidenceHash: string;
	/** Null exactly where the verdict is. */
	record: VerdictRecord | null;
}

interface Row {
	id: number;
	task: string;
	at: string;
	status: VerdictEntry['status'];
	verdict: Verdict | null;
	kind: Cause['kind'];
	reference: string | null;
	text: string;
	data_to: string | null;
	evidence_hash: string;
	record: string | null;
}

const COLUMNS = sql`verdict_id as id, task, strftime(recorded_at, '%Y-%m-%dT%H:%M:%SZ') as at, status,
	verdict, cause as kind, cause_reference as reference, cause_text as text, data_to, evidence_hash,
	record::varchar as record`;

/** Every entry of one task, or of all, oldest first. */
export async function verdictEntries(
	reader: Reader,
	task: string | null = null
): Promise<VerdictEntry[]> {
	const rows = await reader.query<Row>(sql`
		select ${COLUMNS} from verdicts
		${task === null ? sql`` : sql`where task = ${task}`}
		order by verdict_id`);
	return rows.map(entryOf);
}

/** Per task the last two entries that stand and what is pending since; oldest first. */
export async function latestEntries(reader: Reader): Promise<VerdictEntry[]> {
	const rows = await reader.query<Row>(sql`
		select ${COLUMNS}
		from verdicts
		where verdict_id in (
			select verdict_id
			from verdicts
			qualify count(*) filter (where status = 'stands')
				over (partition by task order by verdict_id desc) <= 2
		)
		order by verdict_id`);
	return rows.map(entryOf);
}

const entryOf = ({
	kind,
	reference,
	text,
	data_to,
	evidence_hash,
	record,
	...row
}: Row): VerdictEntry => ({
	...row,
	cause: { kind, reference, text },
	dataTo: data_to,
	evidenceHash: evidence_hash,
	record: record === null ? null : (JSON.parse(record) as VerdictRecord)
});

/** Adds entries at the end of the history; nothing is ever rewritten. */
export async function addEntries(
	change: { run: (statement: ReturnType<typeof sql>) => Promise<void> },
	entries: readonly Omit<VerdictEntry, 'id' | 'at'>[]
): Promise<void> {
	if (entries.length === 0) return;
	const rows = entries.map(
		(one) => sql`(nextval('verdict_ids'), ${one.task}, now()::timestamp, ${one.status},
			${one.verdict}::varchar, ${one.cause.kind}, ${one.cause.reference}::varchar, ${one.cause.text},
			${one.dataTo}::varchar, ${one.evidenceHash},
			${one.record === null ? null : JSON.stringify(one.record)}::json)`
	);
	await change.run(sql`insert into verdicts values ${join(rows, ', ')}`);
}
