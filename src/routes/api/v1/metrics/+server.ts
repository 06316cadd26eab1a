import { metrics } from '#lib/metrics/index.ts';
import { badRequest, object } from '#lib/server/answers.ts';
import { withDefaults } from '#lib/server/queries/default-filters.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { askedOf } from '#lib/server/questions.ts';
import type { RequestHandler } from './$types';

/** Metrics by the dimensions of `by`, over the runs that the filters leave. */
export const GET: RequestHandler = async ({ url, locals, request }) => {
	const asked = askedOf(url.searchParams);
	if ('problem' in asked) return badRequest(asked.problem);
	const { warehouse } = await locals.workspace();
	const names = asked.names.length ? asked.names : metrics.map((metric) => metric.name);
	const filters = await withDefaults(warehouse, asked.filters, asked.by);
	const rows = await metricRows(
		warehouse,
		{ names, by: asked.by, filters, zone: 'UTC' },
		request.signal
	);
	return object({ rows });
};
