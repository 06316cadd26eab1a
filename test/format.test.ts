import { describe, expect, test } from 'vitest';
import type { Unit } from '#lib/metrics/metric.ts';
import {
	columnPrecision,
	fixed,
	format,
	formatBytes,
	formatChange,
	formatDate,
	formatDateTime,
	formatDuration,
	formatInterval,
	formatParts,
	formatPeriod,
	formatProbability,
	formatRange,
	formatShare,
	formatTick,
	roundShares,
	unitLabel
} from '#lib/format.ts';
import { milliseconds, zoneOffset } from '#lib/time-text.ts';

const units: Unit[] = [
	'count',
	'usd',
	'usd_per_month',
	'ratio',
	'seconds',
	'minutes',
	'hours',
	'tokens',
	'score',
	'months',
	'percent',
	'flag'
];

describe('money', () => {
	test.each([
		[12_643.27, '12,600 USD'],
		[1_240_000, '1.24 M USD'],
		[236, '236 USD'],
		[38.4, '38.40 USD'],
		[7.1, '7.10 USD'],
		[0.42, '0.42 USD'],
		[0.0421, '0.0421 USD'],
		[0.000632, '0.000632 USD'],
		[1e-9, '0.000000001 USD'],
		[0, '0 USD'],
		[-0, '0 USD'],
		[-1900, '−1,900 USD'],
		[1e12, '1,000 bn USD'],
		[null, 'unknown']
	])('%s on a tile reads %s', (value, text) => {
		expect(format(value, 'usd')).toBe(text);
	});

	test('a table carries the unit in its heading and keeps the cents', () => {
		expect(unitLabel('usd_per_month')).toBe('USD a month');
		expect(format(640.12, 'usd', { surface: 'table' })).toBe('640.12');
		expect(format(0.000632, 'usd', { surface: 'table' })).toBe('0.000632');
		expect(format(null, 'usd', { surface: 'table' })).toBe('–');
	});

	test('two decimals asked for do not turn 0.000632 into 0.00', () => {
		expect(format(0.000632, 'usd', { surface: 'table', precision: 2 })).toBe('0.000632');
		expect(format(0, 'usd', { surface: 'table', precision: 2 })).toBe('0.00');
	});

	test('full shows six digits and the cents at least, prose as few as one says', () => {
		expect(format(12_643.27, 'usd', { surface: 'full' })).toBe('12,643.27 USD');
		expect(format(0.000000125, 'usd', { surface: 'full' })).toBe('0.000000125 USD');
		expect(format(1_234_567.891, 'usd', { surface: 'full' })).toBe('1,234,567.89 USD');
		expect(format(2 / 3, 'ratio', { surface: 'full' })).toBe('66.6667 %');
		expect(format(1e-12, 'usd', { surface: 'full' })).toBe('under 0.000000001 USD');
		expect(format(38.4, 'usd', { surface: 'prose' })).toBe('38 USD');
		expect(format(4126, 'usd_per_month', { surface: 'prose' })).toBe('4,130 USD a month');
	});

	test('an axis has bare figures', () => {
		const ticks = [0.001, 0.30000000000000004, 2000, 1e6, 2.5e9];
		const written = ticks.map((tick) => format(tick, 'usd', { surface: 'axis' }));
		expect(written).toEqual(['0.001', '0.3', '2,000', '1 M', '2.5 bn']);
	});
});

