import type { Unit } from '#lib/metrics/metric.ts';
import { fixed } from './number-text.ts';

/** A share in the words people use: `one in four`, `8 in 10`, `half`; exact ends only for exactly 0 and 1. */
export function formatShare(value: number | null): string {
	if (value === null) return 'an unknown share';
	if (!(value >= 0 && value <= 1)) throw new RangeError(`not a share: ${value}`);
	if (value === 0) return 'none';
	if (value === 1) return 'all';
	if (value < 0.001) return 'fewer than 1 in 1,000';
	if (value > 0.99) return 'more than 99 in 100';
	const spoken = spokenShares.find(([share]) => Math.abs(share - value) <= 0.012);
	if (spoken) return spoken[1];
	const tenths = value * 10;
	if (value >= 0.15)
		return Math.abs(tenths - Math.round(tenths)) <= 0.2
			? `${fixed(tenths, 0)} in 10`
			: `${fixed(value * 100, 0)} in 100`;
	const every = 1 / value;
	const step = every < 20 ? 1 : every < 100 ? 5 : every < 200 ? 10 : 50;
	return `1 in ${fixed(Math.round(every / step) * step, 0)}`;
}

/** A change against an earlier value: direction, and by how much in words (`12 %`, `3 points`). */
export function formatChange(
	value: number | null,
	previous: number | null,
	unit: Unit
): { direction: 'up' | 'down' | 'same'; text: string } | null {
	if (value === null || previous === null) return null;
	const change = value - previous;
	const share = unit === 'ratio' || unit === 'percent';
	const size = share
		? Math.abs(change) * (unit === 'ratio' ? 100 : 1)
		: Math.abs(change / previous) * 100;
	const direction = change > 0 ? 'up' : 'down';
	if (size < 0.05 || change === 0) return { direction: 'same', text: '' };
	if (!Number.isFinite(size)) return { direction, text: 'from 0' };
	const figure = fixed(size, size >= 10 || Number.isInteger(size) ? 0 : 1);
	const point = figure === '1' ? 'point' : 'points';
	return { direction, text: `${figure} ${share ? point : '%'}` };
}

/** Whole numbers of `total` that keep the shares and add up to it (largest remainder, Hamilton 1792). */
export function roundShares(values: readonly number[], total = 100): number[] {
	if (values.some((value) => !(value >= 0))) throw new RangeError('shares are not negative');
	const sum = values.reduce((a, b) => a + b, 0);
	if (sum === 0) return values.map(() => 0);
	const quotas = values.map((value) => (value / sum) * total);
	const rounded = quotas.map((quota) => Math.floor(quota + 1e-9));
	const left = total - rounded.reduce((a, b) => a + b, 0);
	quotas
		.map((quota, at) => ({ at, rest: quota - rounded[at]! }))
		.sort((a, b) => b.rest - a.rest || a.at - b.at)
		.slice(0, left)
		.forEach(({ at }) => (rounded[at] = rounded[at]! + 1));
	return rounded;
}

const spokenShares: readonly (readonly [number, string])[] = [
	[1 / 2, 'half'],
	[1 / 3, 'one in three'],
	[2 / 3, 'two in three'],
	[1 / 4, 'one in four'],
	[3 / 4, 'three in four'],
	[1 / 5, 'one in five'],
	[1 / 6, 'one in six'],
	[1 / 8, 'one in eight'],
	[1 / 10, 'one in ten']
];
