import { parseRefused } from '../../formats/otlp.ts';
import { Tally } from './append.ts';
import type { Session } from './duckdb.ts';
import { countDuplicates, duplicatesElsewhere } from './duplicates.ts';
import { RecordAppender } from './record-appender.ts';
import { appendOtlpLines } from './statements/otlp-lines.ts';
import { BulkRefused, type AppendCounts, type FileBatch, type Origin } from './warehouse.ts';

/**
 * OTLP lines by one statement over the whole file; the lines that it refuses go through the parser.
 * A column map renames attributes, which only the parser does.
 */
export async function appendOtlpFile(
	session: Session,
	{ path, options }: FileBatch,
	{ importId, source }: Origin
): Promise<AppendCounts> {
	if (options.map?.columns || options.map?.constants)
		throw new BulkRefused('a column map is given');
	const content = options.content ?? false;
	const counts = await appendOtlpLines(session, { path, importId, source, content });
	const tally = new Tally();
	tally.read = counts.read - counts.rejectedLines;
	for (const { at, reason, count } of counts.rejected) tally.reject({ at, reason }, count);
	if (counts.refused.length === 0) {
		return tally.counts(counts.duplicates + (await duplicatesElsewhere(session, importId)));
	}
	const appender = new RecordAppender(session, importId, source);
	for (const parsed of parseRefused(counts.refused, counts.known, options)) {
		tally.count(parsed);
		if (parsed.type !== 'rejection' && parsed.type !== 'warning') await appender.add(parsed);
	}
	await appender.flush();
	return tally.counts(counts.duplicates + (await countDuplicates(session, importId)));
}
