import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folder } from './data-folder.ts';
import { priceRows } from './price-book.ts';
import { areVerdictsDue, recordDueVerdicts } from './verdict-history/archive-verdicts.ts';
import { DuckDBWarehouse } from './warehouse/duckdb-warehouse.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** A team's data: one file. The demo has its own, so that its rows never mix with real ones. */
export interface Workspace {
	id: string;
	isDemo: boolean;
	warehouse: Warehouse;
}

export const DEMO = 'demo';
/** The workspace that imports go to unless another is named. */
export const OWN = 'main';

const NAME = /^[a-z0-9][a-z0-9-]{0,39}$/;
const SUFFIX = '.duckdb';
const KEY = Symbol.for('breakeven.workspaces');
const open = ((globalThis as Record<symbol, unknown>)[KEY] ??= new Map()) as Map<
	string,
	Promise<Workspace>
>;

/** Whether a text can name a workspace: lower-case letters, digits and dashes, at most 40. */
export const isWorkspaceName = (id: string): boolean => NAME.test(id);

const pathOf = (id: string): string => join(folder('workspaces'), `${id}${SUFFIX}`);

/** The workspaces on disk with their sizes in bytes, the demo last. */
export function workspaces(): { id: string; isDemo: boolean; bytes: number }[] {
	return readdirSync(folder('workspaces'))
		.filter((name) => name.endsWith(SUFFIX))
		.map((name) => name.slice(0, -SUFFIX.length))
		.map((id) => ({ id, isDemo: id === DEMO, bytes: statSync(pathOf(id)).size }))
		.sort((a, b) => Number(a.isDemo) - Number(b.isDemo) || (a.id < b.id ? -1 : 1));
}

/** Whether a workspace has been made. */
export const exists = (id: string): boolean => NAME.test(id) && existsSync(pathOf(id));

/** The workspace that opens when nobody names one: your own once there is one, else the demo. */
export const defaultWorkspace = (): string => (exists(OWN) || !exists(DEMO) ? OWN : DEMO);

/**
 * Opens a workspace, the same one for every caller. One that was never written is made only with
 * `create`; a reader gets an empty one that leaves no file.
 */
export function openWorkspace(id: string, { create = false } = {}): Promise<Workspace> {
	if (!NAME.test(id)) throw new RangeError(`"${id}" cannot name a workspace`);
	const written = create || open.has(id) || exists(id);
	const key = written ? id : EMPTY;
	const known = open.get(key);
	if (known) return known.then((one) => ({ ...one, id }));
	const made = make(id, written ? pathOf(id) : EMPTY);
	made.catch(() => open.delete(key));
	open.set(key, made);
	return made;
}

/** A database that is never written to a file. */
const EMPTY = ':memory:empty';

/** A workspace file as it lies somewhere, which nobody else has open and nothing has brought up to date. */
export function warehouseOf(path: string): DuckDBWarehouse {
	const sandbox = {
		readable: [folder('uploads')],
		temporary: folder('spill'),
		memory: process.env.BREAKEVEN_MEMORY ?? '1GB',
		threads: Number(process.env.BREAKEVEN_THREADS ?? 2)
	};
	const unfinished = { isLeft: areVerdictsDue, finish: recordDueVerdicts };
	return new DuckDBWarehouse(path, sandbox, priceRows, unfinished);
}

async function make(id: string, path: string): Promise<Workspace> {
	const warehouse = warehouseOf(path);
	try {
		await warehouse.migrate();
	} catch (error) {
		await warehouse.close().catch(() => undefined);
		throw error;
	}
	return { id, isDemo: id === DEMO, warehouse };
}

/** Deletes a workspace and all that is in it. */
export async function removeWorkspace(id: string): Promise<void> {
	const known = open.get(id);
	open.delete(id);
	await known?.then((one) => one.warehouse.close()).catch(() => undefined);
	for (const suffix of ['', '.wal']) rmSync(pathOf(id) + suffix, { force: true });
}

/** Gives a workspace another name; false where that name is taken. Whoever reads it opens it anew. */
export async function renameWorkspace(id: string, to: string): Promise<boolean> {
	if (!NAME.test(to)) throw new RangeError(`"${to}" cannot name a workspace`);
	if (exists(to) || open.has(to)) return false;
	const known = open.get(id);
	open.delete(id);
	if (known) await (await known).warehouse.close();
	renameSync(pathOf(id), pathOf(to));
	return true;
}

/**
 * Puts a file in the place of a workspace, whether there is one or not, and opens it. Whoever asks
 * meanwhile waits for it.
 */
export function putWorkspace(id: string, file: string): Promise<Workspace> {
	if (!NAME.test(id)) throw new RangeError(`"${id}" cannot name a workspace`);
	const known = open.get(id);
	const put = (async () => {
		// One that cannot be opened or closed is replaced all the same.
		await known?.then((one) => one.warehouse.close()).catch(() => undefined);
		rmSync(`${pathOf(id)}.wal`, { force: true });
		renameSync(file, pathOf(id));
		return make(id, pathOf(id));
	})();
	put.catch(() => open.delete(id));
	open.set(id, put);
	return put;
}

/** Closes every workspace, so that nothing waits to be written. */
export async function closeWorkspaces(): Promise<void> {
	const all = [...open.values()];
	open.clear();
	await Promise.allSettled(all.map(async (one) => (await one).warehouse.close()));
}
