import { wilson } from '#simulations/engine/statistics/proportion-intervals.ts';
import { conditions } from '../queries/conditions.ts';
import type { TaskVerdict } from '../verdicts/verdicts.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { ENOUGH } from './audit.ts';
import { queueLength, type QueueQuestion } from './audit-queue.ts';

/** How far the checks of a task have come, and what more of them are worth. */
export interface AuditProgress {
	/** Right or wrong: those that tell. */
	checked: number;
	right: number;
	wrong: number;
	cannot_tell: number;
	/** Share of right ones with its 95 % interval: Wilson's, on weighted counts when parts took turns. */
	rate: number | null;
	rate_low: number | null;
	rate_high: number | null;
	/** Checks that let the verdict stand on them: 30, or as many as the verdict asks for. */
	target: number;
	/** Checks still to do for that; 0 when it is reached or nothing is left. */
	more: number;
	/** Runs that wait to be checked. */
	waiting: number;
	/** Median time of a check, and of how many it was measured; null when of none. */
	minutes_per_check: number | null;
	timed: number;
	/** The number of further checks that pays best, its expected gain after its cost, USD over the horizon. */
	worth: { runs: number; usd: number } | null;
}

interface Counts {
	right: number;
	wrong: number;
	cannot_tell: number;
	median_seconds: number | null;
	timed: number;
}

/** The progress of a queue on a task with its verdict. */
export async function auditProgress(
	reader: Reader,
	verdict: TaskVerdict,
	question: QueueQuestion
): Promise<AuditProgress> {
	const [counts, waiting] = await Promise.all([
		countsOf(reader, question),
		queueLength(reader, question)
	]);
	const { right, wrong, cannot_tell, median_seconds, timed } = counts;
	const checked = right + wrong;
	const wanted = question.isSecond ? ENOUGH : wantedBy(verdict, checked);
	const more = Math.min(waiting, Math.max(0, wanted - checked));
	const { sampling } = verdict.decision;
	return {
		checked,
		right,
		wrong,
		cannot_tell,
		...rateOf(right, checked, question, verdict),
		target: checked + more,
		more,
		waiting,
		minutes_per_check: median_seconds === null ? null : median_seconds / 60,
		timed,
		worth: sampling ? { runs: sampling.n, usd: sampling.enbsUsd } : null
	};
}

async function countsOf(reader: Reader, question: QueueQuestion): Promise<Counts> {
	const { filters, zone, isSecond, auditor } = question;
	const whose = isSecond
		? sql`is_second and auditor_ref is not distinct from ${auditor}::varchar`
		: sql`not is_second`;
	const [row] = await reader.query<Counts>(sql`
		with held as (
			select answer, seconds
			from held_audits
			where ${whose} and run_id in (
				select last_run_id from cases where ${conditions(filters, 'cases', zone)}
			)
			qualify row_number() over (
				partition by run_id order by answer = 'cannot_tell', audit_id desc
			) = 1
		)
		select
			count(*) filter (answer = 'right') as "right",
			count(*) filter (answer = 'wrong') as wrong,
			count(*) filter (answer = 'cannot_tell') as cannot_tell,
			median(seconds) as median_seconds, count(seconds) as timed
		from held`);
	return row ?? { right: 0, wrong: 0, cannot_tell: 0, median_seconds: null, timed: 0 };
}

/** As many more as the verdict says that it waits for; where it waits for none, thirty. */
const wantedBy = ({ decision: { verdict, why } }: TaskVerdict, checked: number): number =>
	verdict === 'collect_more_data' && 'more' in why ? checked + why.more : ENOUGH;

function rateOf(
	right: number,
	checked: number,
	{ isSecond, stratify }: QueueQuestion,
	{ audited }: TaskVerdict
) {
	if (checked === 0) return { rate: null, rate_low: null, rate_high: null };
	const weighted = !isSecond && stratify === 'confidence' && audited?.isStratified;
	const rate = weighted ? audited.successes / audited.known : right / checked;
	const n = weighted ? audited.known / audited.designEffect : checked;
	const { low, high } = wilson(rate * n, n);
	return { rate, rate_low: low, rate_high: high };
}
