import { normalCdf, normalQuantile } from './statistics/normal.ts';
import { SMALLEST_UNIFORM } from './statistics/random.ts';

/** Two inputs that go together: rank correlation by a Gaussian copula, -1 to 1. */
export interface Correlation<Name extends string> {
	a: Name;
	b: Name;
	rho: number;
}

/** Inputs that are drawn together, with the lower triangle that mixes their normal scores. */
export interface CorrelatedGroup<Name extends string> {
	names: readonly Name[];
	triangle: Float64Array[];
	/** Whether the matrix had to be changed to be a correlation matrix at all. */
	repaired: boolean;
}

/** The group behind a list of pairs; a matrix that is not positive definite is repaired first. */
export function correlatedGroup<Name extends string>(
	correlations: readonly Correlation<Name>[]
): CorrelatedGroup<Name> {
	const names = [...new Set(correlations.flatMap(({ a, b }) => [a, b]))];
	const matrix = names.map((_, i) => Float64Array.from(names, (__, j) => (i === j ? 1 : 0)));
	for (const { a, b, rho } of correlations) {
		if (!(rho >= -1 && rho <= 1) || a === b)
			throw new RangeError(`the correlation of ${a} and ${b} is ${rho}, expected -1 to 1`);
		const [i, j] = [names.indexOf(a), names.indexOf(b)];
		const [left, right] = [matrix[i], matrix[j]];
		if (left && right) left[j] = right[i] = rho;
	}
	const triangle = cholesky(matrix);
	if (triangle) return { names, triangle, repaired: false };
	return { names, triangle: cholesky(nearestCorrelation(matrix)) ?? matrix, repaired: true };
}

/** Independent uniforms, one column per input of the group, made to go together; new columns. */
export function correlatedUniforms(
	{ triangle }: CorrelatedGroup<string>,
	uniforms: readonly Float64Array[]
): Float64Array[] {
	const scores = uniforms.map((column) =>
		column.map((u) => normalQuantile(Math.max(SMALLEST_UNIFORM, u)))
	);
	return triangle.map((weights, k) => {
		const mixed = new Float64Array(scores[k]?.length ?? 0);
		for (let j = 0; j <= k; j++) {
			const column = scores[j] ?? mixed;
			const weight = weights[j] ?? 0;
			for (let i = 0; i < mixed.length; i++) mixed[i] = (mixed[i] ?? 0) + weight * (column[i] ?? 0);
		}
		return mixed.map(normalCdf);
	});
}

/** The lower triangle L with L L' = matrix; null when the matrix is not positive definite. */
function cholesky(matrix: readonly Float64Array[]): Float64Array[] | null {
	const triangle: Float64Array[] = [];
	for (let i = 0; i < matrix.length; i++) {
		const row = new Float64Array(matrix.length);
		triangle.push(row);
		for (let j = 0; j <= i; j++) {
			let left = matrix[i]?.[j] ?? 0;
			for (let k = 0; k < j; k++) left -= (row[k] ?? 0) * (triangle[j]?.[k] ?? 0);
			if (i === j) {
				if (left < 1e-10) return null;
				row[j] = Math.sqrt(left);
			} else row[j] = left / (triangle[j]?.[j] ?? 1);
		}
	}
	return triangle;
}

/** Negative eigenvalues lifted to a little above zero, then the diagonal brought back to 1. */
function nearestCorrelation(matrix: readonly Float64Array[]): Float64Array[] {
	const n = matrix.length;
	const { values, vectors } = eigen(matrix);
	const lifted = values.map((value) => Math.max(value, 1e-6));
	const raw = matrix.map((_, i) =>
		Float64Array.from({ length: n }, (__, j) =>
			lifted.reduce(
				(sum, value, k) => sum + value * (vectors[i]?.[k] ?? 0) * (vectors[j]?.[k] ?? 0),
				0
			)
		)
	);
	const scale = raw.map((row, i) => 1 / Math.sqrt(row[i] ?? 1));
	return raw.map((row, i) => row.map((x, j) => x * (scale[i] ?? 1) * (scale[j] ?? 1)));
}

/** Eigenvalues and column eigenvectors of a symmetric matrix by Jacobi's rotations. */
function eigen(matrix: readonly Float64Array[]): { values: number[]; vectors: Float64Array[] } {
	const n = matrix.length;
	const a = matrix.map((row) => row.slice());
	const vectors = matrix.map((_, i) =>
		Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0))
	);
	const get = (rows: Float64Array[], i: number, j: number) => rows[i]?.[j] ?? 0;
	const rotate = (rows: Float64Array[], i: number, p: number, q: number, c: number, s: number) => {
		const row = rows[i];
		if (!row) return;
		const [x, y] = [row[p] ?? 0, row[q] ?? 0];
		row[p] = c * x - s * y;
		row[q] = s * x + c * y;
	};
	for (let sweep = 0; sweep < 60; sweep++)
		for (let p = 0; p < n; p++)
			for (let q = p + 1; q < n; q++) {
				if (Math.abs(get(a, p, q)) < 1e-15) continue;
				const theta = (get(a, q, q) - get(a, p, p)) / (2 * get(a, p, q));
				const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1));
				const c = 1 / Math.hypot(t, 1);
				for (let i = 0; i < n; i++) rotate(a, i, p, q, c, t * c);
				const [up, uq] = [a[p]?.slice() ?? [], a[q]?.slice() ?? []];
				for (let j = 0; j < n; j++) {
					const [x, y] = [up[j] ?? 0, uq[j] ?? 0];
					const [rowP, rowQ] = [a[p], a[q]];
					if (rowP) rowP[j] = c * x - t * c * y;
					if (rowQ) rowQ[j] = t * c * x + c * y;
				}
				for (let i = 0; i < n; i++) rotate(vectors, i, p, q, c, t * c);
			}
	return { values: a.map((row, i) => row[i] ?? 0), vectors };
}
