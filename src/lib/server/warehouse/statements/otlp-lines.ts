import { classify } from '../../../formats/otel/privacy.ts';
import type { KnownSpan } from '../../../formats/otel/family.ts';
import type { RefusedLine } from '../../../formats/otlp.ts';
import type { Session } from '../duckdb.ts';
import { BulkRefused } from '../warehouse.ts';
import { isNeeded, planKeys } from './otlp-keys.ts';
import { findLeftovers, type Leftovers } from './otlp-leftovers.ts';
import {
	CONTEXTS,
	contextsSql,
	COPIES,
	copiesSql,
	KNOWN,
	knownSql,
	parentsSql,
	SPEAKERS,
	speakersSql,
	STRAYS,
	straysSql
} from './otlp-relations.ts';
import { insertRunsSql, insertSpansSql, type RowsPlan } from './otlp-rows.ts';
import {
	insertDecisionsSql,
	insertOutcomesSql,
	insertReviewsSql,
	insertScoresSql
} from './otlp-said.ts';
import { named, sampleFile, type Sample } from './otlp-sample.ts';
import { STAGE, stagingOf, type Staging } from './otlp-staging.ts';

/** A file of newline-delimited OTLP, plain or gzip. */
export interface OtlpFile {
	path: string;
	importId: number;
	/** Put in front of run ids, so that two sources never collide. */
	source: string;
	/** Store text of prompts and completions. */
	content: boolean;
}

/** What was read. Rows in (`read`) = kept + duplicates + rejected; refused lines are still to be parsed. */
export interface OtlpCounts {
	/** Lines that are not blank. */
	lines: number;
	/** Spans taken, and lines that gave nothing. */
	read: number;
	kept: number;
	duplicates: number;
	runs: number;
	scores: number;
	outcomes: number;
	reviews: number;
	decisions: number;
	/** Lines that gave nothing: equal reasons together, with the first place. */
	rejected: { at: string; reason: string; count: number }[];
	rejectedLines: number;
	/** Lines with something for the stream parser: `parseRefused` of formats/otlp.ts. */
	refused: RefusedLine[];
	/** Spans taken here that are parents, or come again, there: also for `parseRefused`. */
	known: KnownSpan[];
}

/**
 * Newline-delimited OTLP -> rows, by statements over the whole file, in the caller's transaction.
 * Throws BulkRefused when the file cannot be read that way; the transaction must then be rolled back.
 */
export async function appendOtlpLines(session: Session, file: OtlpFile): Promise<OtlpCounts> {
	const sample = await sampleFile(file.path, file.content);
	try {
		const { staging, leaks } = await stage(session, file, sample);
		const found = await taken(session);
		const leftovers =
			found.left > 0 ? await findLeftovers(file.path, sample.isPacked, file.content) : null;
		await session.run(contextsSql(staging));
		if (found.left > 0) await session.run(`delete from ${STAGE} where not is_regular`);
		const plan: RowsPlan = {
			importId: file.importId,
			source: file.source,
			...leaks,
			hasDuplicates: found.duplicates > 0
		};
		const known = await relate(session, plan, leftovers);
		const counts = await insertRows(session, plan, staging, found);
		const rejectedLines = leftovers?.rejectedLines ?? 0;
		await dropTables(session);
		return {
			lines: found.lines,
			read: found.spans + rejectedLines,
			kept: found.spans - found.duplicates,
			duplicates: found.duplicates,
			...counts,
			rejected: leftovers?.rejected ?? [],
			rejectedLines,
			refused: leftovers?.refused ?? [],
			known
		};
	} catch (error) {
		throw isOutOfMemory(error) ? new BulkRefused(error.message, { cause: error }) : error;
	}
}

/**
 * Fills the staging table for the keys of the sample; when the file turns out to have others that
 * matter, once more for all of them.
 */
async function stage(session: Session, { path, content }: OtlpFile, sample: Sample) {
	const { keys } = sample;
	for (;;) {
		const staging = stagingOf(sample, planKeys(keys, content));
		await session.run({ text: staging.statement, values: [path] }).catch(refuse);
		const stored = await storedKeys(session);
		const isRead = (key: string) => isNeeded(key) || (content && classify(key) === 'content');
		const isMissed =
			stored.span.some((key) => !keys.span.has(key) && isRead(key)) ||
			stored.context.some((key) => !keys.context.has(key) && isNeeded(key));
		if (!isMissed) return { staging, leaks: leaksOf(stored, content) };
		for (const key of stored.span) keys.span.add(key);
		for (const key of stored.context) keys.context.add(key);
		await session.run(`drop table ${STAGE}`);
	}
}

