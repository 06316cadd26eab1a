import { filtersOf, listFields, type Filters } from '../filters.ts';
import { isMetric, metrics } from '../metrics/index.ts';
import { nearest } from './nearest.ts';
import { dimension, dimensions } from './queries/dimensions.ts';

/** What a question in a URL asks for; `problem` when it cannot be understood. */
export type Asked = { by: string[]; names: string[]; filters: Filters } | { problem: string };

/** Reads `by`, `metric`, `from`, `to` and any filter from a URL; `more` are names that somebody else reads. */
export function askedOf(params: URLSearchParams, more: readonly string[] = []): Asked {
	const by = lists(params, 'by');
	const unknown = by.find((name) => !dimension(name));
	if (unknown !== undefined) {
		const known = dimensions.map((one) => one.name);
		return {
			problem: `There is no dimension "${unknown}": did you mean ${nearest(unknown, known)}?`
		};
	}
	const names = lists(params, 'metric');
	const wrong = names.find((name) => !isMetric(name));
	if (wrong !== undefined) {
		const known = metrics.map((one) => one.name);
		return { problem: `There is no metric "${wrong}": did you mean ${nearest(wrong, known)}?` };
	}
	const own = ['from', 'to', 'by', 'metric', 'workspace', 'thresholds', 'seed', 'job'];
	const allowed = new Set<string>([...listFields, ...own, ...more]);
	for (const key of params.keys()) {
		if (!allowed.has(key) && !key.startsWith('attribute.')) {
			return {
				problem: `There is no filter "${key}": did you mean ${nearest(key, [...listFields, 'from', 'to'])}?`
			};
		}
	}
	for (const end of ['from', 'to'] as const) {
		const given = params.get(end);
		if (given && !filtersOf(params)[end]) {
			return { problem: `${end} is "${given}", expected a day like 2026-11-21.` };
		}
	}
	return { by, names, filters: filtersOf(params) };
}

const lists = (params: URLSearchParams, key: string): string[] =>
	params
		.getAll(key)
		.flatMap((value) => value.split(','))
		.map((value) => value.trim())
		.filter(Boolean);
