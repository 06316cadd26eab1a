/** ln(x / (1 - x)); -Infinity at 0, Infinity at 1. */
export function logit(x: number): number {
	return Math.log(x / (1 - x));
}

/** 1 / (1 + e^-u), exact in the lower tail. */
export function logistic(u: number): number {
	return u >= 0 ? 1 / (1 + Math.exp(-u)) : Math.exp(u) / (1 + Math.exp(u));
}
