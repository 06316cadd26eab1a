import { object } from '#lib/server/answers.ts';
import { calibrationOf, verdictScores } from '#lib/server/verdict-history/scores.ts';
import type { RequestHandler } from './$types';

/** Past verdicts against what the runs after them said, newest first. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const { warehouse } = await locals.workspace();
	const { scores, waiting } = await verdictScores(warehouse, url.searchParams.get('task'));
	return object({ rows: scores, waiting, calibration: calibrationOf(scores) });
};
