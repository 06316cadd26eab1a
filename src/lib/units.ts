/** The four quantities that people confuse; a brand is dropped by arithmetic, so re-brand at `return`. */
export type Usd = number & { readonly unit: 'usd' };
export type Tokens = number & { readonly unit: 'tokens' };
export type Microseconds = number & { readonly unit: 'us' };
export type Probability = number & { readonly unit: 'probability' };

/** US dollars; any finite number. */
export function usd(value: number): Usd {
	if (!Number.isFinite(value)) throw new RangeError(`not an amount of money: ${value}`);
	return value as Usd;
}

/** A count of tokens; a non-negative integer. */
export function tokens(value: number): Tokens {
	if (!Number.isSafeInteger(value) || value < 0)
		throw new RangeError(`not a count of tokens: ${value}`);
	return value as Tokens;
}

/** A length of time in microseconds; an integer that a number holds exactly. */
export function microseconds(value: number): Microseconds {
	if (!Number.isSafeInteger(value)) throw new RangeError(`not a length of time in us: ${value}`);
	return value as Microseconds;
}

/** A probability or a share, 0 to 1. */
export function probability(value: number): Probability {
	if (!(value >= 0 && value <= 1)) throw new RangeError(`not a probability: ${value}`);
	return value as Probability;
}
