import type { ScenarioDocument } from '../../scenarios/document.ts';
import { readScenarioText } from '../../scenarios/read-scenario.ts';
import { limitedText } from '../limited-text.ts';

/** The most a scenario may be: pinned figures of a thousand tasks fit. */
const MOST_BYTES = 2_000_000;

/** The scenario in a request's body, or one sentence and the status to refuse it with. */
export async function scenarioBody(
	request: Request
): Promise<{ scenario: ScenarioDocument } | { problem: string; status: number }> {
	const text = await limitedText(request, MOST_BYTES);
	if (text === null) return { problem: 'The scenario is larger than 2 MB.', status: 413 };
	const read = readScenarioText(text);
	if ('scenario' in read) return read;
	return { problem: read.problem.endsWith('?') ? read.problem : `${read.problem}.`, status: 400 };
}
