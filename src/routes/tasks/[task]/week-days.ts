import type { Place } from '#lib/links.ts';

/** The last day of a week by its Monday, `YYYY-MM-DD`. */
export const weekEnd = (week: string): string =>
	new Date(Date.parse(week) + 6 * 86_400_000).toISOString().slice(0, 10);

/** The days of a week that the period of the page leaves: the rows behind a point of that week. */
export function weekPlace(place: Place, week: string): Place {
	const { from, to } = place.filters;
	const end = weekEnd(week);
	const days = { from: from && from > week ? from : week, to: to && to < end ? to : end };
	return { ...place, filters: { ...place.filters, ...days } };
}
