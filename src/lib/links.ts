import { paramsOf, type Filters } from './filters.ts';

/** What every address within a workspace carries. */
export interface Place {
	workspace: string;
	filters: Filters;
}

/** An address of a page of a workspace with filters; `more` are the page's own parameters, null = left out. */
export function href(
	path: string,
	{ workspace, filters }: Place,
	more: Record<string, string | number | null | undefined> = {}
): string {
	const params = new URLSearchParams({ workspace });
	for (const [name, value] of paramsOf(filters)) params.append(name, value);
	for (const [name, value] of Object.entries(more)) {
		if (value !== null && value !== undefined && value !== '') params.set(name, String(value));
	}
	return `${path}?${params}`;
}

/** The runs of a task and configuration under the filters; null fields are runs without one. */
export function runsHref(
	place: Place,
	only: Partial<
		Record<'task' | 'agent' | 'agent_version' | 'model' | 'outcome' | 'status', string | null>
	>,
	more: Record<string, string | number | null | undefined> = {}
): string {
	const filters = { ...place.filters };
	for (const [field, value] of Object.entries(only) as [keyof typeof only, string | null][]) {
		filters[field] = [value ?? '(none)'];
	}
	return href('/runs', { ...place, filters }, more);
}

/** A task's page. */
export const taskHref = (
	place: Place,
	task: string,
	more: Record<string, string | number | null | undefined> = {}
): string =>
	href(
		`/tasks/${encodeURIComponent(task)}`,
		{ ...place, filters: { ...place.filters, task: [] } },
		more
	);

/** Where runs of a task are checked by hand. */
export const checkHref = (
	place: Place,
	task: string,
	more: Record<string, string | number | null | undefined> = {}
): string =>
	href(
		`/tasks/${encodeURIComponent(task)}/check`,
		{ ...place, filters: { ...place.filters, task: [] } },
		more
	);
