import { describe, expect, it } from 'vitest';
import { readAssumptions } from '#lib/server/assumptions/file.ts';
import { problemList } from '#lib/server/assumptions/problem-list.ts';

const problems = (rows: readonly string[]): string => {
	const read = readAssumptions(['task,name,value', ...rows].join('\n'));
	return 'problems' in read ? problemList(read.problems) : 'stored';
};

describe('what is wrong with a file of assumptions', () => {
	it('is one sentence: points and semicolons do not meet', () => {
		expect(problems([',human_minutes,-1', ',human_minutes,-2'])).toMatch(
			/^line 2: human_minutes: −1 is outside 0 to [\d,]+; line 3: human_minutes: −2 is outside 0 to [\d,]+\.$/
		);
	});

	it('names five, and counts the rest', () => {
		expect(problems(Array.from({ length: 7 }, () => ',human_minutes,-1'))).toMatch(
			/; and 2 more\.$/
		);
	});

	it('writes a number of 301 digits in powers of ten', () => {
		expect(problems([',human_minutes,1e300'])).toMatch(
			/^line 2: human_minutes: 1e\+300 is outside/
		);
	});
});
