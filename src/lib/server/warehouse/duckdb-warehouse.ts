import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { appendRecords } from './append.ts';
import { copyFile } from './copy-file.ts';
import { connect, release, type Sandbox, type Session } from './duckdb.ts';
import { migrate } from './migrate.ts';
import type { PriceLookup } from './prices.ts';
import { reduce } from './reduce.ts';
import { removeImport } from './remove.ts';
import { ensureRollups } from './rollup.ts';
import type { Sql } from './sql.ts';
import { appendFile } from './append-file.ts';
import type { Change, Warehouse } from './warehouse.ts';

/** How many idle reading sessions are kept. */
const KEPT_READERS = 8;

/** What changes in parts left to be done: whether there is any, and the doing. */
export interface Unfinished {
	isLeft: (reader: Pick<Change, 'query'>) => Promise<boolean>;
	finish: (change: Change) => Promise<void>;
}

/** A workspace in one DuckDB file, inside this process. */
export class DuckDBWarehouse implements Warehouse {
	#path: string;
	#sandbox: Sandbox;
	#prices: PriceLookup;
	#unfinished: Unfinished | null;
	#readers: Session[] = [];
	#busy = new Set<Session>();
	#queue: Promise<unknown> = Promise.resolve();
	#closed = false;
	#isMigrated = false;
	/** While the file is let go after a fault that the engine does not survive; null otherwise. */
	#reviving: Promise<void> | null = null;
	version = 1;

	/** `unfinished` is what changes in parts left to be done. */
	constructor(
		path: string,
		sandbox: Sandbox,
		prices: PriceLookup,
		unfinished: Unfinished | null = null
	) {
		this.#path = path;
		this.#sandbox = sandbox;
		this.#prices = prices;
		this.#unfinished = unfinished;
	}

