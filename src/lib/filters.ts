/** What a page or a question is about; every field is in the URL. Empty means all. */
export interface Filters {
	task: string[];
	agent: string[];
	agent_version: string[];
	model: string[];
	environment: string[];
	purpose: string[];
	actor: string[];
	status: string[];
	error_type: string[];
	outcome: string[];
	/** First and last day, inclusive, `YYYY-MM-DD` in the workspace's time zone; null = the data's own. */
	from: string | null;
	to: string | null;
	/** Run attributes, `attribute.<key>=value`. */
	attributes: Record<string, string>;
}

/** The fields that hold lists of values, as they are called in the URL and on the command line. */
export const listFields = [
	'task',
	'agent',
	'agent_version',
	'model',
	'environment',
	'purpose',
	'actor',
	'status',
	'error_type',
	'outcome'
] as const satisfies readonly (keyof Filters)[];

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const ATTRIBUTE = 'attribute.';

/** Nothing filtered out. */
export const noFilters = (): Filters => ({
	task: [],
	agent: [],
	agent_version: [],
	model: [],
	environment: [],
	purpose: [],
	actor: [],
	status: [],
	error_type: [],
	outcome: [],
	from: null,
	to: null,
	attributes: {}
});

/** Reads filters from a URL; a value that is no day is left out rather than guessed. */
export function filtersOf(params: URLSearchParams): Filters {
	const filters = noFilters();
	for (const field of listFields) {
		filters[field] = params.getAll(field).filter((value) => value !== '');
	}
	filters.from = day(params.get('from'));
	filters.to = day(params.get('to'));
	const attributes = [...params].filter(([key, value]) => key.startsWith(ATTRIBUTE) && value);
	filters.attributes = Object.fromEntries(
		attributes.map(([key, value]) => [key.slice(ATTRIBUTE.length), value])
	);
	return filters;
}

/** Writes filters into search parameters, in a fixed order. */
export function paramsOf(filters: Filters): URLSearchParams {
	const params = new URLSearchParams();
	for (const field of listFields) for (const value of filters[field]) params.append(field, value);
	if (filters.from) params.set('from', filters.from);
	if (filters.to) params.set('to', filters.to);
	for (const key of Object.keys(filters.attributes).sort()) {
		params.set(`${ATTRIBUTE}${key}`, filters.attributes[key] as string);
	}
	return params;
}

/** How many fields narrow the view. */
export const activeCount = (filters: Filters): number =>
	listFields.filter((field) => filters[field].length > 0).length +
	(filters.from || filters.to ? 1 : 0) +
	Object.keys(filters.attributes).length;

/** A day that the calendar has: 30 February reads as 2 March, and so is none. */
function day(text: string | null): string | null {
	if (!text || !DAY.test(text)) return null;
	const at = new Date(`${text}T00:00:00Z`);
	return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}
