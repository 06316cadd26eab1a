import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Answer } from './audit.ts';

/** The answer that a person would take back first. */
export interface LastAudit {
	audit_id: number;
	run_id: string;
	answer: Answer;
	note: string | null;
	seconds: number | null;
}

/** Somebody's last answer on a task that holds, by the hash of who gave it; null when there is none. */
export async function lastAudit(
	reader: Reader,
	task: string,
	{ auditor, isSecond }: { auditor: string | null; isSecond: boolean }
): Promise<LastAudit | null> {
	const [last] = await reader.query<LastAudit>(sql`
		select audit_id, run_id, answer, note, seconds
		from held_audits
		where is_second = ${isSecond} and auditor_ref is not distinct from ${auditor}::varchar
			and run_id in (select run_id from runs where task = ${task})
		order by audit_id desc
		limit 1`);
	return last ?? null;
}
