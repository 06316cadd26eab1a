import type {
	Decision,
	Incident,
	OutcomeStatement,
	Review,
	Run,
	Score,
	Span,
	Statement
} from '../trace/model.ts';

/** Bad input is a value: `at` is a line or a JSON path, `reason` says what was seen and expected. */
export interface Rejection {
	at: string;
	reason: string;
	/** How many rows could not be read for this reason from here on; one unless it says more. */
	rows?: number;
}

/** One thing read from a file. Every row read yields at least one of these. */
export type Parsed =
	| { type: 'span'; record: Span }
	| { type: 'run'; record: Run }
	/** `isRow`: it is a row of its file, and not a part of one. */
	| { type: 'score'; record: Score; isRow?: true }
	| { type: 'outcome'; record: OutcomeStatement }
	| { type: 'review'; record: Review }
	| { type: 'incident'; record: Incident }
	| { type: 'decision'; record: Decision }
	| { type: 'statement'; record: Statement }
	| { type: 'rejection'; record: Rejection }
	| { type: 'warning'; message: string };

/** What the person who imports may say about a file. */
export interface ReadOptions {
	/** A column map (design.md 4): the file's name -> ours, and constants. */
	map?: ColumnMap;
	/** Store text of prompts and reasons; off unless asked for. */
	content?: boolean;
}

/** The file's column (or root attribute) name -> our name, and values that hold for every row. */
export interface ColumnMap {
	columns?: Record<string, string>;
	constants?: Record<string, string>;
	/** Put in front of every run id, so that two sources never collide. */
	source?: string;
	/** The run attribute that an outcomes file's `external_id` means. */
	external?: string;
}

interface Named {
	/** Stable, as in the receipt: `otlp`, `attempts`. */
	id: string;
	label: string;
	/** Looks at the first 64 KiB, already unpacked; true when certain. */
	recognizes(head: Head): boolean;
}

/** The first 64 KiB of an unpacked file, with what every format would compute again. */
export interface Head {
	bytes: Uint8Array;
	/** Decoded with the file's byte order mark, UTF-8 otherwise. */
	text: string;
	/** The first JSON values: up to 20 parsable lines, or the elements of a leading array. */
	objects: readonly Record<string, unknown>[];
	fileName: string;
}

/** Read record by record, in code. */
export interface StreamFormat extends Named {
	kind: 'stream';
	parse(chunks: AsyncIterable<Uint8Array>, options: ReadOptions): AsyncIterable<Parsed>;
}

/** Read whole by one of the warehouse's set-based statements; `parse` takes what that refuses. */
export interface BulkFormat extends Named {
	kind: 'bulk';
	statement: 'otlp-lines' | 'parquet-rows';
	parse: StreamFormat['parse'];
}

export type TraceFormat = StreamFormat | BulkFormat;
