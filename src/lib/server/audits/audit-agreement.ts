import { judgeAccuracy } from '#simulations/engine/agreement.ts';
import { wilson } from '#simulations/engine/statistics/proportion-intervals.ts';
import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** How far a second reviewer says the same as the first. */
export interface AuditAgreement {
	/** Runs that both called right or wrong. */
	both: number;
	agreed: number;
	/** Runs that both saw and one could not tell. */
	not_told: number;
	/** agreed / both, with Wilson's 95 % interval; null when there is nothing to compare. */
	agreement: number | null;
	agreement_low: number | null;
	agreement_high: number | null;
	/**
	 * Cohen's kappa (1960) with its 95 % interval by the large-sample error; null where chance alone
	 * would agree fully, e.g. when both called everything right.
	 */
	kappa: number | null;
	kappa_low: number | null;
	kappa_high: number | null;
}

const Z95 = 1.959963984540054;

/** Over the runs that the filters leave; null while there is no second opinion. */
export async function auditAgreement(
	reader: Reader,
	filters: Filters,
	zone: string
): Promise<AuditAgreement | null> {
	const pairs = await reader.query<{ first: string; second: string }>(sql`
		with firsts as (
			select run_id, answer, auditor_ref
			from held_audits
			where not is_second
			qualify row_number() over (
				partition by run_id order by answer = 'cannot_tell', audit_id desc
			) = 1
		)
		select f.answer as first, s.answer as second
		from held_audits as s
		join firsts as f using (run_id)
		where s.is_second and s.auditor_ref is distinct from f.auditor_ref and run_id in (select run_id from runs where ${conditions(filters, 'runs', zone)})
		order by run_id, s.audit_id`);
	if (pairs.length === 0) return null;
	const told = pairs.filter(({ first, second }) => ![first, second].includes('cannot_tell'));
	const right = (answer: string) => (answer === 'right' ? 1 : 0);
	const { accuracy, kappa, kappaError, truePositives, trueNegatives } = judgeAccuracy(
		told.map(({ first }) => right(first)),
		told.map(({ second }) => right(second))
	);
	const agreed = truePositives + trueNegatives;
	const ends = told.length > 0 ? wilson(agreed, told.length) : null;
	const spread = kappaError === null ? null : Z95 * kappaError;
	return {
		both: told.length,
		agreed,
		not_told: pairs.length - told.length,
		agreement: accuracy,
		agreement_low: ends?.low ?? null,
		agreement_high: ends?.high ?? null,
		kappa,
		kappa_low: kappa === null || spread === null ? null : Math.max(-1, kappa - spread),
		kappa_high: kappa === null || spread === null ? null : Math.min(1, kappa + spread)
	};
}
