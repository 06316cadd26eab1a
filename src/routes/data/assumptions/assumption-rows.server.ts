import { assumptionOf, assumptions, type Assumption } from '#simulations/engine/assumptions.ts';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Estimate, Figure, Source } from '#simulations/engine/estimate.ts';
import { assumptionGroups, assumptionUnits, decisionAssumption } from '#lib/glossary.ts';
import type { StoredAssumption } from '#lib/server/assumptions/stored.ts';

/** An assumption in one scope: what was entered there, what else is known, and which of them holds. */
export interface AssumptionRow {
	name: string;
	label: string;
	description: string;
	unit: string;
	/** Whether it may have a range: not where the engine takes a point. */
	ranged: boolean;
	/** Without it there is no verdict. */
	needed: boolean;
	/** Entered in this scope. */
	own: StoredAssumption | null;
	/** Entered for the whole workspace; null in the workspace's own scope. */
	workspace: StoredAssumption | null;
	/** What the task's runs say; null in the workspace's scope. */
	measured: Estimate | null;
	default: Figure | null;
	/** The default in words where it follows an input that is not known. */
	follows: Assumption['defaultFollows'];
	/** What holds when the field is left blank; null = nothing. */
	otherwise: { figure: Figure | string; source: Source } | null;
	/** In the workspace's scope: how many tasks have their own, and how many measure it. */
	ownTasks: number;
	measuredTasks: number;
}

/** Rows under one heading. */
export interface AssumptionRowGroup {
	id: string;
	title: string;
	rows: AssumptionRow[];
}

/** What is known in a scope: a task, or with an empty name the workspace. */
export interface AssumptionScope {
	task: string;
	stored: readonly StoredAssumption[];
	/** What runs measure, by task. */
	measured: ReadonlyMap<string, Inputs>;
	/** Tools whose calls can have a price. */
	tools: readonly string[];
}

/** Every assumption of a scope, in the order of a form. */
export function assumptionRows(scope: AssumptionScope): AssumptionRowGroup[] {
	const groups = assumptionGroups.map(({ id, title, names }) => ({
		id,
		title,
		rows: names.map((name) => rowOf(scope, name))
	}));
	const rated = scope.stored.map(({ name }) => name).filter((name) => name.startsWith(RATE));
	const tools = [...new Set([...rated, ...scope.tools.map((tool) => RATE + tool)])].sort();
	return tools.length === 0
		? groups
		: [
				...groups,
				{
					id: 'tools',
					title: 'Tools that charge by the call',
					rows: tools.map((name) => rowOf(scope, name))
				}
			];
}

const RATE = 'tool_rate.';
const POINT_ZERO: Figure = { value: 0, low: null, high: null };
const NEEDED = new Set(['human_minutes', 'human_wage_per_hour']);

function rowOf(scope: AssumptionScope, name: string): AssumptionRow {
	const { task, stored, measured } = scope;
	const of = (wanted: string) =>
		stored.find((one) => one.task === wanted && one.name === name) ?? null;
	const workspace = task === '' ? null : of('');
	const runs = task === '' ? null : measurement(measured.get(task), name);
	const known = assumptionOf(name);
	const scale = known ? scaleOf(scope, known.defaultFollows) : 1;
	const fallback = defaultOf(name, known);
	const scaled = fallback && scale !== null ? times(fallback, scale) : null;
	return {
		name,
		...described(name, known),
		needed: NEEDED.has(name),
		own: of(task),
		workspace,
		measured: runs,
		default: scaled,
		follows: fallback && scaled === null ? (known?.defaultFollows ?? null) : null,
		otherwise: otherwise(name, workspace, runs, scaled),
		ownTasks: task === '' ? stored.filter((one) => one.task !== '' && one.name === name).length : 0,
		measuredTasks:
			task === '' ? [...measured.values()].filter((inputs) => measurement(inputs, name)).length : 0
	};
}

function described(
	name: string,
	known: Assumption | null
): Pick<AssumptionRow, 'label' | 'description' | 'unit' | 'ranged'> {
	if (known) {
		const { label, description, unit, family } = known;
		return { label, description, unit: assumptionUnits[unit], ranged: family !== 'point' };
	}
	if (name === decisionAssumption.name) {
		const { label, description } = decisionAssumption;
		return { label, description, unit: '', ranged: false };
	}
	const label = name.slice(RATE.length);
	return { label, description: '', unit: 'USD a call', ranged: false };
}

const defaultOf = (name: string, known: Assumption | null): Figure | null =>
	known ? known.default : name.startsWith(RATE) ? POINT_ZERO : null;

function otherwise(
	name: string,
	workspace: StoredAssumption | null,
	measured: Estimate | null,
	fallback: Figure | null
): AssumptionRow['otherwise'] {
	if (workspace) {
		const { value, low, high } = workspace;
		const figure = typeof value === 'string' ? value : { value, low, high };
		return { figure, source: 'entered' };
	}
	if (measured) return { figure: measured, source: 'measured' };
	if (name === decisionAssumption.name)
		return { figure: decisionAssumption.default, source: 'default' };
	return fallback && { figure: fallback, source: 'default' };
}

/** What a default is a multiple of: 1 where it stands alone, null where that is not known. */
function scaleOf(scope: AssumptionScope, follows: Assumption['defaultFollows']): number | null {
	if (follows === null) return 1;
	if (follows !== 'human_cost') return valueIn(scope, follows);
	const minutes = valueIn(scope, 'rework_minutes') ?? valueIn(scope, 'human_minutes');
	const wage = valueIn(scope, 'human_wage_per_hour');
	return minutes === null || wage === null ? null : (minutes / 60) * wage;
}

/** The value that holds in a scope, as the verdict takes it: the task's own, the workspace's, the runs'. */
function valueIn({ task, stored, measured }: AssumptionScope, name: string): number | null {
	const named = stored.filter((one) => one.name === name);
	const entered =
		named.find((one) => one.task === task) ?? named.find((one) => one.task === '') ?? null;
	const value = entered?.value ?? measurement(measured.get(task), name)?.value ?? null;
	return value === null ? null : Number(value);
}

const names: ReadonlySet<string> = new Set(assumptions.map(({ name }) => name));

function measurement(inputs: Inputs | undefined, name: string): Estimate | null {
	if (!inputs || !names.has(name)) return null;
	return inputs[name as (typeof assumptions)[number]['name']] ?? null;
}

const times = ({ value, low, high }: Figure, scale: number): Figure => ({
	value: value * scale,
	low: low === null ? null : low * scale,
	high: high === null ? null : high * scale
});
