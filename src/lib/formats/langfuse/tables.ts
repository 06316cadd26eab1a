import type { Head } from '../format.ts';
import { isObject } from '../otel/any-value.ts';
import { columnNames, separatorOf } from '../table.ts';

/** Which of Langfuse's tables a record is a row of. */
export type Table = 'trace' | 'observation' | 'score' | 'session';

/** The table that a record with these names belongs to, in camelCase or snake_case; null = none of them. */
export function tableOf(names: Iterable<string>): Table | null {
	const known = new Set([...names].map(camelCase));
	const count = (...some: string[]) => some.filter((name) => known.has(name)).length;
	const all = (...some: string[]) => count(...some) === some.length;
	if (all('name', 'dataType', 'source') && count('traceId', 'observationId') > 0) return 'score';
	if (all('traceId') && count('usageDetails', 'providedModelName', 'parentObservationId') > 0) {
		return 'observation';
	}
	if (all('countTraces') && count('sessionDuration', 'userIds') > 0) return 'session';
	const isTrace =
		all('id', 'timestamp') &&
		count('userId', 'sessionId') > 0 &&
		count('release', 'bookmarked', 'public', 'observationCount', 'htmlPath') > 1;
	return isTrace ? 'trace' : null;
}

/** `parent_observation_id` -> `parentObservationId`. */
export const camelCase = (name: string): string =>
	name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Is this a Langfuse download, an answer of its API, or a row of one of its tables? */
export function isLangfuse(value: unknown): boolean {
	if (!isObject(value)) return false;
	if (isPage(value)) return (value.data as unknown[]).some(isLangfuse);
	if (isDownload(value)) return holdsRecords(value);
	return tableOf(Object.keys(value)) !== null;
}

/** An answer of the API's list endpoints. */
export const isPage = (value: Record<string, unknown>): boolean =>
	Array.isArray(value.data) && !('id' in value);

/** What the user interface downloads of one trace: `{trace, observations}` or `{observations, scores}`. */
export const isDownload = (value: Record<string, unknown>): boolean =>
	Array.isArray(value.observations) && !('id' in value);

function holdsRecords({ trace, observations, scores }: Record<string, unknown>): boolean {
	if (isObject(trace)) return tableOf(Object.keys(trace)) === 'trace';
	const records = [observations, scores].flat();
	return Array.isArray(scores) && (records.length === 0 || records.some(isLangfuse));
}

/** True when a file's head shows a Langfuse export. */
export function recognizes(head: Head): boolean {
	if (head.objects.some(isLangfuse)) return true;
	if (/^\ufeff?\s*[[{]/.test(head.text)) return head.objects.length === 0 && isCutOff(head.text);
	return separatorOf(head) !== null && tableOf(columnNames(head)) !== null;
}

/** A first record too long for the head: what it begins with, and a name that only Langfuse has. */
const isCutOff = (text: string): boolean => START.test(text) && SIGN.test(text);

const START = /^\ufeff?\s*\[?\s*\{\s*"(trace|observations|scores|data|id)"\s*:/;
/** In text inside the record the quotes are escaped, and do not match. */
const SIGN =
	/"(htmlPath|bookmarked|parentObservationId|parent_observation_id|usageDetails|usage_details|providedModelName)"\s*:/;
