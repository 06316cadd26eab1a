import type { LimitEffect } from '#simulations/engine/stop-loss.ts';
import { format } from '#lib/format.ts';
import type { Unit } from '#lib/metrics/metric.ts';

/** What a run can be stopped at, as the page speaks of it. */
export const kinds = {
	cost: {
		label: 'Cost',
		axis: 'Limit on the cost of a run',
		unit: 'usd',
		each: 'a run',
		rows: 'runs'
	},
	steps: {
		label: 'Steps',
		axis: 'Limit on the steps of a run',
		unit: 'count',
		each: 'a run',
		rows: 'runs'
	},
	duration: {
		...{
			label: 'Duration',
			axis: 'Limit on the duration of a run',
			unit: 'seconds',
			each: 'a run'
		},
		rows: 'runs'
	},
	attempts: {
		...{
			label: 'Attempts',
			axis: 'Limit on the attempts at a case',
			unit: 'count',
			each: 'a case'
		},
		rows: 'cases'
	}
} as const satisfies Record<
	string,
	{ label: string; axis: string; unit: Unit; each: string; rows: string }
>;

export type Kind = keyof typeof kinds;

/** The limit in words: `0.30 USD a run`, `12 steps a run`, `2 attempts a case`. */
function limitText(on: Kind, limit: number): string {
	const { unit, each } = kinds[on];
	const figure = format(limit, unit);
	if (on === 'steps') return `${figure} ${limit === 1 ? 'step' : 'steps'} ${each}`;
	if (on === 'attempts') return `${figure} ${limit === 1 ? 'attempt' : 'attempts'} ${each}`;
	return `${figure} ${each}`;
}

/** What the page found, in one sentence. */
export function stopLossFinding(
	on: Kind,
	best: { later: LimitEffect } | null,
	personUsd: number | null
): string {
	if (personUsd === null) return 'What each limit would have saved, and what it would have lost';
	if (!best) return `No limit on ${kinds[on].label.toLowerCase()} would have paid`;
	const { limit, savedUsd, lostSuccesses, netUsd, runs } = best.later;
	const lost =
		lostSuccesses === 0
			? 'lost no right result'
			: `lost ${format(lostSuccesses, 'count')} right ${lostSuccesses === 1 ? 'result' : 'results'}`;
	const worth =
		(netUsd ?? 0) > 0
			? `${format(netUsd, 'usd')} better off`
			: `${format(-(netUsd ?? 0), 'usd')} worse off: it does not hold`;
	return `A limit of ${limitText(on, limit)} would have saved ${format(savedUsd, 'usd')} and ${lost} in the later ${format(runs, 'count')} ${kinds[on].rows}: ${worth}`;
}
