import type { Outcome, ReviewDecision, StatementSource } from '../trace/model.ts';

/** What people and programs write for "nothing here". */
const EMPTY = new Set(['', 'nan', 'null', 'none', 'n/a', 'na', '-', 'undefined', 'nil', '?']);

/** A cell's text without padding; null when it says that nothing is known. */
export function text(cell: unknown): string | null {
	if (cell === null || cell === undefined || typeof cell === 'object') return null;
	const written = String(cell).trim();
	return EMPTY.has(written.toLowerCase()) ? null : written;
}

/** A cell's number; null when empty, NaN when it is no finite number. `1,5` is 1.5 where commas are decimal. */
export function number(cell: unknown, decimalComma = false): number | null {
	if (typeof cell === 'bigint') return Number(cell);
	const written = text(cell);
	if (written === null) return null;
	const plain = decimalComma ? written.replaceAll('.', '').replace(',', '.') : written;
	return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN;
}

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
const decisions: Record<string, ReviewDecision> = {
	approved: 'approved',
	approve: 'approved',
	accepted: 'approved',
	modified: 'modified',
	modify: 'modified',
	edited: 'modified',
	rejected: 'rejected',
	reject: 'rejected',
	escalated: 'escalated',
	escalate: 'escalated',
	expired: 'expired',
	none: 'none'
};

/** A cell's review decision; null when it is none of those we know. */
export const reviewDecision = (cell: unknown): ReviewDecision | null =>
	decisions[text(cell)?.toLowerCase() ?? ''] ?? null;

const sources: readonly StatementSource[] = [
	'system',
	'human',
	'code',
	'llm_judge',
	'user',
	'agent',
	'status',
	'file'
];

/** Who says so, where a cell names one of the sources we rank; else null. */
export const statementSource = (cell: unknown): StatementSource | null =>
	sources.find((source) => source === text(cell)?.toLowerCase()) ?? null;

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
	const iso =
		/^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(
			written
		);
	if (!iso) return undefined;
	const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = iso;
	const base = Date.UTC(
		0,
		Number(month) - 1,
		Number(day),
		Number(hour),
		Number(minute),
		Number(second)
	);
	const date = new Date(base);
	date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
	if (date.getUTCMonth() !== Number(month) - 1 || Number(hour) > 24) return undefined;
	const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
	return at(date.getTime() * 1000 + micros - offsetUs(zone), zone !== undefined);
}

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

function offsetUs(zone: string | undefined): number {
	const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '');
	if (!offset) return 0;
	const minutes = Number(offset[2]) * 60 + Number(offset[3]);
	return (offset[1] === '-' ? -1 : 1) * minutes * 60_000_000;
}