describe('other units', () => {
	test('a ratio is a percentage in words and 0.92 in a table', () => {
		expect(format(0.874, 'ratio')).toBe('87 %');
		expect(format(0.0314, 'ratio')).toBe('3.1 %');
		expect(format(0.9964, 'ratio')).toBe('99.6 %');
		expect(format(0.92, 'ratio', { surface: 'table' })).toBe('0.92');
		expect(format(0.0042, 'ratio', { surface: 'table' })).toBe('0.0042');
		expect(format(0.8, 'ratio', { surface: 'axis' })).toBe('80 %');
	});

	test('a ratio near its ends is never written as the end', () => {
		expect(format(0.99996, 'ratio')).toBe('99.996 %');
		expect(format(0.9996, 'ratio', { surface: 'table' })).toBe('0.9996');
		expect(format(0.00001, 'ratio', { surface: 'table' })).toBe('<0.0001');
		expect(format(0.00001, 'ratio')).toBe('under 0.01 %');
	});

	test('tokens, counts, scores, times', () => {
		expect(format(1_234_567, 'tokens')).toBe('1.23 M tokens');
		expect(format(812_400, 'tokens')).toBe('812 k tokens');
		expect(format(812_400, 'tokens', { surface: 'table' })).toBe('812,400');
		expect(format(4310, 'count')).toBe('4,310');
		expect(format(1.366, 'count')).toBe('1.37');
		expect(format(0.1834, 'score')).toBe('0.183');
		expect(format(6.12, 'minutes')).toBe('6.1 min');
		expect(format(40, 'minutes', { surface: 'prose' })).toBe('40 minutes');
		expect(format(1, 'months')).toBe('1 month');
		expect(format(120, 'percent')).toBe('120 %');
		expect([1, 0, null].map((flag) => format(flag, 'flag'))).toEqual(['yes', 'no', 'unknown']);
	});

	test('figure and unit come apart for a tile', () => {
		expect(formatParts(12_643, 'usd_per_month')).toEqual({
			figure: '12,600',
			unit: 'USD a month'
		});
	});

	test.each(units)('%s refuses what is no number', (unit) => {
		for (const value of [NaN, Infinity, -Infinity])
			expect(() => format(value, unit)).toThrow(RangeError);
	});

	test.each(units)('%s writes every size without an exponent or a signed zero', (unit) => {
		for (const surface of ['tile', 'table', 'axis', 'full', 'prose'] as const)
			for (const value of [-1e12, -1, -1e-9, -0, 0, 1e-9, 0.5, 1, 999_499, 999_999, 1e12]) {
				const text = format(value, unit, { surface });
				expect(text).not.toMatch(/e[+-]|NaN|-|^−[^1-9]*$/);
			}
	});
});

describe('ranges', () => {
	test('the width of the range decides the rounding: half of 5,300 - 2,900 is 1,200, so hundreds', () => {
		expect(formatRange(2_913, 5_287, 'usd_per_month')).toBe('2,900 to 5,300');
		expect(formatInterval(4_126, 2_913, 5_287, 'usd_per_month')).toBe(
			'4,100 USD a month (2,900 to 5,300)'
		);
		expect(formatInterval(12_643, 7_911, 17_082, 'usd_per_month')).toBe(
			'12,600 USD a month (7,900 to 17,100)'
		);
	});

	test('ratios, small money, losses', () => {
		expect(formatRange(0.812, 0.931, 'ratio')).toBe('81 to 93 %');
		expect(formatRange(0.812, 0.931, 'ratio', { surface: 'table' })).toBe('0.81 to 0.93');
		expect(formatInterval(0.000632, 0.00051, 0.00075, 'usd')).toBe(
			'0.00063 USD (0.00051 to 0.00075)'
		);
		expect(formatInterval(1.32, 1.1, 1.6, 'usd')).toBe('1.32 USD (1.10 to 1.60)');
		expect(formatRange(0.32, 0.5, 'usd')).toBe('0.32 to 0.50');
		expect(formatRange(-1_900, 420, 'usd')).toBe('−1,900 to 400');
	});

	test('an end that is not known makes no range', () => {
		expect(formatRange(null, 3, 'usd')).toBe('unknown');
		expect(formatInterval(7.1, null, null, 'usd')).toBe('7.10 USD');
		expect(formatInterval(null, 1, 2, 'usd')).toBe('unknown');
	});
});

describe('probabilities and shares', () => {
	test.each([
		[0.92, '92 % sure', '0.92'],
		[0.9949, '99 % sure', '0.99'],
		[0.995, 'over 99 % sure', '>0.99'],
		[1, 'over 99 % sure', '>0.99'],
		[0.004, 'under 1 % sure', '<0.01'],
		[null, 'unknown', '–']
	])('%s is %s, in a table %s', (value, prose, table) => {
		expect(formatProbability(value)).toBe(prose);
		expect(formatProbability(value, { surface: 'table' })).toBe(table);
	});

	test.each([
		[0.25, 'one in four'],
		[0.8, '8 in 10'],
		[0.5, 'half'],
		[0.67, 'two in three'],
		[0.95, '95 in 100'],
		[0.27, '27 in 100'],
		[0.031, '1 in 30'],
		[0.0004, 'fewer than 1 in 1,000'],
		[0, 'none'],
		[1, 'all'],
		[null, 'an unknown share']
	])('%s is %s', (value, text) => {
		expect(formatShare(value)).toBe(text);
	});

	test('1.2 and NaN are not shares', () => {
		expect(() => formatShare(1.2)).toThrow(RangeError);
		expect(() => formatProbability(NaN)).toThrow(RangeError);
	});

	test('three thirds round to 34 + 33 + 33 = 100', () => {
		expect(roundShares([1, 1, 1])).toEqual([34, 33, 33]);
		expect(roundShares([0.5, 0.25, 0.25])).toEqual([50, 25, 25]);
		expect(roundShares([0, 0])).toEqual([0, 0]);
		const odd = roundShares([12.4, 7.7, 0.001, 55.3, 24.599]);
		expect(odd.reduce((a, b) => a + b, 0)).toBe(100);
		expect(() => roundShares([1, -1])).toThrow(RangeError);
	});
});

