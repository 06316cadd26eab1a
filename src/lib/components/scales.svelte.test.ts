import { describe, expect, test } from 'vitest';
import { position, sharedScale } from './interval-scale.ts';
import { seriesColour } from './series-colour.ts';
import { timeTicks } from './time-ticks.ts';

const at = (iso: string) => Date.parse(iso);
const labels = (from: string, to: string, count: number, zone?: string) =>
	timeTicks(at(from), at(to), count, zone).map(({ label }) => label);

describe('ticks of time', () => {
	test('weeks start on Monday: 2 Nov 2026 was one', () => {
		expect(labels('2026-10-30', '2026-11-20', 4)).toEqual(['2 Nov', '9 Nov', '16 Nov']);
	});

	test('months start on the first, quarters in January', () => {
		expect(labels('2026-08-23', '2026-11-20', 3)).toEqual(['Sep 2026', 'Oct 2026', 'Nov 2026']);
		expect(labels('2026-11-15', '2027-08-01', 3)).toEqual(['Jan 2027', 'Apr 2027', 'Jul 2027']);
	});

	test('days start at midnight of the zone, also across a change of the clock', () => {
		const ticks = timeTicks(at('2026-10-24T00:00Z'), at('2026-10-27T00:00Z'), 4, 'Europe/Berlin');
		expect(ticks.map(({ at: ms }) => new Date(ms).toISOString().slice(5, 16))).toEqual([
			'10-24T22:00',
			'10-25T23:00',
			'10-26T23:00'
		]);
	});

	test('hours name midnight by its day', () => {
		expect(labels('2026-11-20T21:00Z', '2026-11-21T02:00Z', 6)).toEqual([
			'21:00',
			'22:00',
			'23:00',
			'21 Nov',
			'01:00',
			'02:00'
		]);
	});
});

describe('a shared scale', () => {
	test('holds every interval and zero, and ends on round figures', () => {
		const scale = sharedScale([
			{ value: 4100, low: 2900, high: 5300 },
			{ value: -1900, low: -3300, high: -600 },
			{ value: null, low: null, high: null }
		]);
		expect(scale).toEqual({ min: -4000, max: 6000 });
		expect(position(0, scale)).toBe(40);
		expect(position(99_999, scale)).toBe(100);
	});
});

describe('the colour of a thing', () => {
	test('does not change with its company, and eight things have eight colours', () => {
		const tasks = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
		expect(seriesColour('refund-request')).toBe(seriesColour('refund-request'));
		expect(new Set(tasks.slice(0, 8).map((task) => seriesColour(task, tasks))).size).toBe(8);
		expect(seriesColour('i', tasks)).toBe('--series-other');
	});
});
