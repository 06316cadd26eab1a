import { isObject } from './any-value.ts';

/**
 * A moment as OTLP and the JS SDK write it, in microseconds since 1970: nanoseconds as text or number,
 * `[seconds, nanos]`, a 64-bit pair, or ISO 8601 (UTC without a zone). Null = absent, zero or unreadable.
 */
export function momentUs(value: unknown): number | null {
	const us = readMoment(value);
	return us !== null && us > 0 && Number.isSafeInteger(us) ? us : null;
}

function readMoment(value: unknown): number | null {
	if (typeof value === 'string') return DIGITS.test(value) ? fromDigits(value) : isoUs(value);
	if (typeof value === 'number') return Number.isFinite(value) ? byMagnitude(value) : null;
	if (Array.isArray(value)) return fromPair(value[0], value[1]);
	if (!isObject(value)) return null;
	const { low, high } = value;
	if (typeof low !== 'number' || typeof high !== 'number') return null;
	return Number(((BigInt(high) << 32n) + BigInt(low >>> 0)) / 1000n);
}

const DIGITS = /^\d{1,19}$/;

/** Cut, never divided: a Number loses up to 128 of the nanoseconds. */
const fromDigits = (text: string): number =>
	text.length > 17 ? Number(text.slice(0, -3)) : byMagnitude(Number(text));

/** Nanoseconds, microseconds, milliseconds or seconds, by their size. */
function byMagnitude(value: number): number {
	if (value > 1e17) return Math.floor(value / 1e3);
	if (value > 1e14) return Math.floor(value);
	return value > 1e11 ? Math.floor(value * 1e3) : Math.floor(value * 1e6);
}

const fromPair = (seconds: unknown, nanos: unknown): number | null =>
	typeof seconds === 'number' && typeof nanos === 'number'
		? seconds * 1e6 + Math.floor(nanos / 1e3)
		: null;

const ISO =
	/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

function isoUs(text: string): number | null {
	const found = ISO.exec(text.trim());
	if (!found) return null;
	const [, day, clock, fraction = '', zone = 'Z'] = found;
	const ms = Date.parse(
		`${day}T${clock}${zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`
	);
	return Number.isNaN(ms) ? null : ms * 1e3 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