	async migrate(): Promise<void> {
		await this.#inTurn(async (session) => {
			await migrate(session);
			await ensureRollups(session);
		});
		this.#isMigrated = true;
	}

	change<T>(
		work: (change: Change) => Promise<T>,
		signal?: AbortSignal,
		{ isPart = false } = {}
	): Promise<T> {
		return this.#inTurn(async (session) => {
			if (!isPart) await this.#finishParts(session);
			return this.#inTransaction(session, work, 'commit', signal);
		});
	}

	rehearse<T>(work: (change: Change) => Promise<T>, signal?: AbortSignal): Promise<T> {
		return this.#inTurn((session) => this.#inTransaction(session, work, 'rollback', signal));
	}

	record(statement: Sql): Promise<void> {
		return this.#inTurn((session) => session.run(statement));
	}

	async query<R>(statement: Sql, signal?: AbortSignal): Promise<R[]> {
		signal?.throwIfAborted();
		const session = await this.#reader();
		const interrupt = () => session.interrupt();
		signal?.addEventListener('abort', interrupt);
		try {
			signal?.throwIfAborted();
			return await session.rows<R>(statement);
		} catch (error) {
			this.#reviveAfter(error);
			throw error;
		} finally {
			signal?.removeEventListener('abort', interrupt);
			this.#giveBack(session);
		}
	}

	copyTo(path: string): Promise<void> {
		return this.#inTurn(async (session) => {
			// What a checkpoint leaves in the log while somebody reads is copied with it.
			await session.run('checkpoint').catch(() => undefined);
			await copyFile(this.#path, path);
		});
	}

	async close(): Promise<void> {
		this.#closed = true;
		await this.#queue.catch(() => undefined);
		for (const session of [...this.#readers, ...this.#busy]) session.close();
		this.#readers = [];
		try {
			const last = await connect(this.#path, this.#sandbox);
			await last.run('checkpoint').finally(() => last.close());
		} finally {
			// Even of a damaged file: whatever takes its place would be written through the old one.
			await release(this.#path);
		}
	}

	async #finishParts(session: Session): Promise<void> {
		const { isLeft, finish } = this.#unfinished ?? {};
		if (!isLeft || !finish || !(await isLeft(this.#changeOn(session)))) return;
		await this.#inTransaction(session, finish, 'commit');
	}

	async #inTransaction<T>(
		session: Session,
		work: (change: Change) => Promise<T>,
		ending: 'commit' | 'rollback',
		signal?: AbortSignal
	): Promise<T> {
		signal?.throwIfAborted();
		const interrupt = () => session.interrupt();
		signal?.addEventListener('abort', interrupt);
		await session.run('begin transaction');
		session.signal = signal ?? null;
		try {
			const result = await work(this.#changeOn(session));
			signal?.throwIfAborted();
			await session.run(ending);
			if (ending === 'commit') this.version += 1;
			return result;
		} catch (error) {
			session.signal = null;
			// After a failed commit there is nothing to take back; the first error is the one to tell.
			await session.run('rollback').catch(() => undefined);
			signal?.throwIfAborted();
			throw error;
		} finally {
			signal?.removeEventListener('abort', interrupt);
		}
	}

	#changeOn(session: Session): Change {
		let last: Promise<unknown> = Promise.resolve();
		const next = <T>(ask: () => Promise<T>): Promise<T> => {
			const asked = last.then(ask, ask);
			last = asked.catch(() => undefined);
			return asked;
		};
		return {
			append: (batch, origin, progress) =>
				'format' in batch
					? appendFile(session, batch, origin, progress)
					: appendRecords(session, batch, origin, progress),
			remove: (importId) => removeImport(session, importId),
			reduce: (touched) => reduce(session, touched, this.#prices),
			query: (statement) => next(() => session.rows(statement)),
			run: (statement) => next(() => session.run(statement))
		};
	}

	/** Waits for the changes before it: two writers on one row would fail. */
	#inTurn<T>(work: (session: Session) => Promise<T>): Promise<T> {
		const turn = this.#queue
			.catch(() => undefined)
			.then(async () => {
				if (this.#closed) throw new Error('this workspace is closed');
				const session = await this.#connect().catch((error: unknown) => {
					this.#reviveAfter(error);
					throw error;
				});
				try {
					return await work(session);
				} catch (error) {
					this.#reviveAfter(error);
					throw error;
				} finally {
					this.#busy.delete(session);
					session.close();
				}
			});
		this.#queue = turn;
		return turn;
	}

	async #reader(): Promise<Session> {
		if (this.#closed) throw new Error('this workspace is closed');
		const kept = this.#reviving ? undefined : this.#readers.pop();
		if (!kept) return this.#connect();
		this.#busy.add(kept);
		return kept;
	}

	#giveBack(session: Session): void {
		this.#busy.delete(session);
		const isKept = !this.#closed && !this.#reviving && this.#readers.length < KEPT_READERS;
		if (isKept) this.#readers.push(session);
		else session.close();
	}

	async #connect(): Promise<Session> {
		await this.#reviving;
		// The engine would go on in a file without a name, or begin an empty one.
		if (this.#isMigrated && !this.#path.startsWith(':') && !existsSync(this.#path))
			throw new Error(`FATAL Error: the file ${this.#path} is gone`);
		const session = await connect(this.#path, this.#sandbox);
		this.#busy.add(session);
		return session;
	}

	/**
	 * After a disk that was full or gone the engine refuses every statement until its file is opened
	 * anew, as its log says it was: everybody lets go of it, and the next one opens it.
	 */
	#reviveAfter(error: unknown): void {
		if (this.#reviving || !isFatal(error)) return;
		this.#reviving = (async () => {
			for (const session of this.#readers) session.close();
			this.#readers = [];
			while (this.#busy.size > 0) await sleep(5);
			await release(this.#path);
		})().finally(() => {
			this.#reviving = null;
		});
	}
}

const isFatal = (error: unknown): boolean =>
	error instanceof Error && /FATAL Error|has been invalidated/.test(error.message);
