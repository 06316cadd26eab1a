import type { Review, Score, StatementSource } from '../../trace/model.ts';
import { fingerprint } from '../fingerprint.ts';
import { cut } from '../otel/privacy.ts';
import { isObject } from '../otel/any-value.ts';
import { scalarText } from '../otel/field.ts';
import { numberOf, unpacked, type LangfuseRow } from './row.ts';
import { camelCase, type Table } from './tables.ts';

/** Who gives a score: an annotator, an evaluator, or whoever calls the API, which is not said. */
const sources: Readonly<Record<string, StatementSource>> = {
	ANNOTATION: 'human',
	EVAL: 'llm_judge'
};

/** How long a label may be, in characters. */
const LABEL_LENGTH = 128;

/**
 * A row of the scores table, and the review behind it where it came out of an annotation queue; a text
 * is why it cannot be read. `apiSource`: who calls the API, where the person who imports knows.
 */
export function scoreOf(
	row: LangfuseRow,
	content: boolean,
	apiSource: StatementSource | null
): { score: Score; review: Review | null } | string {
	const name = row.text('name');
	if (name === null) return 'a score without a name';
	const spanId = row.text('observationId');
	const runId = row.text('traceId');
	const conversationId = runId === null ? row.text('sessionId') : null;
	if (runId === null && spanId !== null) return 'a score of an observation without its traceId';
	if (runId === null && conversationId === null) {
		return row.text('datasetRunId') === null
			? 'a score without a traceId, observationId or sessionId'
			: 'a score of a dataset run: it speaks of no single trace';
	}
	// A corrected score keeps its id and time: what it says now was said when it was last changed.
	const atUs = row.timeUs('updatedAt', 'timestamp', 'createdAt');
	const source = sources[row.text('source')?.toUpperCase() ?? ''] ?? apiSource ?? 'unknown';
	const target = { runId, spanId, conversationId };
	const value = valueOf(row, content);
	const scoreId = row.text('id') ?? fingerprint(JSON.stringify([target, name, value, atUs]));
	return {
		score: { scoreId, ...target, name, ...value, source, atUs },
		review: reviewOf(row, target, atUs)
	};
}

type Value = Pick<Score, 'valueNum' | 'valueLabel' | 'valueBool'>;

/** The value by its data type; a category's number is only its place in a list. Free text is content. */
function valueOf(row: LangfuseRow, content: boolean): Value {
	const number = row.number('value');
	const text = row.text('stringValue') ?? (number === null ? row.text('value') : null);
	const type = row.text('dataType')?.toUpperCase() ?? (text === null ? 'NUMERIC' : 'CATEGORICAL');
	const none: Value = { valueNum: null, valueLabel: null, valueBool: null };
	switch (type) {
		case 'BOOLEAN':
			return { ...none, valueBool: truthOf(text) ?? (number === null ? null : number !== 0) };
		case 'CATEGORICAL':
			return { ...none, valueLabel: text === null ? null : cut(text, LABEL_LENGTH) };
		case 'NUMERIC':
			return { ...none, valueNum: number };
		default: {
			const written = row.text('longStringValue', 'stringValue');
			return { ...none, valueLabel: content && written !== null ? cut(written, 512) : null };
		}
	}
}

/** A score out of an annotation queue: somebody was asked to look, and did. */
function reviewOf(
	row: LangfuseRow,
	{ runId, spanId }: Pick<Score, 'runId' | 'spanId'>,
	atUs: number | null
): Review | null {
	const queue = row.text('queueId');
	if (queue === null || runId === null) return null;
	return {
		reviewId: [queue, runId, spanId ?? ''].join(':'),
		runId,
		spanId,
		requested: true,
		decision: null,
		minutes: null,
		requestedAtUs: null,
		decidedAtUs: atUs,
		reviewerRef: row.text('authorUserId', 'authorUserName')
	};
}

const truthOf = (text: string | null): boolean | null => {
	const word = text?.toLowerCase();
	return word === 'true' ? true : word === 'false' ? false : null;
};

/**
 * The scores in a row of the traces or observations table, which has one column per name with a list of
 * values. Who gave them is not said; the scores table says it.
 */
export function* columnScores(
	row: LangfuseRow,
	table: Table,
	target: { runId: string; spanId: string | null }
): Iterable<Score> {
	for (const name of row.names()) {
		if (KNOWN.has(camelCase(name))) continue;
		const values = unpacked(row.cell(name));
		if (!Array.isArray(values)) continue;
		for (const [position, value] of (values as unknown[]).entries()) {
			const written = isObject(value) ? null : scalarText(value)?.trim();
			if (written === undefined || written === null || written === '') continue;
			const valueBool = truthOf(written);
			const valueNum = numberOf(written);
			yield {
				scoreId: [table, target.runId, target.spanId ?? '', name, position].join(':'),
				...target,
				conversationId: null,
				name,
				valueNum,
				valueLabel: valueNum === null && valueBool === null ? cut(written, LABEL_LENGTH) : null,
				valueBool,
				source: 'unknown',
				atUs: null
			};
		}
	}
}

/** Columns of both tables that hold, or may hold, a list. */
const KNOWN = new Set([
	...['tags', 'traceTags', 'comments', 'metadata', 'input', 'output', 'scores', 'observations'],
	...['corrections', 'toolCalls', 'toolCallNames', 'toolDefinitions', 'modelParameters', 'usage'],
	...['usageDetails', 'costDetails', 'providedUsageDetails', 'providedCostDetails', 'name']
]);
