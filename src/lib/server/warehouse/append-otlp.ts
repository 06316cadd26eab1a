import { appendRecords } from './append.ts';
import type { Session } from './duckdb.ts';
import { BulkRefused, type AppendCounts, type FileBatch, type Origin } from './warehouse.ts';

/** OTLP lines by one statement; the lines that it refuses go through the parser. */
export async function appendOtlpFile(
	session: Session,
	batch: FileBatch,
	origin: Origin
): Promise<AppendCounts> {
	void session;
	void batch;
	void origin;
	void appendRecords;
	throw new BulkRefused('set-based reading comes next');
}
