import { formatById, formats, recognize } from '../formats/registry.ts';
import type { ColumnMap, Head, Parsed, ReadOptions, TraceFormat } from '../formats/format.ts';
import { isTooShort, LONG_HEAD_BYTES, peek } from '../formats/head.ts';
import { columnNames } from '../formats/table.ts';
import { emptyReceipt, type Receipt } from '../receipt.ts';
import { recordChange } from './change-log/record-change.ts';
import { observeImport } from './observe/observed-import.ts';
import { importStory, receiptOf, withUnmatched } from './receipts.ts';
import { unknownReason } from './unknown-file.ts';
import { leaveVerdicts } from './verdict-history/archive-verdicts.ts';
import { importCause } from './verdict-history/causes.ts';
import { recordVerdicts } from './verdict-history/record.ts';
import { damage, packingOf, unpacked, type Packing } from './unpack.ts';
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

/** Who looks on, and may call it off. */
interface Watch {
	progress?: (progress: Progress) => void;
	signal?: AbortSignal;
	/** The archive that the file came in, which calls `finishArchive` at its end; null for one that came alone. */
	archive?: string | null;
	/** Only looks: told what would be there, and then all is taken back. */
	look?: (change: Change, importId: number) => Promise<void>;
}

/**
 * File -> format -> rows -> runs, in one change: a receipt at the end, or nothing happened. The same
 * file again adds nothing.
 */
export async function ingest(
	file: IncomingFile,
	warehouse: Warehouse,
	watch: Watch = {}
): Promise<Receipt> {
	const start = performance.now();
	const receipt = await taken(file, warehouse, watch);
	if (!watch.look) observeImport(receipt, Math.round(performance.now() - start));
	return receipt;
}

async function taken(file: IncomingFile, warehouse: Warehouse, watch: Watch): Promise<Receipt> {
	const before = await importStory(warehouse, file.sha256);
	if (before) return again(before, file);
	try {
		const packing = await packingOf(file.path);
		const found = await formatOf(file, packing);
		if ('reason' in found) return refusedAtStart(file, found.reason);
		return await append(file, packing, found.format, warehouse, watch);
	} catch (error) {
		if (error instanceof CameBefore) return again(error.receipt, file);
		if (error instanceof NothingKept) return nothing(error.receipt, file);
		const damaged = damage(error);
		if (damaged) return emptyReceipt(file.name, 'file', damaged.message);
		throw error;
	}
}

/** The receipt of a file that nothing can read, known before a workspace is made for it; else null. */
export async function unreadable(file: IncomingFile): Promise<Receipt | null> {
	try {
		const found = await formatOf(file, await packingOf(file.path));
		return 'reason' in found ? refusedAtStart(file, found.reason) : null;
	} catch (error) {
		const damaged = damage(error);
		if (damaged) return emptyReceipt(file.name, 'file', damaged.message);
		throw error;
	}
}

const refusedAtStart = (file: IncomingFile, reason: string): Receipt =>
	emptyReceipt(file.name, 'start of file', reason);

/** The receipt of a file of which nothing was kept. */
function nothing(receipt: Receipt, file: IncomingFile): Receipt {
	if (receipt.rows.read > 0) return { ...receipt, import_id: null, imported_at: null };
	const { format, warnings } = receipt;
	return { ...emptyReceipt(file.name, 'file', 'the file has no rows'), format, warnings };
}

/** Whether a file is one of outcomes: what it does depends on the runs that are here already. */
export async function isOutcomesFile(file: IncomingFile): Promise<boolean> {
	try {
		const found = await formatOf(file, await packingOf(file.path));
		return 'format' in found && found.format.id === 'outcomes';
	} catch (error) {
		if (damage(error)) return false;
		throw error;
	}
}

