import { ABOVE_ALL } from '#simulations/engine/policy-replay.ts';
import { indicesBy } from '#simulations/engine/statistics/order.ts';
import type { ReviewRule } from './document.ts';
import { isReviewed } from './review-choice.ts';
import type { CaseColumns, TaskFacts } from './task-facts.ts';

/** How a rule would route the recorded cases, against how they were routed. */
export interface Routing {
	cases: number;
	reviewedThen: number;
	reviewedNow: number;
	/** Routed as recorded: what came of them holds. */
	measured: number;
	/** Reviewed now and not then: what a reviewer would have caught is assumed. */
	imputed: number;
	/** Reviewed then and not now: what the agent did is known, and would have gone out. */
	released: number;
	/** Share of all cases whose outcome nobody knows: no rule can be replayed over them. */
	unknownShare: number | null;
	/** The threshold that comes nearest to the recorded routing, and the cases it routes otherwise. */
	recorded: { threshold: number; mismatches: number } | null;
}

/** The recorded routing beside that of a rule at a threshold; a null threshold reviews nothing. */
export function routingOf(
	{ cases, evidence }: TaskFacts,
	rule: Pick<ReviewRule, 'below_high_stakes' | 'without_confidence'>,
	threshold: number | null
): Routing | null {
	if (cases === null) return null;
	const n = cases.right.length;
	const routing = {
		cases: n,
		reviewedThen: 0,
		reviewedNow: 0,
		measured: 0,
		imputed: 0,
		released: 0
	};
	for (let i = 0; i < n; i++) {
		const then = cases.reviewed[i] === 1;
		const now = threshold !== null && isReviewed(rule, threshold, cases, i);
		routing.reviewedThen += Number(then);
		routing.reviewedNow += Number(now);
		if (then === now) routing.measured++;
		else if (now) routing.imputed++;
		else routing.released++;
	}
	const { cases: all, knownOutcomes } = evidence;
	return {
		...routing,
		unknownShare: all === 0 ? null : 1 - knownOutcomes / all,
		recorded: recordedThreshold(cases)
	};
}

/** The least threshold with the fewest mismatches; null where no result carries a confidence. */
function recordedThreshold({ confidence, reviewed }: CaseColumns): Routing['recorded'] {
	const known = confidence.flatMap((one, i) => (one === null ? [] : [i]));
	if (known.length === 0) return null;
	const order = indicesBy(Float64Array.from(known, (i) => confidence[i] ?? 0));
	let mismatches = known.reduce((total, i) => total + (reviewed[i] ?? 0), 0);
	let best = { threshold: 0, mismatches };
	for (let k = 0; k < order.length; k++) {
		const i = known[order[k] ?? 0] ?? 0;
		// The threshold moves above this case: it is reviewed from here on.
		mismatches += reviewed[i] === 1 ? -1 : 1;
		const next = known[order[k + 1] ?? -1];
		const above = next === undefined ? ABOVE_ALL : (confidence[next] ?? ABOVE_ALL);
		if (above !== confidence[i] && mismatches < best.mismatches)
			best = { threshold: above, mismatches };
	}
	return best;
}
