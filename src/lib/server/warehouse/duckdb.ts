import {
	DuckDBInstance,
	type DuckDBConnection,
	type DuckDBValue,
	type Json
} from '@duckdb/node-api';
import type { Sql } from './sql.ts';

/** Where an instance may read and write beside its own file. */
export interface Sandbox {
	/** Folders whose files statements may read. */
	readable: string[];
	/** Where it spills what does not fit in memory. */
	temporary: string;
	memory: string;
	threads: number;
}

const KEY = Symbol.for('breakeven.duckdb');
const open = ((globalThis as Record<symbol, unknown>)[KEY] ??= new Map()) as Map<
	string,
	Promise<DuckDBInstance>
>;

/**
 * The one instance of a file in this process: a second one would lose commits without a word, so
 * they are kept on `globalThis`, where a reloading development server finds them again.
 */
function instance(path: string, sandbox: Sandbox): Promise<DuckDBInstance> {
	const known = open.get(path);
	if (known) return known;
	const made = create(path, sandbox);
	made.catch(() => open.delete(path));
	open.set(path, made);
	return made;
}

async function create(path: string, sandbox: Sandbox): Promise<DuckDBInstance> {
	const made = await DuckDBInstance.fromCache(path, {
		threads: String(sandbox.threads),
		memory_limit: sandbox.memory,
		temp_directory: sandbox.temporary,
		preserve_insertion_order: 'false',
		autoinstall_known_extensions: 'false',
		autoload_known_extensions: 'false'
	});
	const connection = await made.connect();
	const folders = sandbox.readable.map((folder) => `'${folder.replaceAll("'", "''")}'`).join(', ');
	await connection.run(`set allowed_directories = [${folders}]`);
	await connection.run('set enable_external_access = false');
	await connection.run('set lock_configuration = true');
	connection.closeSync();
	return made;
}

/** A session on a workspace file (`:memory:` for a passing one). */
export async function connect(path: string, sandbox: Sandbox): Promise<Session> {
	const made = await instance(path, sandbox);
	return new Session(await made.connect());
}

/** Lets go of a file: sessions on it must be closed. */
export async function release(path: string): Promise<void> {
	const made = open.get(path);
	open.delete(path);
	(await made)?.closeSync();
}

/**
 * One connection to one workspace file. The only door to DuckDB: everything above speaks in rows.
 * Values come back as plain JavaScript: 64-bit integers and decimals as numbers after a safe-range
 * check, times as ISO text, lists and maps as arrays and objects.
 */
export class Session {
	#connection: DuckDBConnection;

	constructor(connection: DuckDBConnection) {
		this.#connection = connection;
	}

	/** Once this is aborted, no further statement begins. */
	signal: AbortSignal | null = null;

	/** Runs a statement for its effect; several statements only without parameters. */
	async run(statement: string | Sql): Promise<void> {
		this.signal?.throwIfAborted();
		const { text, values } = parts(statement);
		if (values.length === 0) await this.#connection.run(text);
		else await this.#connection.run(text, values as DuckDBValue[]);
	}

	/** The rows of a query, as plain objects. */
	async rows<R>(statement: string | Sql): Promise<R[]> {
		this.signal?.throwIfAborted();
		const { text, values } = parts(statement);
		const reader = await this.#connection.runAndReadAll(text, values as DuckDBValue[]);
		const types = reader.columnTypes().map((type) => String(type));
		const names = reader.columnNames();
		return reader.getRowsJson().map((row) => {
			const record: Record<string, unknown> = {};
			row.forEach((value, at) => {
				record[names[at] as string] = plain(value, types[at] as string);
			});
			return record as R;
		});
	}

	/** Ends the running statement, which then fails with "interrupted". */
	interrupt(): void {
		this.#connection.interrupt();
	}

	close(): void {
		this.#connection.closeSync();
	}
}

const parts = (statement: string | Sql): { text: string; values: unknown[] } =>
	typeof statement === 'string' ? { text: statement, values: [] } : statement;

const INTEGER = /^(BIGINT|UBIGINT)$/;
/** Sums of integers: shown rounded, so that one absurd row does not take every page with it. */
const SUM = /^(HUGEINT|UHUGEINT)$/;

function plain(value: Json, type: string): unknown {
	if (typeof value !== 'string') return value;
	if (INTEGER.test(type)) {
		const number = Number(value);
		if (!Number.isSafeInteger(number))
			throw new RangeError(`${value} is too large to show exactly`);
		return number;
	}
	if (SUM.test(type) || type.startsWith('DECIMAL')) return Number(value);
	if (type === 'DOUBLE' || type === 'FLOAT') return null;
	return value;
}
