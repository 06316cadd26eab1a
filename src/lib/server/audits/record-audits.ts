import { recordChange } from '../change-log/record-change.ts';
import { checkCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import { sql } from '../warehouse/sql.ts';
import { reference } from '../warehouse/record-appender.ts';
import type { Change, Warehouse } from '../warehouse/warehouse.ts';
import type { Answer, Audit } from './audit.ts';
import { tasksOfRuns } from './tasks-of-runs.ts';

/** An answer as it is stored. */
export interface RecordedAudit {
	audit_id: number;
	run_id: string;
	answer: Answer;
	/** False where the same person had said the same before: it is not stored twice. */
	is_new: boolean;
}

/**
 * Stores answers, all or none, and makes only their runs again. An answer of somebody who has
 * answered before is a correction: a row of its own, and the one that holds from now on. Sending one
 * again changes nothing, so that what may not have arrived can be sent again.
 */
export const recordAudits = (
	warehouse: Warehouse,
	audits: readonly Audit[]
): Promise<{ rows: RecordedAudit[] } | { unknownRun: string }> =>
	warehouse.change(async (change) => {
		const unknownRun = await firstUnknown(change, audits);
		if (unknownRun !== null) return { unknownRun };
		const rows: RecordedAudit[] = [];
		for (const audit of audits) rows.push(await put(change, audit));
		for (const { is_new: isNew, run_id: runId, answer } of rows)
			if (isNew)
				await recordChange(change, {
					kind: 'check',
					what: 'answered',
					object: `run ${runId}`,
					became: answer
				});
		const told = rows.filter((row, at) => row.is_new && !audits[at]?.isSecond);
		if (told.length > 0) {
			const runIds = told.map((row) => row.run_id);
			await change.reduce({ toldOf: runIds });
			await recordVerdicts(change, checkCause(runIds), await tasksOfRuns(change, runIds));
		}
		return { rows };
	});

async function firstUnknown(change: Change, audits: readonly Audit[]): Promise<string | null> {
	const [row] = await change.query<{ run_id: string }>(sql`
		select asked.run_id
		from (
			select unnest(from_json(${JSON.stringify(audits.map((one) => one.runId))}, '["VARCHAR"]')) as run_id
		) as asked
		anti join runs using (run_id)
		limit 1`);
	return row?.run_id ?? null;
}

async function put(change: Change, audit: Audit): Promise<RecordedAudit> {
	const { runId, answer, note, seconds, isBlind, isSecond } = audit;
	const auditor = audit.auditor === null ? null : reference(audit.auditor);
	const [before] = await change.query<{ audit_id: number }>(sql`
		select audit_id
		from held_audits
		where run_id = ${runId} and answer = ${answer} and is_second = ${isSecond}
			and auditor_ref is not distinct from ${auditor}::varchar
			and (${note}::varchar is null or note is not distinct from ${note}::varchar)`);
	if (before) return { audit_id: before.audit_id, run_id: runId, answer, is_new: false };
	const [made] = await change.query<{ audit_id: number }>(sql`
		insert into audits values (
			nextval('audit_ids'), ${runId}, ${answer}, ${seconds}::double, ${note}::varchar,
			${auditor}::varchar, ${isBlind}, ${isSecond}, now()::timestamp, null
		)
		returning audit_id`);
	if (!made) throw new Error('the answer was not stored');
	return { audit_id: made.audit_id, run_id: runId, answer, is_new: true };
}
