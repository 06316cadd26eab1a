import type { Definitions } from '../../definitions/definitions.ts';
import { readDefinitions } from '../../definitions/read-definitions.ts';
import { limitedText } from '../limited-text.ts';

/** Definitions as JSON may be this large. */
export const MAX_DEFINITIONS_BYTES = 1_000_000;

/** Reads definitions from JSON text; a problem is one sentence. */
export function definitionsText(
	text: string
): { definitions: Definitions } | { problem: string; status: number } {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		return {
			problem: 'These definitions are no JSON: expected {"tasks": [...], ...}.',
			status: 400
		};
	}
	const read = readDefinitions(json);
	return 'problem' in read ? { problem: `${read.problem}.`, status: 400 } : read;
}

/** Reads definitions from the body of a request. */
export async function definitionsBody(
	request: Request
): Promise<ReturnType<typeof definitionsText>> {
	const text = await limitedText(request, MAX_DEFINITIONS_BYTES);
	return text === null
		? { problem: 'The definitions are larger than 1 MB.', status: 413 }
		: definitionsText(text);
}
