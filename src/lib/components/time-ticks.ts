import { formatTick, zoneOffset } from '#lib/time-text.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const steps = [
	['hour', 1, minute * 5],
	['hour', 1, minute * 15],
	['hour', 1, hour],
	['hour', 1, 3 * hour],
	['hour', 1, 6 * hour],
	['hour', 1, 12 * hour],
	['day', 1, day],
	['day', 2, 2 * day],
	['day', 7, 7 * day],
	['day', 14, 14 * day],
	['month', 1, 30 * day],
	['month', 3, 91 * day],
	['month', 6, 182 * day],
	['year', 1, 365 * day],
	['year', 5, 1826 * day]
] as const;
/** The Monday before 1970. */
const monday = -3 * day;

/** At most `count` round moments from `fromMs` to `toMs` in the zone, with their text; weeks start on Monday. */
export function timeTicks(
	fromMs: number,
	toMs: number,
	count: number,
	timeZone = 'UTC'
): { at: number; label: string }[] {
	const least = (toMs - fromMs) / Math.max(1, count);
	const [unit, every, length] = steps.find((step) => step[2] >= least) ?? steps[14];
	const inYears = unit === 'year' ? every : 0;
	const inMonths = unit === 'month' ? every : 12 * inYears;
	const wall = fromMs + zoneOffset(fromMs, timeZone);
	const ticks: { at: number; label: string }[] = [];
	for (let i = 0; i < count + 3; i++) {
		const local = inMonths
			? months(wall, inMonths, i)
			: Math.ceil((wall - monday) / length) * length + monday + i * length;
		const at = local - zoneOffset(local - zoneOffset(local, timeZone), timeZone);
		if (at > toMs) break;
		// Midnight is better named by its day.
		const named = unit === 'hour' && local % day === 0 ? 'day' : unit;
		if (at >= fromMs) ticks.push({ at, label: formatTick(at, named, timeZone) });
	}
	return ticks;
}

/** The first of the month, `every` months apart, counted from the year 0. */
function months(wall: number, every: number, i: number): number {
	const date = new Date(wall);
	const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
	// Date.UTC takes years under 100 for years of the 20th century, so it counts from 1970.
	return Date.UTC(1970, Math.floor(month / every) * every + i * every - 1970 * 12, 1);
}
