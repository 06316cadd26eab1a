import type { ReadOptions } from './format.ts';
import type { Row, Separator } from './table.ts';

/** A row as its file has it, so that people find it again: kept as JSON with what we read of it. */
export interface WrittenRow {
	/** `line 17` */
	at: string;
	/** Of the file; objects have none and are written with commas. */
	separator: ',' | ';';
	/** The cells under the file's own names. */
	cells: Record<string, string>;
}

/**
 * The cells of a row that `isRead` knows by our name, under the file's own. The rest is not kept, nor is
 * who reviewed (people are no names here), nor notes unless texts are kept.
 */
export function writtenRow(
	{ at, row }: { at: string; row: Row },
	separator: Separator,
	{ map, content }: ReadOptions,
	isRead: (name: string) => boolean
): string {
	const names = new Map(Object.entries(map?.columns ?? {}));
	const cells = Object.entries(row).flatMap(([name, value]) => {
		const ours = names.get(name) ?? name.toLowerCase();
		const kept = (isRead(ours) && ours !== 'reviewer') || (ours === 'note' && content);
		return kept ? [[name, written(value).slice(0, LONGEST)] as const] : [];
	});
	const kept: WrittenRow = {
		at,
		separator: separator === ';' ? ';' : ',',
		cells: Object.fromEntries(cells)
	};
	return JSON.stringify(kept);
}

const written = (value: unknown): string =>
	typeof value === 'object' ? '' : String(value ?? '').trim();

const LONGEST = 2_000;
