import type { Chance } from './chance.ts';

/** How many days the company exports; day 1 is the first, the last is the end date. */
export const DAYS = 90;
export const DAYS_PER_MONTH = 30.4375;
export const DAY_US = 86_400_000_000;
export const HOUR_US = 3_600_000_000;
export const MINUTE_US = 60_000_000;

/** Saturday and Sunday see this share of a working day's work. */
const WEEKEND = [0.35, 0.2] as const;

/** The days of an export that ends with the day `end` (YYYY-MM-DD, UTC). */
export class Calendar {
	/** Microseconds since 1970 UTC at which day 1 begins, and at which the last day is over. */
	readonly startUs: number;
	readonly endUs: number;
	#days: { day: number; share: number }[];

	constructor(end: string) {
		const last = Date.parse(`${end}T00:00:00Z`) * 1000;
		if (!/^\d{4}-\d{2}-\d{2}$/.test(end) || Number.isNaN(last)) {
			throw new RangeError(`the end date is "${end}", expected YYYY-MM-DD`);
		}
		this.endUs = last + DAY_US;
		this.startUs = this.endUs - DAYS * DAY_US;
		this.#days = Array.from({ length: DAYS }, (_, index) => ({
			day: index + 1,
			share: busyness(this.startOf(index + 1))
		}));
	}

	/** Microseconds at which a day begins. */
	startOf(day: number): number {
		return this.startUs + (day - 1) * DAY_US;
	}

	/** A day, working days more often than weekends. */
	drawDay(chance: Chance): number {
		return chance.weighted(this.#days).day;
	}

	/** A moment within a day's opening hours, noon more often than either end. */
	drawMoment(chance: Chance, day: number): number {
		const hours = 7 + (11 * (chance.uniform() + chance.uniform())) / 2;
		return this.startOf(day) + Math.floor(hours * HOUR_US);
	}

	/** The Monday of a day's week, YYYY-MM-DD. */
	weekOf(day: number): string {
		const start = this.startOf(day);
		const sinceMonday = (new Date(start / 1000).getUTCDay() + 6) % 7;
		return dateOf(start - sinceMonday * DAY_US);
	}
}

/** YYYY-MM-DD of a moment. */
export const dateOf = (us: number): string => new Date(us / 1000).toISOString().slice(0, 10);

/** A moment to the second, with zone. */
export const timeOf = (us: number): string => `${new Date(us / 1000).toISOString().slice(0, 19)}Z`;

function busyness(startUs: number): number {
	const weekday = new Date(startUs / 1000).getUTCDay();
	return weekday === 6 ? WEEKEND[0] : weekday === 0 ? WEEKEND[1] : 1;
}
