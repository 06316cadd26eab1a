import { moment, number } from '../cells.ts';
import { isObject } from '../otel/any-value.ts';
import { jsonOf, scalarText } from '../otel/field.ts';
import { fieldOf } from '../otel/raw-span.ts';

/** What exports write for "nothing here": CSV and ClickHouse have no null of their own. */
const EMPTY = new Set(['', 'null', 'undefined', '\\N']);

/**
 * A record of a Langfuse export under its camelCase names, which the user interface and the API write;
 * blob storage writes them in snake_case. Nested values may be JSON text.
 */
export class LangfuseRow {
	#cells: Record<string, unknown>;

	constructor(cells: Record<string, unknown>) {
		this.#cells = cells;
	}

	/** The names of its cells, as written. */
	names(): string[] {
		return Object.keys(this.#cells);
	}

	/** A cell as it stands. */
	cell(name: string): unknown {
		return fieldOf(this.#cells, name);
	}

	/** The first of these cells that says something, as text without padding; null when none does. */
	text(...names: string[]): string | null {
		for (const name of names) {
			const text = scalarText(this.cell(name))?.trim();
			if (text !== undefined && !EMPTY.has(text)) return text;
		}
		return null;
	}

	/** The first of these cells that is a finite number, also written as text; null when none is. */
	number(...names: string[]): number | null {
		for (const name of names) {
			const value = numberOf(this.cell(name));
			if (value !== null) return value;
		}
		return null;
	}

	/** The first of these cells that is a time, in microseconds since 1970; UTC where no zone is written. */
	timeUs(...names: string[]): number | null {
		for (const name of names) {
			const time = moment(zoned(this.cell(name)));
			if (time?.plausible) return time.us;
		}
		return null;
	}

	/** A nested cell, read from its JSON text where it is text; null when it is no object. */
	object(name: string): Record<string, unknown> | null {
		const value = unpacked(this.cell(name));
		return isObject(value) ? value : null;
	}

	/** A nested list, read from its JSON text where it is text; empty when it is no list. */
	list(name: string): unknown[] {
		const value = unpacked(this.cell(name));
		return Array.isArray(value) ? value : [];
	}
}

/** A number, also where it is written as text; null when it is none. */
export function numberOf(value: unknown): number | null {
	const found = number(value);
	return found === null || Number.isNaN(found) ? null : found;
}

/** The engine writes the zone of a Parquet time as `+00`. */
const zoned = (cell: unknown): unknown =>
	typeof cell === 'string' ? cell.replace(/(:\d\d(?:\.\d+)?[+-]\d\d)$/, '$1:00') : cell;

/**
 * A value out of its JSON text, which may itself be JSON text; text that is no JSON stays text. A map
 * of Parquet comes as a list of keys and values.
 */
export function unpacked(value: unknown): unknown {
	if (isEntries(value)) return Object.fromEntries(value.map((one) => [String(one.key), one.value]));
	if (typeof value !== 'string' || !/^\s*[{["]/.test(value)) return value;
	const inner = jsonOf(value);
	return inner === undefined ? value : unpacked(inner);
}

const isEntries = (value: unknown): value is { key: unknown; value: unknown }[] =>
	Array.isArray(value) &&
	value.length > 0 &&
	value.every((one) => isObject(one) && 'key' in one && 'value' in one);
