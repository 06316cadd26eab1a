/** Where a figure comes from: counted in runs, typed in by somebody, or ours until they do. */
export type Source = 'measured' | 'entered' | 'default';

/** A figure with its 90 % interval (both ends null for a point) and where it comes from. */
export interface Estimate {
	value: number;
	low: number | null;
	high: number | null;
	source: Source;
	/** How many observations it stands on; null when it was not counted. */
	n: number | null;
}

/** The half of an estimate that a page shows and a table of defaults holds. */
export type Figure = Pick<Estimate, 'value' | 'low' | 'high'>;

/** Refuses a figure that is no number, out of range, or outside its own interval. */
export function checkFigure(name: string, figure: Figure, min: number, max: number): void {
	const { value, low, high } = figure;
	for (const end of [value, low ?? value, high ?? value])
		if (!(Number.isFinite(end) && end >= min && end <= max))
			throw new RangeError(`${name} is ${end}, expected ${min} to ${max}`);
	if ((low === null) !== (high === null))
		throw new RangeError(`${name} has one end of a range, expected both or none`);
	if ((low ?? value) > value || value > (high ?? value))
		throw new RangeError(`${name} is ${value}, outside its own range ${low} to ${high}`);
}
