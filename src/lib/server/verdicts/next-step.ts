import type { TaskVerdict } from './verdicts.ts';

/** The one thing that would help most, and where to do it. */
export interface NextStep {
	kind: 'check' | 'baseline' | 'price' | 'import';
	task: string | null;
	/** Runs to check, and a person's minutes for it; null where none. */
	runs: number | null;
	minutes: number | null;
	/** Expected gain over the horizon, USD; null where it cannot be told. */
	gainUsd: number | null;
	/** Which inputs are missing. */
	missing: string[];
}

/**
 * What to do next: the check of runs with the highest expected gain over its cost; else the task
 * without a baseline that spends most; else nothing.
 */
export function nextStep(verdicts: readonly TaskVerdict[]): NextStep | null {
	const checks = verdicts
		.flatMap(({ task, decision }) => {
			const { sampling, why } = decision;
			if (why.code === 'too_few_outcomes' || why.code === 'thin_coverage') {
				return [check(task, why.more, why.minutes, sampling?.enbsUsd ?? null)];
			}
			return sampling && sampling.n > 0 && sampling.enbsUsd > 0
				? [check(task, sampling.n, sampling.minutes, sampling.enbsUsd)]
				: [];
		})
		.sort((a, b) => (b.gainUsd ?? 0) - (a.gainUsd ?? 0));
	const missing = verdicts
		.filter(({ decision }) => decision.why.code === 'no_human_baseline')
		.sort((a, b) => b.configuration.runs - a.configuration.runs)[0];
	const [best] = checks;
	if (missing && !(best && (best.gainUsd ?? 0) > 0)) {
		const { why } = missing.decision;
		const names = why.code === 'no_human_baseline' ? why.missing : [];
		return {
			kind: 'baseline',
			task: missing.task,
			runs: null,
			minutes: null,
			gainUsd: null,
			missing: names
		};
	}
	return best ?? null;
}

const check = (task: string, runs: number, minutes: number, gainUsd: number | null): NextStep => ({
	kind: 'check',
	task,
	runs,
	minutes,
	gainUsd,
	missing: []
});
