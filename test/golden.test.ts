import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differences, parseVector, plain, type Tolerance } from './golden-compare.ts';
import { topics } from './golden-topics.ts';

interface Vector {
	topic: string;
	tolerance_default: Tolerance;
	cases: {
		id: string;
		inputs: unknown;
		expected: unknown;
		tolerance?: Record<string, Tolerance>;
	}[];
}

const folder = process.env.GOLDEN_DIR ?? 'test/golden';
const files = existsSync(folder)
	? readdirSync(folder).filter((name) => name.endsWith('.json'))
	: [];
const present = new Set(files.map((name) => name.replace(/\.json$/, '')));
const skipped = [...present].filter((topic) => !(topic in topics)).sort();
if (skipped.length > 0) console.log(`golden topics not built yet: ${skipped.join(', ')}`);

describe('the comparison itself', () => {
	const loose = { default: { rel: 0, abs: 0.1 }, paths: new Map([['a.b', { rel: 0, abs: 1 }]]) };
	const misses = (got: unknown, expected: string) =>
		differences(got, parseVector(expected), loose).length;

	it('sees a missing field, a wrong length, a wrong word and a number too far off', () => {
		expect(misses({}, '{"x": 1.5}')).toBe(1);
		expect(misses({ x: [1] }, '{"x": [1.0, 2.0]}')).toBe(1);
		expect(misses({ x: 'yes' }, '{"x": "no"}')).toBe(1);
		expect(misses({ x: 1.61 }, '{"x": 1.5}')).toBe(1);
		expect(misses({ x: 1.59 }, '{"x": 1.5}')).toBe(0);
		expect(misses({ x: undefined }, '{"x": null}')).toBe(1);
	});

	it('takes whole numbers exactly and a path by its own tolerance', () => {
		expect(misses({ x: 2.01 }, '{"x": 2}')).toBe(1);
		expect(misses({ x: 2.01 }, '{"x": 2.0}')).toBe(0);
		expect(misses({ a: { b: [1.9, 2.1] } }, '{"a": {"b": [1.0, 1.0]}}')).toBe(1);
		expect(misses({ x: Infinity }, '{"x": "Infinity"}')).toBe(0);
	});
});

describe(`golden vectors in ${folder}`, () => {
	it('holds a file for every topic the engine has', () => {
		expect(Object.keys(topics).filter((topic) => !present.has(topic))).toEqual([]);
	});

	for (const [topic, compute] of Object.entries(topics)) {
		if (!present.has(topic)) continue;
		const text = readFileSync(join(folder, `${topic}.json`), 'utf8');
		const vector = plain(parseVector(text)) as Vector;
		const exact = parseVector(text) as Vector;
		describe(topic, () => {
			vector.cases.forEach((example, i) => {
				it(example.id, () => {
					const { default: fallback = vector.tolerance_default, ...paths } =
						example.tolerance ?? {};
					const got = compute(example.inputs as never, example.expected as never);
					expect(
						differences(got, exact.cases[i]?.expected, {
							default: fallback,
							paths: new Map(Object.entries(paths))
						})
					).toEqual([]);
				});
			});
		});
	}
});
