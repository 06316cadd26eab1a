import type { Verdict } from '#simulations/engine/decision-rule.ts';
import type { CauseKind } from '../../verdicts/cause.ts';
import type { VerdictEntry } from './entry.ts';

/** Where a task stands: what is told of it, and the last entry, which may be pending. */
export interface Standing {
	standing: Pick<VerdictEntry, 'verdict'>;
	last: Pick<VerdictEntry, 'verdict' | 'status'>;
}

/**
 * Whether a verdict stands at once. It waits only where an import alone turns one that said what to
 * do; what waits stands as soon as the next import with news of the task says the same.
 */
export function nextStatus(
	known: Standing | null,
	verdict: Verdict | null,
	cause: CauseKind
): VerdictEntry['status'] {
	if (cause !== 'import' || !known || verdict === null) return 'stands';
	const { standing, last } = known;
	if (standing.verdict === null || standing.verdict === 'collect_more_data') return 'stands';
	if (verdict === standing.verdict) return 'stands';
	return last.status === 'pending' && last.verdict === verdict ? 'stands' : 'pending';
}