interface StoredKeys {
	span: string[];
	context: string[];
}

async function storedKeys(session: Session): Promise<StoredKeys> {
	const found = await session.rows<{ key: string; place: keyof StoredKeys }>(
		`select distinct unnest(map_keys(rest)) as "key", 'span' as place from ${STAGE}
		union all
		select distinct unnest(map_keys(context_rest)), 'context' from ${STAGE}`
	);
	const of = (place: keyof StoredKeys) =>
		found.filter((row) => row.place === place).map((row) => named(row.key));
	return { span: of('span'), context: of('context') };
}

/** Keys that the sample did not show and that may not be stored. */
function leaksOf(stored: StoredKeys, content: boolean): Pick<RowsPlan, 'spanLeaks' | 'runLeaks'> {
	const isLeak = (key: string) =>
		classify(key) !== 'kept' && !(content && classify(key) === 'content');
	return {
		spanLeaks: stored.span.filter(isLeak),
		runLeaks: [...stored.span, ...stored.context].filter((key) => classify(key) !== 'kept')
	};
}

interface Taken {
	lines: number;
	spans: number;
	/** Rows that are no span, or one for the stream parser. */
	left: number;
	duplicates: number;
	choices: number;
	evaluations: number;
}

async function taken(session: Session): Promise<Taken> {
	const [found] = await session.rows<Taken>(
		`select
			count(*) filter (is_first) as lines,
			count(*) filter (is_regular) as spans,
			count(*) filter (not is_regular) as "left",
			count(*) filter (is_regular) - count(distinct span_key) filter (is_regular) as duplicates,
			count(choice_offered) as choices,
			count(evaluations) as evaluations
		from ${STAGE}`
	);
	return found as Taken;
}

/** Finds copies, orphans and the spans that speak for their runs; returns which parents of refused spans are here. */
async function relate(
	session: Session,
	{ hasDuplicates }: RowsPlan,
	leftovers: Leftovers | null
): Promise<KnownSpan[]> {
	const left = leftovers?.spans ?? [];
	if (left.length > 0) await session.run({ text: knownSql, values: [JSON.stringify(left)] });
	if (hasDuplicates) await session.run(copiesSql);
	await session.run(straysSql(hasDuplicates, left.length > 0));
	await session.run(speakersSql);
	return left.length > 0 ? session.rows<KnownSpan>(parentsSql) : [];
}

/** The statements of what a file says anything about; each costs a moment even where it inserts nothing. */
async function insertRows(session: Session, plan: RowsPlan, staging: Staging, found: Taken) {
	await session.run(insertSpansSql(plan, staging));
	const insert = async (
		isSaid: boolean,
		statement: (plan: RowsPlan, staging: Staging) => string
	) => {
		if (!isSaid) return 0;
		const [done] = await session.rows<{ Count: number }>(statement(plan, staging));
		return done?.Count ?? 0;
	};
	const scores = await insert(found.evaluations > 0 || staging.has('task_status'), insertScoresSql);
	return {
		runs: await insert(true, insertRunsSql),
		decisions: await insert(found.choices > 0, insertDecisionsSql),
		reviews: await insert(true, insertReviewsSql),
		scores,
		outcomes: await insert(scores > 0 || staging.has('outcome'), insertOutcomesSql)
	};
}

async function dropTables(session: Session): Promise<void> {
	for (const table of [STAGE, STRAYS, COPIES, SPEAKERS, KNOWN, CONTEXTS]) {
		await session.run(`drop table if exists ${table}`);
	}
}

const isOutOfMemory = (error: unknown): error is Error =>
	error instanceof Error && /out of memory/i.test(error.message);

/** What the engine cannot read (a line too long, a damaged archive) is the stream parser's. */
function refuse(error: Error): never {
	if (/interrupt/i.test(error.message)) throw error;
	throw new BulkRefused(error.message.split('\n')[0], { cause: error });
}
