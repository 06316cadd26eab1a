import { formatById, recognize } from '../formats/registry.ts';
import type { Parsed, ReadOptions, TraceFormat } from '../formats/format.ts';
import { peek } from '../formats/head.ts';
import { emptyReceipt, type Receipt } from '../receipt.ts';
import { importStory, receiptOf } from './receipts.ts';
import { Damaged, packingOf, unpacked } from './unpack.ts';
import { raw, sql } from './warehouse/sql.ts';
import { BulkRefused, type Change, type FileBatch, type Warehouse } from './warehouse/warehouse.ts';

/** A file on disk, and what the person said about it. */
export interface IncomingFile {
	path: string;
	name: string;
	bytes: number;
	sha256: string;
	/** A format's id, where the person knows better than the signature. */
	format?: string;
	options: ReadOptions;
}

/** Where an import stands; `rows` counts what was read so far. */
export interface Progress {
	phase: 'reading' | 'reducing';
	rows: number;
}

/**
 * File -> format -> rows -> runs, in one change: a receipt at the end, or nothing happened. The same
 * file again adds nothing.
 */
export async function ingest(
	file: IncomingFile,
	warehouse: Warehouse,
	watch: { progress?: (progress: Progress) => void; signal?: AbortSignal } = {}
): Promise<Receipt> {
	const before = await importStory(warehouse, file.sha256);
	if (before) return again(before, file);
	const packing = await packingOf(file.path);
	const { head } = await peek(unpacked(file.path, packing), file.name);
	const format = file.format ? formatById(file.format, head) : recognize(head);
	if (!format) return unknown(file, head.bytes);
	const progress = watch.progress ?? (() => undefined);
	progress({ phase: 'reading', rows: 0 });
	const attempt = (batch: () => AsyncIterable<Parsed> | FileBatch) =>
		warehouse.change(async (change) => {
			const importId = await nextImport(change);
			const origin = { importId, source: file.options.map?.source ?? sourceOf(format) };
			await openImport(change, importId, file, format, origin.source);
			const rows = (count: number) => progress({ phase: 'reading', rows: count });
			const counts = await change.append(batch(), origin, rows);
			progress({ phase: 'reducing', rows: counts.read });
			await change.reduce({ importId });
			const receipt = await receiptOf(change, importId, file.name, format.id, counts);
			if (counts.kept + counts.duplicates === 0) throw new NothingKept(receipt);
			await change.run(
				sql`update imports set receipt = ${JSON.stringify(receipt)} where import_id = ${importId}`
			);
			return receipt;
		}, watch.signal);
	try {
		if (format.kind === 'bulk') {
			try {
				return await attempt(() => ({ format, path: file.path, packing, options: file.options }));
			} catch (error) {
				if (!(error instanceof BulkRefused)) throw error;
			}
		}
		return await attempt(() => format.parse(unpacked(file.path, packing), file.options));
	} catch (error) {
		if (error instanceof NothingKept)
			return { ...error.receipt, import_id: null, imported_at: null };
		if (error instanceof Damaged) return emptyReceipt(file.name, 'file', error.message);
		throw error;
	}
}

/** Everything was rejected: the change is taken back, the receipt says why. */
class NothingKept extends Error {
	receipt: Receipt;
	constructor(receipt: Receipt) {
		super('nothing kept');
		this.receipt = receipt;
	}
}

/** Runs of one tool share a source, whatever file they come in. */
const sourceOf = (format: TraceFormat): string => (format.id === 'attempts' ? 'table' : format.id);

async function nextImport(change: Change): Promise<number> {
	const [row] = await change.query<{ id: number }>(sql`select nextval('import_ids') as id`);
	return row?.id ?? 1;
}

async function openImport(
	change: Change,
	importId: number,
	file: IncomingFile,
	format: TraceFormat,
	source: string
): Promise<void> {
	await change.run(
		sql`insert into imports values (
			${raw(String(importId))}, ${file.name}, ${raw(String(file.bytes))}, ${file.sha256},
			${format.id}, ${source}, ${JSON.stringify(file.options)}, now()::timestamp, null, '{}'
		)`
	);
}

function again(before: Receipt, file: IncomingFile): Receipt {
	const { read, rejected } = before.rows;
	return {
		...before,
		file: file.name,
		rows: { read, kept: 0, duplicates: read - rejected, rejected },
		runs: 0,
		spans: 0,
		scores: 0,
		outcomes: 0,
		reviews: 0,
		incidents: 0,
		duplicates: read - rejected,
		warnings: [
			`The same file came in on ${before.imported_at?.slice(0, 16).replace('T', ' ')} UTC as import ${before.import_id}: nothing was added. To read it with other settings, undo that import first.`
		]
	};
}

function unknown(file: IncomingFile, start: Uint8Array): Receipt {
	if (file.format) {
		return emptyReceipt(file.name, 'file', `no format is called "${file.format}"`);
	}
	if (start.length === 0) return emptyReceipt(file.name, 'file', 'the file is empty');
	const binary = start.subarray(0, 512).some((byte) => byte === 0);
	return emptyReceipt(
		file.name,
		'start of file',
		binary
			? 'a binary file of no known kind: expected OTLP JSON, a table of attempts (CSV, TSV, JSON Lines, Parquet), or one of those as .gz'
			: 'no known format: expected OTLP JSON (resourceSpans), or a table with a column for agent, model, cost or start time; name columns with a map file'
	);
}
