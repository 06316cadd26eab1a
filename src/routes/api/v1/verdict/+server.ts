import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { askedOf } from '#lib/server/questions.ts';
import { standings, toldSummary, type Standing } from '#lib/server/verdict-history/standing.ts';
import { verdictRow } from '#lib/server/verdicts/verdict-row.ts';
import { SEED, taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import type { RequestHandler } from './$types';

/** The verdict of every task, or of one. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const asked = askedOf(url.searchParams);
	if ('problem' in asked) return badRequest(asked.problem);
	const given = url.searchParams.get('seed');
	const seed = given === null || given === '' ? SEED : Number(given);
	if (!Number.isSafeInteger(seed))
		return badRequest(`seed is "${given}", expected a whole number.`);
	const { warehouse } = await locals.workspace();
	const verdicts = await taskVerdicts(warehouse, { filters: asked.filters, zone: 'UTC', seed });
	const [task] = asked.filters.task;
	if (task && verdicts.length === 0)
		return notFound(`There is no task called "${task}" with runs.`);
	const told =
		seed === SEED
			? await standings(warehouse, { ...asked.filters, task: [] })
			: new Map<string, Standing>();
	return object({
		rows: verdicts.map((one) => verdictRow(one, toldSummary(one, told.get(one.task))))
	});
};
