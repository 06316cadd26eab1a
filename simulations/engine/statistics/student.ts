import { betaQuantile } from './beta.ts';

/** The t with P(Student's T <= t) = p at the given degrees of freedom. */
export function studentQuantile(degrees: number, p: number): number {
	if (p === 0.5) return 0;
	const x = betaQuantile(degrees / 2, 0.5, 2 * Math.min(p, 1 - p));
	const t = Math.sqrt((degrees * (1 - x)) / x);
	return p < 0.5 ? -t : t;
}
