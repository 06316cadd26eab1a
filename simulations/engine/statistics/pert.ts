/** A PERT distribution as the beta it is, stretched from min to max. */
export interface Pert {
	min: number;
	max: number;
	alpha: number;
	beta: number;
}

/** The PERT of a least, likeliest and greatest value; `shape` 4 is the classical one. */
export function pert(min: number, mode: number, max: number, shape = 4): Pert {
	if (!(min <= mode && mode <= max && min < max))
		throw new RangeError(`PERT needs min <= mode <= max, not ${min}, ${mode}, ${max}`);
	return {
		min,
		max,
		alpha: 1 + (shape * (mode - min)) / (max - min),
		beta: 1 + (shape * (max - mode)) / (max - min)
	};
}

/** Mean and variance of a PERT. */
export function pertMoments({ min, max, alpha, beta }: Pert): { mean: number; variance: number } {
	const total = alpha + beta;
	return {
		mean: min + ((max - min) * alpha) / total,
		variance: ((max - min) ** 2 * alpha * beta) / (total * total * (total + 1))
	};
}
