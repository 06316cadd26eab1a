/** A number of a vector that was written without a point: it must be met exactly. */
export class Whole {
	readonly value: number;
	constructor(value: number) {
		this.value = value;
	}
}

export interface Tolerance {
	rel: number;
	abs: number;
}

export interface Tolerances {
	default: Tolerance;
	/** By field path, e.g. `quantiles` or `quantiles.0.05`; it holds for everything below. */
	paths: ReadonlyMap<string, Tolerance>;
}

/** JSON with whole numbers told apart from floats, which JSON.parse forgets. */
export function parseVector(text: string): unknown {
	const tagged = text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
		/^-?\d+$/.test(token) ? `{"#whole":${token}}` : token
	);
	return JSON.parse(tagged, (_key, value: unknown) =>
		isRecord(value) && typeof value['#whole'] === 'number' ? new Whole(value['#whole']) : value
	);
}

/** The same value with whole numbers as plain ones: what an engine function takes. */
export function plain(value: unknown): unknown {
	if (value instanceof Whole) return value.value;
	if (Array.isArray(value)) return value.map(plain);
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Where a result misses its vector, one line each; empty when every expected field is met. */
export function differences(
	got: unknown,
	expected: unknown,
	tolerances: Tolerances,
	path = ''
): string[] {
	if (Array.isArray(expected)) {
		if (!isList(got)) return [`${path}: expected a list, got ${show(got)}`];
		if (got.length !== expected.length)
			return [`${path}: expected ${expected.length} entries, got ${got.length}`];
		return expected.flatMap((inner, i) => differences(got[i], inner, tolerances, `${path}[${i}]`));
	}
	if (expected instanceof Whole)
		return got === expected.value ? [] : [`${path}: expected ${expected.value}, got ${show(got)}`];
	if (isRecord(expected)) {
		if (!isRecord(got)) return [`${path}: expected an object, got ${show(got)}`];
		return Object.entries(expected).flatMap(([key, inner]) =>
			differences(got[key], inner, tolerances, path === '' ? key : `${path}.${key}`)
		);
	}
	if (typeof expected === 'number') {
		if (typeof got !== 'number') return [`${path}: expected ${expected}, got ${show(got)}`];
		const { rel, abs } = toleranceOf(path, tolerances);
		const miss = Math.abs(got - expected);
		return miss <= Math.max(abs, rel * Math.abs(expected))
			? []
			: [`${path}: expected ${expected}, got ${got}, off by ${miss}`];
	}
	const same = expected === 'Infinity' ? got === Infinity || got === expected : got === expected;
	return same ? [] : [`${path}: expected ${show(expected)}, got ${show(got)}`];
}

function toleranceOf(path: string, { default: fallback, paths }: Tolerances): Tolerance {
	let found = fallback;
	let length = -1;
	for (const [prefix, tolerance] of paths) {
		const covers =
			path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`);
		if (covers && prefix.length > length) [found, length] = [tolerance, prefix.length];
	}
	return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is ArrayLike<unknown> {
	return Array.isArray(value) || ArrayBuffer.isView(value);
}

function show(value: unknown): string {
	return value === undefined ? 'nothing' : JSON.stringify(value);
}
