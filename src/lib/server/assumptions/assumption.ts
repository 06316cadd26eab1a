import { isAssumptionName, nearestName } from '#simulations/engine/assumption-names.ts';
import { decisions } from '#simulations/engine/assumptions.ts';
import { figureOf } from './figure.ts';

/** An input that is not computed from runs, as somebody entered it; an empty task is the workspace's default. */
export interface EnteredAssumption {
	task: string;
	name: string;
	/** A number, or `start` / `continue` for `decision`. */
	value: number | string;
	/** The ends of a 90 % interval; null = a point. */
	low: number | null;
	high: number | null;
	source: string;
	note: string | null;
}

/** A row as it came, before anybody looked at it. */
export type AssumptionRow = Partial<Record<keyof EnteredAssumption, unknown>>;

/** A row that can be stored, or the sentence that says why not. */
export function checked(row: AssumptionRow, at: string): EnteredAssumption | { problem: string } {
	const name = words(row.name);
	if (name === '') return { problem: `${at}: the name is missing` };
	if (!isAssumptionName(name)) {
		return {
			problem: `${at}: no assumption is called "${name}", did you mean "${nearestName(name)}"?`
		};
	}
	const rest = {
		task: words(row.task) === '*' ? '' : words(row.task),
		name,
		source: words(row.source) || 'entered',
		note: words(row.note) || null
	};
	if (name === 'decision') {
		const value = words(row.value);
		return decisions.some((one) => one === value)
			? { ...rest, value, low: null, high: null }
			: { problem: `${at}: decision is "${value}", expected start or continue` };
	}
	const figure = figureOf(name, {
		value: words(row.value),
		low: words(row.low),
		high: words(row.high)
	});
	if (figure === null)
		return { problem: `${at}: ${name} has no value, expected one or both ends of a range` };
	if ('problem' in figure) return { problem: `${at}: ${name}: ${figure.problem}` };
	return { ...rest, ...figure };
}

const words = (cell: unknown): string =>
	cell === null || cell === undefined ? '' : String(cell).trim();
