import { badRequest, object } from '#lib/server/answers.ts';
import { calibrationRows, defaultThresholds } from '#lib/server/queries/calibration.ts';
import { withDefaults } from '#lib/server/queries/default-filters.ts';
import { askedOf } from '#lib/server/questions.ts';
import type { RequestHandler } from './$types';

/** How well stated confidence agrees with outcomes, by the dimensions of `by`. */
export const GET: RequestHandler = async ({ url, locals, request }) => {
	const asked = askedOf(url.searchParams);
	if ('problem' in asked) return badRequest(asked.problem);
	const thresholds = (url.searchParams.get('thresholds') ?? '')
		.split(',')
		.filter(Boolean)
		.map(Number);
	if (thresholds.some((at) => !(at >= 0 && at <= 1))) {
		return badRequest('thresholds must be numbers from 0 to 1, separated by commas.');
	}
	const { warehouse } = await locals.workspace();
	const filters = await withDefaults(warehouse, asked.filters, asked.by);
	const rows = await calibrationRows(
		warehouse,
		{
			by: asked.by,
			filters,
			zone: 'UTC',
			thresholds: thresholds.length ? thresholds : defaultThresholds
		},
		request.signal
	);
	return object({ rows });
};
