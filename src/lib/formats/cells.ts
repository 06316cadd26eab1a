import type { Outcome, ReviewDecision, StatementSource } from '../trace/model.ts';
import { sourceRank } from '../trace/source-rank.ts';
import { fingerprint } from './fingerprint.ts';

/** What people and programs write for "nothing here". */
const EMPTY = new Set(['', 'nan', 'null', 'none', 'n/a', 'na', '-', 'undefined', 'nil', '?']);

/** A cell's text without padding; null when it says that nothing is known. */
export function text(cell: unknown): string | null {
	if (cell === null || cell === undefined || typeof cell === 'object') return null;
	const written = String(cell).trim();
	return EMPTY.has(written.toLowerCase()) ? null : written;
}

const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const COMMA = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;
/** `1,234.50` and `1,234,567`; `1,234` alone may be either. */
const GROUPED = /^[+-]?\d{1,3}(,\d{3})+(\.\d*|,\d{3})$/;
const GROUPED_BY_POINTS = /^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/;

/**
 * A cell's number; null when empty, NaN when it is no finite number or could be two. With
 * `decimalComma`, `1,5` is 1.5 and `1.234` is 1234.
 */
export function number(cell: unknown, decimalComma = false): number | null {
	if (typeof cell === 'bigint') return Number(cell);
	const written = text(cell);
	if (written === null) return null;
	if (decimalComma && (GROUPED_BY_POINTS.test(written) || COMMA.test(written)))
		return Number(written.replaceAll('.', '').replace(',', '.'));
	if (PLAIN.test(written)) return Number(written);
	return !decimalComma && GROUPED.test(written) ? Number(written.replaceAll(',', '')) : NaN;
}

/** Whether a file separated by semicolons writes numbers with decimal commas: some cell of its head does. */
export const hasDecimalCommas = (head: string): boolean =>
	/(^|[;"])-?\d+,\d+(?=[;"\s]|$)/m.test(head);

/** An id as it is stored: a very long one is cut, with a fingerprint of the whole so that it stays its own. */
export const idOf = (written: string): string =>
	written.length <= LONGEST ? written : `${written.slice(0, 480)}…${fingerprint(written)}`;

/** Texts are kept up to so many characters. */
export const LONGEST = 512;

/** A cell's truth; null when empty or neither. */
export function flag(cell: unknown): boolean | null {
	const written = text(cell)?.toLowerCase();
	if (written === undefined) return null;
	if (['true', 't', 'yes', 'y', '1', '1.0'].includes(written)) return true;
	if (['false', 'f', 'no', 'n', '0', '0.0'].includes(written)) return false;
	return null;
}

const RIGHT = 'success pass passed correct resolved approved c yes true t y ok succeeded';
const WRONG = 'failure fail failed incorrect unresolved rejected i no false f n wrong error';
const right = new Set(RIGHT.split(' '));
const wrong = new Set(WRONG.split(' '));

/**
 * A cell's outcome (trace-formats 2.8): numbers on a 0 to 1 scale (1 right, 0 wrong, between partial)
 * or one of the usual words; null when the cell says nothing, `undefined` when it says something else.
 */
export function outcome(cell: unknown): Outcome | null | undefined {
	const written = text(cell)?.toLowerCase();
	if (written === undefined) return null;
	if (right.has(written)) return 'success';
	if (wrong.has(written)) return 'failure';
	if (['p', 'partial', 'partially'].includes(written)) return 'partial';
	if (['unknown', 'pending'].includes(written)) return null;
	const value = number(written);
	if (value === null || !(value >= 0)) return undefined;
	if (value >= 1) return 'success';
	return value === 0 ? 'failure' : 'partial';
}

/** What reviewers' tools call a decision -> ours. */
const decisions = new Map<string, ReviewDecision>([
	['approved', 'approved'],
	['approve', 'approved'],
	['accepted', 'approved'],
	['modified', 'modified'],
	['modify', 'modified'],
	['edited', 'modified'],
	['rejected', 'rejected'],
	['reject', 'rejected'],
	['escalated', 'escalated'],
	['escalate', 'escalated'],
	['expired', 'expired'],
	['none', 'none']
]);

