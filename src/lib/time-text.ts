import { fixed, significant } from './number-text.ts';

/** A moment: a Date, milliseconds since 1970 UTC, or ISO text (without a zone it is UTC). */
export type Moment = Date | number | string;

/** A day: `20 Nov 2026`; null is `unknown`. */
export function formatDate(at: Moment | null, timeZone = 'UTC'): string {
	if (at === null) return 'unknown';
	const { day, month, year } = calendar(at, timeZone);
	return `${day} ${months[month - 1]} ${year}`;
}

/** A minute with its zone: `20 Nov 2026, 14:03 UTC`; null is `unknown`. */
export function formatDateTime(at: Moment | null, timeZone = 'UTC'): string {
	if (at === null) return 'unknown';
	const { hour, minute, zone } = calendar(at, timeZone);
	return `${formatDate(at, timeZone)}, ${hour}:${minute} ${zone}`;
}

/** Days from the first to the last, both included: `23 Aug to 20 Nov 2026`; `endExclusive` when `to` is the next midnight. */
export function formatPeriod(
	from: Moment | null,
	to: Moment | null,
	{ timeZone = 'UTC', endExclusive = false }: { timeZone?: string; endExclusive?: boolean } = {}
): string {
	if (from === null || to === null) return 'unknown period';
	const first = calendar(from, timeZone);
	const end = endExclusive ? milliseconds(to) - 1 : to;
	const last = calendar(end, timeZone);
	const until = formatDate(end, timeZone);
	if (first.year !== last.year) return `${formatDate(from, timeZone)} to ${until}`;
	if (first.month !== last.month) return `${first.day} ${months[first.month - 1]} to ${until}`;
	return first.day === last.day ? until : `${first.day} to ${until}`;
}

/** A tick of a time axis: `14:00`, `3 Nov`, `Nov 2026` or `2026`. */
export function formatTick(
	at: Moment,
	step: 'hour' | 'day' | 'month' | 'year',
	timeZone = 'UTC'
): string {
	const { year, month, day, hour, minute } = calendar(at, timeZone);
	if (step === 'hour') return `${hour}:${minute}`;
	if (step === 'day') return `${day} ${months[month - 1]}`;
	return step === 'month' ? `${months[month - 1]} ${year}` : `${year}`;
}

/** A length of time in its two largest useful units: `850 µs`, `1.2 s`, `4 min`, `3 h 20 min`, `5 days`. */
export function formatDuration(us: number | null): string {
	if (us === null) return 'unknown';
	if (us < 0) return `−${formatDuration(-us)}`;
	if (us < 999.5) return `${significant(us, 3)} µs`;
	if (us < 999_500) return `${significant(us / 1000, us < 9950 ? 2 : 3)} ms`;
	const seconds = us / 1e6;
	if (seconds < 9.95) return `${significant(seconds, 2)} s`;
	if (seconds < 59.5) return `${fixed(seconds, 0)} s`;
	if (seconds < 600) return pair(seconds, 60, 'min', 's');
	if (seconds < 3570) return `${fixed(seconds / 60, 0)} min`;
	if (seconds < 48 * 3600) return pair(seconds / 60, 60, 'h', 'min');
	return `${significant(seconds / 86_400, seconds < 863_000 ? 2 : 3)} days`;
}

/** A file's size, decimal units: `8.4 MB`; null is `unknown size`. */
export function formatBytes(bytes: number | null): string {
	if (bytes === null) return 'unknown size';
	if (bytes < 1000) return `${fixed(bytes, 0)} B`;
	const [size, unit] =
		bytes >= 999_500_000 ? [1e9, 'GB'] : bytes >= 999_500 ? [1e6, 'MB'] : [1e3, 'kB'];
	return `${significant(bytes / size, bytes / size < 9.95 ? 2 : 3)} ${unit}`;
}

/** Milliseconds since 1970 UTC of a moment; text that is no time is refused. */
export function milliseconds(at: Moment): number {
	const ms = typeof at === 'number' ? at : at instanceof Date ? at.getTime() : parsed(at);
	if (!Number.isFinite(ms)) throw new RangeError(`not a time: ${String(at)}`);
	return ms;
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
export function zoneOffset(ms: number, timeZone: string): number {
	if (timeZone === 'UTC') return 0;
	const { year, month, day, hour, minute, second } = calendar(ms, timeZone);
	const wall = Date.UTC(year, month - 1, day, Number(hour), Number(minute), Number(second));
	return wall - Math.floor(ms / 1000) * 1000;
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** Rounded in the smaller unit first, so that 59.6 s of a minute carries over. */
function pair(small: number, base: number, unit: string, smallUnit: string): string {
	const whole = Math.round(small);
	const rest = whole % base;
	const head = `${fixed((whole - rest) / base, 0)} ${unit}`;
	return rest === 0 ? head : `${head} ${rest} ${smallUnit}`;
}

function parsed(text: string): number {
	const zoned = /(?:z|[+-]\d\d:?\d\d)$/i.test(text.slice(10));
	const iso = text.trim().replace(' ', 'T');
	return Date.parse(zoned || iso.length <= 10 ? iso : `${iso}Z`);
}

const made = new Map<string, Intl.DateTimeFormat>();

function calendar(at: Moment, timeZone: string) {
	const clock =
		made.get(timeZone) ??
		new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			timeZoneName: 'short'
		});
	made.set(timeZone, clock);
	const parts = Object.fromEntries(
		clock.formatToParts(milliseconds(at)).map((part) => [part.type, part.value])
	);
	const text = (name: string) => parts[name] ?? '';
	return {
		year: Number(text('year')),
		month: Number(text('month')),
		day: Number(text('day')),
		hour: text('hour'),
		minute: text('minute'),
		second: text('second'),
		zone: text('timeZoneName')
	};
}
