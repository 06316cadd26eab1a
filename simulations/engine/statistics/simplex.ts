/** Maximise value x subject to rows x <= limits and x >= 0, limits at or above 0. */
export interface LinearProgram {
	value: ArrayLike<number>;
	rows: readonly ArrayLike<number>[];
	limits: ArrayLike<number>;
}

/** The optimum, and what one more unit of each limit would be worth. */
export interface LinearOptimum {
	value: number;
	x: Float64Array;
	shadowPrices: Float64Array;
}

/**
 * Dantzig's simplex on a dense tableau, for programs of a few hundred columns; Bland's rule once
 * steps stop gaining, so that it cannot cycle. Null when the optimum has no bound.
 */
export function maximise({ value, rows, limits }: LinearProgram): LinearOptimum | null {
	const [variables, constraints] = [value.length, rows.length];
	const width = variables + constraints + 1;
	const tableau = rows.map((row, i) => {
		const line = new Float64Array(width);
		for (let j = 0; j < variables; j++) line[j] = row[j] ?? 0;
		line[variables + i] = 1;
		line[width - 1] = limits[i] ?? 0;
		return line;
	});
	const objective = new Float64Array(width);
	for (let j = 0; j < variables; j++) objective[j] = -(value[j] ?? 0);
	const basis = Int32Array.from({ length: constraints }, (_, i) => variables + i);
	let idle = 0;
	for (;;) {
		const entering = enteringColumn(objective, width - 1, idle > 20);
		if (entering < 0) break;
		const leaving = leavingRow(tableau, basis, entering, width);
		if (leaving < 0) return null;
		const before = objective[width - 1] ?? 0;
		pivot(tableau, objective, leaving, entering);
		basis[leaving] = entering;
		idle = (objective[width - 1] ?? 0) > before + 1e-12 ? 0 : idle + 1;
	}
	const x = new Float64Array(variables);
	basis.forEach((column, i) => {
		if (column < variables) x[column] = tableau[i]?.[width - 1] ?? 0;
	});
	return {
		value: objective[width - 1] ?? 0,
		x,
		shadowPrices: objective.slice(variables, variables + constraints)
	};
}

const TINY = 1e-10;

function enteringColumn(objective: Float64Array, columns: number, cautious: boolean): number {
	let best = -1;
	let steepest = -TINY;
	for (let j = 0; j < columns; j++) {
		const slope = objective[j] ?? 0;
		if (slope >= steepest) continue;
		best = j;
		if (cautious) break;
		steepest = slope;
	}
	return best;
}

function leavingRow(
	tableau: readonly Float64Array[],
	basis: Int32Array,
	entering: number,
	width: number
): number {
	let best = -1;
	let smallest = Infinity;
	tableau.forEach((row, i) => {
		const coefficient = row[entering] ?? 0;
		if (coefficient <= TINY) return;
		const ratio = (row[width - 1] ?? 0) / coefficient;
		const tied = ratio < smallest + TINY && (basis[i] ?? 0) < (basis[best] ?? Infinity);
		if (ratio < smallest - TINY || tied) [best, smallest] = [i, Math.min(ratio, smallest)];
	});
	return best;
}

function pivot(
	tableau: readonly Float64Array[],
	objective: Float64Array,
	leaving: number,
	entering: number
): void {
	const row = tableau[leaving];
	if (!row) return;
	const scale = 1 / (row[entering] ?? 1);
	for (let j = 0; j < row.length; j++) row[j] = (row[j] ?? 0) * scale;
	const clear = (line: Float64Array) => {
		const factor = line[entering] ?? 0;
		if (factor === 0) return;
		for (let j = 0; j < line.length; j++) line[j] = (line[j] ?? 0) - factor * (row[j] ?? 0);
	};
	for (const line of tableau) if (line !== row) clear(line);
	clear(objective);
}
