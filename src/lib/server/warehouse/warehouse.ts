import type { BulkFormat, Parsed, ReadOptions } from '../../formats/format.ts';
import type { Sql } from './sql.ts';

/** A file for one of the engine's set-based statements, which may refuse it. */
export interface FileBatch {
	format: BulkFormat;
	path: string;
	packing: 'plain' | 'gzip';
	options: ReadOptions;
}

/** Nobody can read this file; the message says why, as a reason on its receipt. */
export class Damaged extends Error {}

/** The set-based statement cannot read this file: the parser must. */
export class BulkRefused extends Error {}

/** Where rows come from: the import they belong to, and what is put in front of their run ids. */
export interface Origin {
	importId: number;
	source: string;
}

/** What appending did. Rows in = kept + duplicates + rejected. */
export interface AppendCounts {
	read: number;
	kept: number;
	duplicates: number;
	rejected: { at: string; reason: string; count: number }[];
	warnings: string[];
}

/**
 * Which runs reduce makes again; `definitions`: all of them, but only what the workspace defines;
 * `toldOf`: these, of which only what people say has changed; `pricesOf`: those that used these models,
 * whose prices are looked up anew.
 */
export type Touched =
	| { importId: number }
	| { runIds: readonly string[] }
	| { toldOf: readonly string[] }
	| { pricesOf: readonly { provider: string | null; model: string }[] }
	| { all: true }
	| { definitions: true };

/** One change under way: what it did is seen by others only when all of it is done. */
export interface Change {
	/** A parser's records, or a file by a set-based statement and the parser for what that left over. */
	append(
		batch: AsyncIterable<Parsed> | FileBatch,
		origin: Origin,
		progress?: (rows: number) => void
	): Promise<AppendCounts>;
	/** Takes the rows of an import out again; returns the runs that this concerns. */
	remove(importId: number): Promise<string[]>;
	/** Spans -> runs -> cases -> rollups, for what was touched; running it twice changes nothing. */
	reduce(touched: Touched): Promise<{ runs: number }>;
	query<R>(statement: Sql, signal?: AbortSignal): Promise<R[]>;
	run(statement: Sql): Promise<void>;
}

/** What can be asked: a warehouse, or a change under way. */
export type Reader = Pick<Warehouse, 'query'>;

/**
 * The one seam to an engine. Above it nothing knows which one: only runs, cases, rollups and bounded
 * reads of spans are seen. test/warehouse.test.ts is the contract that every engine must pass.
 */
export interface Warehouse {
	/** Goes up with every change: what was computed from an older version is stale. */
	readonly version: number;
	/** Brings an older file up to date; running it again does nothing. */
	migrate(): Promise<void>;
	/**
	 * One change at a time, all of it or nothing. An aborted signal ends the running statement.
	 * `isPart`: one of several that leave something to be done, which the next other change begins with.
	 */
	change<T>(
		work: (change: Change) => Promise<T>,
		signal?: AbortSignal,
		options?: { isPart?: boolean }
	): Promise<T>;
	/** A change that is taken back whatever happens: to see what it would do. */
	rehearse<T>(work: (change: Change) => Promise<T>, signal?: AbortSignal): Promise<T>;
	/** Writes a row about the app itself, such as who opened a report: no figure depends on it, `version` stays. */
	record(statement: Sql): Promise<void>;
	/** A read; many at a time. An aborted signal ends it. */
	query<R>(statement: Sql, signal?: AbortSignal): Promise<R[]>;
	/** Copies all of it as it is between two changes, which wait; reading goes on. */
	copyTo(path: string): Promise<void>;
	close(): Promise<void>;
}