/** The format that reads a file, or why none does. */
async function formatOf(
	file: IncomingFile,
	packing: Packing
): Promise<{ format: TraceFormat } | { reason: string }> {
	const look = (bytes?: number) => peek(unpacked(file.path, packing), file.name, bytes);
	let { head } = await look();
	if (file.format) {
		const format = formatById(file.format, head);
		return format
			? { format }
			: { reason: `no format is called "${file.format}": expected ${formatIds()}` };
	}
	const { map } = file.options;
	const known = () => recognize(head) ?? (map?.columns ? recognize(renamed(head, map)) : null);
	let format = known();
	if (!format && isTooShort(head)) {
		({ head } = await look(LONG_HEAD_BYTES));
		format = known();
	}
	return format ? { format } : { reason: unknownReason(head) };
}

const formatIds = (): string => [...new Set(formats.map((format) => format.id))].join(', ');

/** A head with the columns that a map makes of its own: renamed, and those that it fills itself. */
function renamed(head: Head, map: ColumnMap): Head {
	const names = new Map(
		Object.entries(map.columns ?? {}).map(([theirs, ours]) => [theirs.toLowerCase(), ours])
	);
	const columns = [
		...columnNames(head).map((name) => names.get(name.toLowerCase()) ?? name),
		...Object.keys(map.constants ?? {})
	];
	return { ...head, objects: [Object.fromEntries(columns.map((name) => [name, '']))] };
}

async function append(
	file: IncomingFile,
	packing: Packing,
	format: TraceFormat,
	warehouse: Warehouse,
	{ progress = () => undefined, signal, archive = null, look }: Watch
): Promise<Receipt> {
	progress({ phase: 'reading', rows: 0 });
	const attempt = (batch: () => AsyncIterable<Parsed> | FileBatch) => {
		const work = async (change: Change) => {
			// Asked again inside the change: the same file may have come in twice at once.
			const before = await importStory(change, file.sha256);
			if (before) throw new CameBefore(before);
			const importId = await nextImport(change);
			const origin = { importId, source: file.options.map?.source ?? sourceOf(format) };
			await openImport(change, importId, file, format, origin.source);
			const rows = (count: number) => {
				signal?.throwIfAborted();
				progress({ phase: 'reading', rows: count });
			};
			const counts = await change.append(batch(), origin, rows);
			progress({ phase: 'reducing', rows: counts.read });
			await change.reduce({ importId });
			const receipt = await receiptOf(change, importId, file.name, format.id, counts);
			if (counts.kept + counts.duplicates === 0) throw new NothingKept(receipt);
			await change.run(
				sql`update imports set receipt = ${JSON.stringify(receipt)} where import_id = ${importId}`
			);
			if (look) await look(change, importId);
			else {
				await recordChange(change, {
					kind: 'import',
					what: 'imported',
					object: `${file.name} (import ${importId})`,
					became: `${counts.kept} of ${counts.read} rows kept`
				});
				if (archive !== null) await leaveVerdicts(change, archive, importId, file.name);
				else await recordVerdicts(change, importCause(importId, file.name));
			}
			return withUnmatched(receipt, receipt.unmatched);
		};
		return look
			? warehouse.rehearse(work, signal)
			: warehouse.change(work, signal, { isPart: archive !== null });
	};
	if (format.kind === 'bulk') {
		try {
			return await attempt(() => ({ format, path: file.path, packing, options: file.options }));
		} catch (error) {
			if (!(error instanceof BulkRefused)) throw error;
		}
	}
	return attempt(() => format.parse(unpacked(file.path, packing), file.options));
}

/** The same file was imported while this one waited for its turn. */
class CameBefore extends Error {
	receipt: Receipt;
	constructor(receipt: Receipt) {
		super('came before');
		this.receipt = receipt;
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
		unmatched: 0,
		duplicates: read - rejected,
		warnings: [
			`The same file came in on ${before.imported_at?.slice(0, 16).replace('T', ' ')} UTC as import ${before.import_id}: nothing was added. To read it with other settings, undo that import first.`
		]
	};
}
