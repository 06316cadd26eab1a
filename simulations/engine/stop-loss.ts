/** Runs between two limits on something that grows while a run goes on: steps, seconds, money, attempts. */
export interface LimitBucket {
	/** The limit that these runs still fit under, and no smaller one. */
	limit: number;
	/** Runs with known cost and outcome. */
	runs: number;
	successes: number;
	costUsd: number;
	/** Sum over runs of cost per unit of what is limited. */
	costUsdPerUnit: number;
}

/** What stopping every run at a limit would have done, against no limit. */
export interface LimitEffect {
	limit: number;
	runs: number;
	stoppedRuns: number;
	/** Runs that came out right, but only beyond the limit. */
	lostSuccesses: number;
	savedUsd: number;
	/** Saved less what a person costs for every success lost; null when a person's cost is unknown. */
	netUsd: number | null;
}

/**
 * The effect of a limit. Money is taken to be spent evenly over a run, so a run stopped at L of its m
 * units has cost L / m of it; a person does what an agent leaves undone. Least spent in all is the
 * stop-loss of arXiv 2509.09853.
 */
export function limitEffect(
	buckets: readonly LimitBucket[],
	limit: number,
	personUsd: number | null
): LimitEffect {
	const effect = { limit, runs: 0, stoppedRuns: 0, lostSuccesses: 0, savedUsd: 0 };
	for (const bucket of buckets) {
		effect.runs += bucket.runs;
		if (bucket.limit <= limit) continue;
		effect.stoppedRuns += bucket.runs;
		effect.lostSuccesses += bucket.successes;
		effect.savedUsd += bucket.costUsd - limit * bucket.costUsdPerUnit;
	}
	const { savedUsd, lostSuccesses } = effect;
	return { ...effect, netUsd: personUsd === null ? null : savedUsd - lostSuccesses * personUsd };
}

/** The effect of every limit that some run just fits under, smallest first. */
export function limitEffects(
	buckets: readonly LimitBucket[],
	personUsd: number | null
): LimitEffect[] {
	const limits = buckets.map((bucket) => bucket.limit).sort((a, b) => a - b);
	return [...new Set(limits)].map((limit) => limitEffect(buckets, limit, personUsd));
}

/** The limit that pays most; null when none pays, or a person's cost is unknown. */
export function bestLimit(effects: readonly LimitEffect[]): LimitEffect | null {
	let best: LimitEffect | null = null;
	for (const effect of effects) {
		if ((effect.netUsd ?? 0) > (best?.netUsd ?? 0)) best = effect;
	}
	return best;
}
