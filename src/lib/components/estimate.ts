/** A number we believe within a range; null where nothing is known. */
export interface Estimate {
	value: number | null;
	low: number | null;
	high: number | null;
}

/** The ends of a scale that several bars share. */
export interface Scale {
	min: number;
	max: number;
}
