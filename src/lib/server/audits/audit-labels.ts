import { sql } from '../warehouse/sql.ts';
import { isoSql } from '../queries/iso-sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import type { Answer } from './audit.ts';

/** An answer with all that is known of it; the columns of the download, which is an outcomes file too. */
export interface AuditLabel {
	audit_id: number;
	run_id: string;
	case_id: string | null;
	/** Null when the run has left the workspace. */
	task: string | null;
	answer: Answer;
	/** Null unless it is this answer that the run's outcome is told by. */
	outcome: 'success' | 'failure' | null;
	outcome_source: 'audit' | null;
	outcome_at: string | null;
	note: string | null;
	seconds: number | null;
	blind: boolean;
	second: boolean;
	auditor_ref: string | null;
	audited_at: string;
	/** When it was taken back. */
	undone_at: string | null;
	/** The person's last word on the run. */
	holds: boolean;
}

/** Every answer ever given, of one task or of all (null), in the order in which they came. */
export const auditLabels = (reader: Reader, task: string | null): Promise<AuditLabel[]> =>
	reader.query<AuditLabel>(sql`
		with told as (
			select
				a.*, r.case_id, r.task, h.audit_id is not null as holds,
				h.audit_id is not null and not a.is_second and a.answer <> 'cannot_tell' as tells
			from audits as a
			left join runs as r using (run_id)
			left join held_audits as h on h.audit_id = a.audit_id
			where ${task === null ? sql`true` : sql`r.task = ${task}`}
		)
		select
			audit_id, run_id, case_id, task, answer,
			case when tells then case answer when 'right' then 'success' else 'failure' end end as outcome,
			case when tells then 'audit' end as outcome_source,
			case when tells then ${isoSql('audited_at')} end as outcome_at,
			note, seconds, is_blind as blind, is_second as second, auditor_ref,
			${isoSql('audited_at')} as audited_at, ${isoSql('undone_at')} as undone_at, holds
		from told
		order by audit_id`);

/** The columns of the download, in order. */
export const labelColumns = [
	...['audit_id', 'run_id', 'case_id', 'task', 'answer', 'outcome', 'outcome_source'],
	...['outcome_at', 'note', 'seconds', 'blind', 'second', 'auditor_ref', 'audited_at'],
	...['undone_at', 'holds']
] as (keyof AuditLabel)[];