/** A cell's review decision; null when it is none of those we know. */
export const reviewDecision = (cell: unknown): ReviewDecision | null =>
	decisions.get(text(cell)?.toLowerCase() ?? '') ?? null;

/** Who says so, where a cell names one of the sources we rank; else null. */
export const statementSource = (cell: unknown): StatementSource | null =>
	sourceRank.find((source) => source === text(cell)?.toLowerCase()) ?? null;

const FIRST_YEAR_US = Date.UTC(2000, 0, 1) * 1000;
const LAST_YEAR_US = Date.UTC(2100, 0, 1) * 1000;

/** A time as written: microseconds since 1970, and whether it can be a date of real work. */
export interface Moment {
	us: number;
	/** False for placeholders such as the epoch itself, year 0 or 9999. */
	plausible: boolean;
	/** False where no zone was written: read as UTC. */
	zoned: boolean;
}

/** What a bare number in a time column counts since 1970: microseconds per unit. */
export type TimeUnit = 0.001 | 1 | 1000 | 1_000_000;

/**
 * A cell's time; null when empty, `undefined` when it is no time. Numbers go by magnitude
 * (trace-formats 2.3), or by `unit` where their own would be no date: a table that writes
 * milliseconds does so in every row.
 */
export function moment(cell: unknown, unit: TimeUnit | null = null): Moment | null | undefined {
	if (cell instanceof Date) return at(cell.getTime() * 1000, true);
	const written = text(cell);
	if (written === null) return null;
	const value = number(written);
	const compact = /^(20\d\d)(0[1-9]|1[0-2])([0-3]\d)$/.exec(written);
	if (compact) return moment(`${compact[1]}-${compact[2]}-${compact[3]}`);
	if (value !== null && !Number.isNaN(value)) {
		const guessed = at(Math.round(value * timeUnit(value)), true);
		return guessed.plausible || unit === null ? guessed : at(Math.round(value * unit), true);
	}
	const iso = ISO.exec(written);
	if (!iso) return undefined;
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = iso;
	const date = new Date(0);
	date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
	date.setUTCHours(Number(hour), Number(minute), Number(second));
	const isDay = isCalendarDay(Number(year), Number(month), Number(day));
	const offset = offsetUs(zone);
	if (!isDay || !isTimeOfDay(Number(hour), Number(minute), Number(second)) || offset === null)
		return undefined;
	const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
	return at(date.getTime() * 1000 + micros - offset, zone !== undefined);
}

const ISO =
	/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

const isCalendarDay = (year: number, month: number, day: number): boolean =>
	new Date(Date.UTC(2000 + (year % 400), month - 1, day)).getUTCMonth() === month - 1 && day >= 1;

/** 24:00 ends a day, and a minute may have a leap second. */
const isTimeOfDay = (hour: number, minute: number, second: number): boolean =>
	(hour < 24 && minute < 60 && second <= 60) || (hour === 24 && minute === 0 && second === 0);

const at = (us: number, zoned: boolean): Moment => ({
	us,
	plausible: us >= FIRST_YEAR_US && us < LAST_YEAR_US,
	zoned
});

/** The unit of a number in a time column, by its magnitude. */
export function timeUnit(value: number): TimeUnit {
	const size = Math.abs(value);
	if (size > 1e17) return 0.001;
	if (size > 1e14) return 1;
	return size > 1e11 ? 1000 : 1_000_000;
}

/** How far a zone is ahead of UTC; null where no place is that far. */
function offsetUs(zone: string | undefined): number | null {
	const offset = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '');
	if (!offset) return 0;
	const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0);
	if (minutes > 18 * 60 || Number(offset[3] ?? 0) > 59) return null;
	return (offset[1] === '-' ? -1 : 1) * minutes * 60_000_000;
}
