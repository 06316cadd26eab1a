import {
	assumptions,
	type Assumption,
	type AssumptionName
} from '#simulations/engine/assumptions.ts';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Estimate, Figure, Source } from '#simulations/engine/estimate.ts';
import type { TaskVerdict } from './verdicts.ts';

/** An assumption as it holds for a task: the figure, where it comes from, and what runs say. */
export interface EffectiveInput {
	name: AssumptionName;
	label: string;
	unit: string;
	description: string;
	value: number | null;
	low: number | null;
	high: number | null;
	source: Source;
	n: number | null;
	measured: Estimate | null;
	min: number;
	max: number;
}

/** Every assumption of a task in the order of the form, defaults filled in. */
export function effectiveInputs({ inputs, measured }: TaskVerdict): EffectiveInput[] {
	return assumptions.map(({ name, label, unit, description, min, max, ...rest }) => {
		const given = inputs[name];
		const scale = followed(rest.defaultFollows, inputs);
		const figure = given ?? scaled(rest.default, scale);
		return {
			name,
			label,
			unit,
			description,
			value: figure?.value ?? null,
			low: figure?.low ?? null,
			high: figure?.high ?? null,
			source: given?.source ?? 'default',
			n: given?.n ?? null,
			measured: measured[name] ?? null,
			min,
			max
		};
	});
}

/** What a default is a multiple of: 1 where it stands alone, null where that is not known yet. */
function followed(name: Assumption['defaultFollows'], inputs: Inputs): number | null {
	const minutes = inputs.human_minutes?.value ?? null;
	const wage = inputs.human_wage_per_hour?.value ?? null;
	if (name === null) return 1;
	if (name === 'human_minutes') return minutes;
	if (name === 'human_wage_per_hour') return wage;
	return minutes === null || wage === null ? null : (minutes / 60) * wage;
}

const scaled = (figure: Figure | null, scale: number | null): Figure | null =>
	figure === null || scale === null
		? null
		: {
				value: figure.value * scale,
				low: figure.low === null ? null : figure.low * scale,
				high: figure.high === null ? null : figure.high * scale
			};