describe('changes and columns', () => {
	test('112 after 100 is up 12 %, 0.83 after 0.8 is up 3 points', () => {
		expect(formatChange(112, 100, 'usd')).toEqual({ direction: 'up', text: '12 %' });
		expect(formatChange(0.83, 0.8, 'ratio')?.text).toBe('3.0 points');
		expect(formatChange(90, 100, 'count')?.direction).toBe('down');
		expect(formatChange(100.01, 100, 'usd')?.direction).toBe('same');
		expect(formatChange(-5, 0, 'usd')).toEqual({ direction: 'down', text: 'from 0' });
		expect(formatChange(null, 1, 'usd')).toBeNull();
	});

	test('a column has one number of decimals', () => {
		expect(columnPrecision([12.5, 0.42, null], 'usd')).toBe(2);
		expect(columnPrecision([12_643.27, 320.5], 'usd')).toBe(0);
		expect(columnPrecision([0.0042, 0.0007], 'usd')).toBe(5);
		expect(columnPrecision([3, 4], 'count')).toBe(0);
		expect(columnPrecision([null], 'usd')).toBeUndefined();
	});

	test('halves go away from zero: 1.005 is 1.01, -2.5 is −3', () => {
		expect([fixed(1.005, 2), fixed(-2.5, 0), fixed(-0.2, 0)]).toEqual(['1.01', '−3', '0']);
	});
});

describe('time', () => {
	test('periods name what differs', () => {
		expect(formatPeriod('2026-08-23', '2026-11-20')).toBe('23 Aug to 20 Nov 2026');
		expect(formatPeriod('2026-11-03', '2026-11-20')).toBe('3 to 20 Nov 2026');
		expect(formatPeriod('2025-11-20', '2026-11-20')).toBe('20 Nov 2025 to 20 Nov 2026');
		expect(formatPeriod('2026-11-20', '2026-11-21', { endExclusive: true })).toBe('20 Nov 2026');
		expect(formatPeriod(null, '2026-11-21')).toBe('unknown period');
	});

	test('a moment without a zone is UTC and is shown in the zone asked for', () => {
		expect(formatDate('2026-11-20 23:30:00.123456')).toBe('20 Nov 2026');
		expect(formatDate('2026-11-20 23:30:00', 'Asia/Tokyo')).toBe('21 Nov 2026');
		expect(formatDateTime('2026-11-20T14:03:00Z')).toBe('20 Nov 2026, 14:03 UTC');
		expect(formatDate(milliseconds('2026-01-01'))).toBe('1 Jan 2026');
		expect(zoneOffset(milliseconds('2026-07-01'), 'Europe/Berlin')).toBe(2 * 3600 * 1000);
		expect(() => formatDate('yesterday')).toThrow('not a time: yesterday');
		expect(formatDate(null)).toBe('unknown');
	});

	test('ticks', () => {
		const at = '2026-11-03T14:00:00Z';
		expect((['hour', 'day', 'month', 'year'] as const).map((step) => formatTick(at, step))).toEqual(
			['14:00', '3 Nov', 'Nov 2026', '2026']
		);
	});

	test.each([
		[850, '850 µs'],
		[12_300, '12.3 ms'],
		[1_234_000, '1.2 s'],
		[45_000_000, '45 s'],
		[59_600_000, '1 min'],
		[240_000_000, '4 min'],
		[270_000_000, '4 min 30 s'],
		[12_000_000_000, '3 h 20 min'],
		[432_000_000_000, '5 days'],
		[0, '0 µs'],
		[-1_200_000, '−1.2 s'],
		[null, 'unknown']
	])('%s µs is %s', (us, text) => {
		expect(formatDuration(us)).toBe(text);
	});

	test('file sizes', () => {
		expect([812, 8_400_000, 1_240_000_000, null].map(formatBytes)).toEqual([
			'812 B',
			'8.4 MB',
			'1.2 GB',
			'unknown size'
		]);
	});
});
