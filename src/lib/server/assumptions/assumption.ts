import { isAssumptionName, nearestName } from '#simulations/engine/assumption-names.ts';
import { assumptionOf, decisions } from '#simulations/engine/assumptions.ts';
import { checkFigure } from '#simulations/engine/estimate.ts';

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
		task: words(row.task),
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
	const figure = { value: figureOf(row.value), low: figureOf(row.low), high: figureOf(row.high) };
	if (figure.value === null) return { problem: `${at}: ${name} has no value` };
	const known = assumptionOf(name);
	try {
		checkFigure(name, { ...figure, value: figure.value }, known?.min ?? 0, known?.max ?? 1e12);
	} catch (error) {
		return { problem: `${at}: ${(error as Error).message}` };
	}
	return { ...rest, ...figure, value: figure.value };
}

const words = (cell: unknown): string =>
	cell === null || cell === undefined ? '' : String(cell).trim();

/** An empty cell is null; what is no number is NaN, which no range holds. */
function figureOf(cell: unknown): number | null {
	const written = words(cell).replaceAll('_', '');
	return written === '' ? null : /^[+-]?[\d.]+(e[+-]?\d+)?$/i.test(written) ? Number(written) : NaN;
}
