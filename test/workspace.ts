import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ReadOptions } from '#lib/formats/format.ts';
import type { Receipt } from '#lib/receipt.ts';
import { ingest } from '#lib/server/ingest.ts';
import { priceRows } from '#lib/server/price-book.ts';
import { DuckDBWarehouse } from '#lib/server/warehouse/duckdb-warehouse.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** The public files beside the checkout, where they are; tests that need them count as skipped elsewhere. */
export const shared = join(dirname(dirname(import.meta.dirname)), 'shared');
export const hasShared = existsSync(join(shared, 'data'));

/** An empty folder that goes when the test ends. */
export function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'breakeven-test-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

/** An empty workspace that goes when the test ends. `readable` folders may be imported from. */
export async function emptyWorkspace(folder = emptyFolder()): Promise<Warehouse> {
	const warehouse = await openWorkspace(folder);
	onTestFinished(() => warehouse.close());
	return warehouse;
}

/** A workspace in a folder; the caller closes it. */
export async function openWorkspace(folder: string, name = 'test'): Promise<Warehouse> {
	const sandbox = { readable: ['/'], temporary: join(folder, 'spill'), memory: '1GB', threads: 2 };
	const warehouse = new DuckDBWarehouse(join(folder, `${name}.duckdb`), sandbox, priceRows);
	await warehouse.migrate();
	return warehouse;
}

/** Imports a file from disk. */
export function importFile(
	warehouse: Warehouse,
	path: string,
	options: ReadOptions = {},
	format?: string
): Promise<Receipt> {
	const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
	const file = { path, name: basename(path), bytes: statSync(path).size, sha256, options };
	return ingest(format ? { ...file, format } : file, warehouse);
}

/** Imports a text as if it were a file of that name. */
export function importText(
	warehouse: Warehouse,
	name: string,
	text: string | Uint8Array,
	options: ReadOptions = {}
): Promise<Receipt> {
	const path = join(emptyFolder(), name);
	writeFileSync(path, text);
	return importFile(warehouse, path, options);
}
