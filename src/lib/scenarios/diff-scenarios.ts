import { assumptionOf } from '#simulations/engine/assumptions.ts';
import type { ScenarioDocument } from './document.ts';
import { scenarioJson } from './write-scenario.ts';

/** One thing in which two scenarios differ: where, what it was and is (null: not there), in words. */
export interface ScenarioDifference {
	path: string;
	from: unknown;
	to: unknown;
	sentence: string;
}

/** What changes from one scenario to another, in the order of the format; names and notes too. */
export function diffScenarios(a: ScenarioDocument, b: ScenarioDocument): ScenarioDifference[] {
	const before = leaves(scenarioJson(a));
	const after = leaves(scenarioJson(b));
	const paths = [...new Set([...before.keys(), ...after.keys()])];
	return paths
		.map((path) => ({ path, from: before.get(path) ?? null, to: after.get(path) ?? null }))
		.filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
		.map((change) => ({ ...change, sentence: sentenceOf(change) }));
}

/** Figures, words and short lists by their path. */
function leaves(value: unknown, path = '', found = new Map<string, unknown>()) {
	if (isRecord(value) && !isFigure(value)) {
		for (const [name, inner] of Object.entries(value))
			leaves(inner, path === '' ? name : `${path}.${name}`, found);
	} else if (Array.isArray(value) && value.some(isRecord)) {
		value.forEach((inner, i) => leaves(inner, `${path}[${nameOf(inner) ?? i + 1}]`, found));
	} else found.set(path, value);
	return found;
}

function sentenceOf({ path, from, to }: Omit<ScenarioDifference, 'sentence'>): string {
	const subject = inWords(path);
	if (from === null) return `${subject}: ${written(to)} (was not set)`;
	if (to === null) return `${subject}: no longer set (was ${written(from)})`;
	return `${subject}: ${written(to)} (was ${written(from)})`;
}

/** `inputs.review_minutes` -> "minutes per review"; other paths as words. */
function inWords(path: string): string {
	const [first = '', ...rest] = path.split('.');
	const last = rest.at(-1) ?? first;
	if (first === 'inputs') return label(last);
	if (first === 'task_inputs') return `${label(last)} of ${rest.slice(0, -1).join('.')}`;
	if (first === 'pin' && rest.length > 1)
		return `pinned ${label(last)} of ${rest.slice(1, -1).join('.')}`;
	return path.replaceAll('_', ' ').replaceAll('.', ', ');
}

function label(name: string): string {
	const own: Record<string, string> = {
		case_success_rate: 'share right by agent',
		cost_per_case_usd: 'cost of a case by agent'
	};
	return own[name] ?? assumptionOf(name)?.label.toLowerCase() ?? name;
}

function written(value: unknown): string {
	if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(written).join(', ');
	if (!isRecord(value)) return typeof value === 'string' ? value : JSON.stringify(value);
	const { value: figure, low, high, times, plus } = value;
	if (times !== undefined) return `${String(times)} x what is measured`;
	if (plus !== undefined)
		return `what is measured ${Number(plus) < 0 ? '-' : '+'} ${Math.abs(Number(plus))}`;
	return `${String(figure)} (${String(low)} to ${String(high)})`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isFigure = (value: Record<string, unknown>): boolean =>
	('value' in value && !('source' in value)) || 'times' in value || 'plus' in value;

function nameOf(value: unknown): string | null {
	if (!isRecord(value)) return null;
	const name = value.name ?? value.attribute;
	return typeof name === 'string' ? name : null;
}
