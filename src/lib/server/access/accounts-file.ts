import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, folder } from '../data-folder.ts';
import { DuckDBWarehouse } from '../warehouse/duckdb-warehouse.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

const files = import.meta.glob<string>('./migrations/*.duckdb.sql', {
	query: '?raw',
	import: 'default',
	eager: true
});

const KEY = Symbol.for('breakeven.accounts');
const held = globalThis as Record<symbol, Promise<Warehouse> | undefined>;

/** Whether people must say who they are: set by `serve`, never by a request. */
export const accountsAreOn = (): boolean => process.env.BREAKEVEN_ACCOUNTS === '1';

/** Where members, sessions, tokens and their change log are kept: a folder that nobody else may look into. */
function accountsPath(): string {
	const place = join(dataFolder(), 'accounts');
	mkdirSync(place, { recursive: true, mode: 0o700 });
	return join(place, 'accounts.duckdb');
}

/** The accounts of this installation, opened once; the file is made when it is missing. */
export function accounts(): Promise<Warehouse> {
	const known = held[KEY];
	if (known) return known;
	const opened = open(accountsPath());
	opened.catch(() => delete held[KEY]);
	held[KEY] = opened;
	return opened;
}

/** Whether there are accounts, asked for or not. */
export const accountsExist = (): boolean =>
	existsSync(join(dataFolder(), 'accounts/accounts.duckdb'));

/** Puts a file in the place of the accounts; who has signed in does so anew where it says otherwise. */
export async function putAccounts(file: string): Promise<void> {
	await closeAccounts();
	rmSync(`${accountsPath()}.wal`, { force: true });
	renameSync(file, accountsPath());
}

/** Closes the accounts, so that nothing waits to be written. */
export async function closeAccounts(): Promise<void> {
	const known = held[KEY];
	delete held[KEY];
	await known?.then((file) => file.close()).catch(() => undefined);
}

async function open(path: string): Promise<Warehouse> {
	const sandbox = { readable: [], temporary: folder('spill'), memory: '128MB', threads: 1 };
	const file = new DuckDBWarehouse(path, sandbox, () => []);
	for (const name of Object.keys(files).sort())
		await file.change((change) => change.run({ text: files[name] ?? '', values: [] }));
	return file;
}
