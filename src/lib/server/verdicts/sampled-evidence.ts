import type { DecisionResult } from '#simulations/engine/decision-result.ts';
import { ENOUGH } from '../audits/audit.ts';
import type { AuditSample } from '../audits/audit-sample.ts';
import type { Harm } from './harm.ts';
import type { EvidenceRow } from './task-evidence.ts';

/** What was counted, with outcomes by the random sample alone: those chosen otherwise would mislead. */
export const sampledRow = (row: EvidenceRow, sample: AuditSample): EvidenceRow => ({
	...row,
	known: sample.known,
	successes: sample.successes,
	verified: sample.known,
	failures_told: sample.failuresTold,
	visible: sample.visible
});

/** Harm among all wrong results that went out, not only among those that are known. */
export const sampledHarm = (harm: Harm, sample: AuditSample, cases: number): Harm => ({
	...harm,
	escapes: Math.max(harm.escapes, Math.round(sample.escapeShare * cases))
});

/**
 * A decision that waits for outcomes, with the shorter of the two ways: knowing 80 % of the cases, or
 * a random sample that is large enough to stand on.
 */
export function withShorterWay(
	decision: DecisionResult,
	sample: AuditSample | null
): DecisionResult {
	const { why } = decision;
	if (why.code !== 'thin_coverage') return decision;
	const more = Math.min(why.more, Math.max(1, ENOUGH - (sample?.known ?? 0)));
	return { ...decision, why: { ...why, more, minutes: (why.minutes * more) / why.more } };
}
