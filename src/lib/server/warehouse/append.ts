import type { Parsed, Rejection } from '../../formats/format.ts';
import type { Run } from '../../trace/model.ts';
import { countDuplicates } from './duplicates.ts';
import type { Session } from './duckdb.ts';
import { RecordAppender, type Kept } from './record-appender.ts';
import type { AppendCounts, Origin } from './warehouse.ts';

/** Different reasons that a receipt lists one by one; more are counted together. */
const LISTED_REJECTIONS = 1_000;

/** Appends what a parser yields: rows to their tables, rejections and warnings to the counts. */
export async function appendRecords(
	session: Session,
	batch: AsyncIterable<Parsed>,
	origin: Origin,
	progress: (rows: number) => void = () => undefined
): Promise<AppendCounts> {
	const appender = new RecordAppender(session, origin.importId, origin.source);
	const tally = new Tally();
	for await (const parsed of batch) {
		tally.count(parsed);
		if (parsed.type !== 'rejection' && parsed.type !== 'warning') await appender.add(parsed);
		if (tally.read % 1_000 === 0) progress(tally.read);
	}
	await appender.flush();
	const duplicates = await countDuplicates(session, origin.importId, tally.hasScoreRows);
	return tally.counts(duplicates);
}

/**
 * Counts rows as they pass. A row is a span, a run that came without spans, a statement, a score in a
 * table of scores, or a rejection.
 */
export class Tally {
	read = 0;
	hasScoreRows = false;
	#rejected = new Map<string, { at: string; reason: string; count: number }>();
	#unlisted = 0;
	#warnings = new Set<string>();

	count(parsed: Parsed): void {
		if (parsed.type === 'warning') this.#warnings.add(parsed.message);
		else if (parsed.type === 'rejection') this.reject(parsed.record, parsed.record.rows ?? 1);
		else if (isRow(parsed)) this.read += 1;
		if (parsed.type === 'score' && parsed.isRow) this.hasScoreRows = true;
	}

	/** Equal reasons are one line on the receipt, with the first place and the count. */
	reject({ at, reason }: Rejection, count: number): void {
		this.read += count;
		const known = this.#rejected.get(reason);
		if (known) known.count += count;
		else if (this.#rejected.size < LISTED_REJECTIONS)
			this.#rejected.set(reason, { at, reason, count });
		else this.#unlisted += count;
	}

	counts(duplicates: number): AppendCounts {
		const rejected = [...this.#rejected.values()];
		if (this.#unlisted > 0) {
			rejected.push({
				at: 'elsewhere',
				reason: 'more reasons than can be listed',
				count: this.#unlisted
			});
		}
		const refused = rejected.reduce((sum, one) => sum + one.count, 0);
		return {
			read: this.read,
			kept: this.read - refused - duplicates,
			duplicates,
			rejected,
			warnings: [...this.#warnings]
		};
	}
}

const isRow = (parsed: Kept): boolean =>
	parsed.type === 'span' ||
	parsed.type === 'statement' ||
	(parsed.type === 'score' && parsed.isRow === true) ||
	(parsed.type === 'run' && isAlone(parsed.record));

/** A row of a table, or a trace of which no span is in the file; `ALONE` in duplicates.ts is its twin. */
const isAlone = ({ traceId, rootSpanId, status }: Run): boolean =>
	traceId === null || (rootSpanId === null && status === 'unknown');
