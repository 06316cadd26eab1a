import { recordChange } from '../change-log/record-change.ts';
import { checkCause } from '../verdict-history/causes.ts';
import { recordVerdicts } from '../verdict-history/record.ts';
import { sql, type Sql } from '../warehouse/sql.ts';
import { reference } from '../warehouse/record-appender.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { tasksOfRuns } from './tasks-of-runs.ts';

/** Which answer to take back: one by its id, or a person's that holds, of a run or the last of a task. */
export type Undone =
	| { auditId: number }
	| { runId: string; auditor: string | null; isSecond: boolean }
	| { task: string; auditor: string | null; isSecond: boolean };

/**
 * Takes an answer back: its row stays and says when; what the same person had said before holds
 * again. Returns the run that it was about; null when there was nothing to take back.
 */
export const undoAudit = (warehouse: Warehouse, undone: Undone): Promise<string | null> =>
	warehouse.change(async (change) => {
		const [found] = await change.query<{ audit_id: number; run_id: string; answer: string }>(sql`
			select audit_id, run_id, answer
			from held_audits
			where ${meant(undone)}
			order by audit_id desc
			limit 1`);
		if (!found) return null;
		await change.run(
			sql`update audits set undone_at = now()::timestamp where audit_id = ${found.audit_id}`
		);
		await recordChange(change, {
			kind: 'check',
			what: 'taken back',
			object: `run ${found.run_id}`,
			was: found.answer
		});
		await change.reduce({ toldOf: [found.run_id] });
		const tasks = await tasksOfRuns(change, [found.run_id]);
		await recordVerdicts(change, checkCause([found.run_id], true), tasks);
		return found.run_id;
	});

function meant(undone: Undone): Sql {
	if ('auditId' in undone) return sql`audit_id = ${undone.auditId}`;
	const auditor = undone.auditor === null ? null : reference(undone.auditor);
	const whose = sql`is_second = ${undone.isSecond} and auditor_ref is not distinct from ${auditor}::varchar`;
	return 'runId' in undone
		? sql`${whose} and run_id = ${undone.runId}`
		: sql`${whose} and run_id in (select run_id from runs where task = ${undone.task})`;
}
