import { sorted } from './statistics/summary.ts';

/** An option that nobody (first order) or nobody cautious (second order) would choose beside another. */
export interface Dominance<Name extends string> {
	option: Name;
	dominatedBy: Name;
	order: 'first' | 'second';
}

/** Which options are dominated and by which, on draws of the same trials; first order implies second. */
export function dominanceAmong<Name extends string>(
	options: readonly { option: Name; draws: Float64Array }[]
): Dominance<Name>[] {
	const ordered = options.map(({ option, draws }) => {
		const values = sorted(draws);
		return { option, values, sums: runningSums(values) };
	});
	return ordered.flatMap((worse) =>
		ordered.flatMap((better): Dominance<Name>[] => {
			if (better === worse) return [];
			const pair = { option: worse.option, dominatedBy: better.option };
			if (dominates(better.values, worse.values)) return [{ ...pair, order: 'first' }];
			return dominates(better.sums, worse.sums) ? [{ ...pair, order: 'second' }] : [];
		})
	);
}

/** Whether a is at least as good as b for everybody who prefers more (first order), strictly somewhere. */
export function dominatesFirstOrder(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
	return dominates(sorted(a), sorted(b));
}

/** Whether a is at least as good as b for every cautious decision maker (second order). */
export function dominatesSecondOrder(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
	return dominates(runningSums(sorted(a)), runningSums(sorted(b)));
}

function dominates(a: Float64Array, b: Float64Array): boolean {
	if (a.length !== b.length) throw new RangeError('dominance compares draws of the same trials');
	let strict = false;
	for (let i = 0; i < a.length; i++) {
		const difference = (a[i] ?? 0) - (b[i] ?? 0);
		if (difference < -1e-9) return false;
		if (difference > 1e-9) strict = true;
	}
	return strict;
}

function runningSums(values: Float64Array): Float64Array {
	let total = 0;
	return values.map((value) => (total += value));
}
