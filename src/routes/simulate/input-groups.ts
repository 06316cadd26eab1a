import { assumptionOf } from '#simulations/engine/assumptions.ts';
import type { InputName } from '#simulations/engine/beliefs.ts';
import type { Scale } from '#lib/components/estimate.ts';
import { typed } from '#lib/format.ts';
import type { InputShown } from '#lib/scenarios/result.ts';
import { unitOfInput } from '#lib/verdicts/input-units.ts';

/** Figures of the builder by the part of the work they are about. */
export const inputGroups = {
	volume: ['volume_per_month', 'growth_month', 'horizon_months', 'discount_rate_year'],
	people: ['human_minutes', 'human_wage_per_hour', 'human_success', 'value_usd'],
	agent: ['case_success_rate', 'cost_per_case_usd', 'visible_failure_share'],
	review: [
		'review_minutes',
		'reviewer_wage_per_hour',
		'reviewer_detect',
		'reviewer_false_alarm',
		'reviewer_utilisation',
		'delay_cost_per_hour'
	],
	incidents: [
		'incident_prob_given_escape',
		'incident_mean_cost',
		'incident_rate_cap',
		'rework_prob_given_escape',
		'late_rework_cost'
	],
	upkeep: [
		'retrain_cost',
		'retrain_cycles_per_month',
		'build_cost',
		'monthly_fixed',
		'amortisation_months'
	]
} as const satisfies Record<string, readonly InputName[]>;
export type InputGroup = keyof typeof inputGroups;

/** A figure as the builder asks for it. */
export interface InputField extends Omit<InputShown, 'value'> {
	value: number | null;
	label: string;
	help: string;
	min: number;
	max: number;
	reach: Scale;
	step: number;
	/** As measured, entered or assumed, without the scenario; null where nobody knows. */
	base: { value: number; low: number | null; high: number | null } | null;
}

const MEASURED = {
	case_success_rate: {
		label: 'Share right by agent',
		help: 'Share of cases that the agent gets right, before any review.',
		min: 0,
		max: 1
	},
	cost_per_case_usd: {
		label: 'Cost of a case by agent',
		help: 'Model, tools, state and evaluation, all attempts.',
		min: 0,
		max: 1e9
	}
};

/** What an input is called. */
export const inputLabel = (name: InputName): string =>
	name in MEASURED
		? MEASURED[name as keyof typeof MEASURED].label
		: (assumptionOf(name)?.label ?? name);

/** The same where room is short: beside a bar. */
export const shortLabel = (name: InputName): string => SHORT[name] ?? inputLabel(name);

const SHORT: Partial<Record<InputName, string>> = {
	visible_failure_share: 'Visible failures',
	reviewer_utilisation: 'Reviewers’ busy share',
	reviewer_detect: 'Caught by review',
	reviewer_false_alarm: 'False alarms',
	incident_prob_given_escape: 'Escapes to incidents',
	rework_prob_given_escape: 'Escapes put right',
	late_rework_cost: 'Putting one right',
	amortisation_months: 'Build spread over',
	delay_cost_per_hour: 'An hour of delay'
};

/** The fields of a group: `shown` with the scenario, `base` without it. */
export function fieldsOf(
	group: InputGroup,
	shown: readonly InputShown[],
	base: readonly InputShown[]
): InputField[] {
	return inputGroups[group].map((name): InputField => {
		const now = shown.find(({ input }) => input === name);
		const before = base.find(({ input }) => input === name);
		const known = assumptionOf(name);
		const own = name in MEASURED ? MEASURED[name as keyof typeof MEASURED] : null;
		const { min, max } = own ?? known ?? { min: 0, max: 1e9 };
		const reach = reachOf(name, before ?? now ?? null);
		return {
			input: name,
			value: rounded(now?.value ?? null),
			low: rounded(now?.low ?? null),
			high: rounded(now?.high ?? null),
			source: now?.source ?? 'default',
			n: now?.n ?? null,
			wasValue: now?.wasValue ?? null,
			label: inputLabel(name),
			help: own?.help ?? known?.description ?? '',
			min,
			max,
			reach,
			step: known?.unit === 'months' ? 1 : (reach.max - reach.min) / 200,
			base: before ? { value: before.value, low: before.low, high: before.high } : null
		};
	});
}

/** Four digits: what a field shows is what it sends back. */
const rounded = (value: number | null): number | null =>
	value === null ? null : Number(typed(value));

/** Ends of a slider that make the figure movable: well above what is measured, on round figures. */
function reachOf(name: InputName, now: InputShown | null): Scale {
	const known = assumptionOf(name);
	const { unit } = unitOfInput(name);
	if (unit === 'months') return { min: name === 'horizon_months' ? 0 : 1, max: 60 };
	if (known?.family === 'signed') return { min: -0.1, max: 0.3 };
	const top = Math.max(now?.value ?? 0, now?.high ?? 0);
	if (unit === 'ratio' && (top > 0.25 || (known?.span ?? 1) >= 0.1)) return { min: 0, max: 1 };
	const wanted = top > 0 ? 2 * top : 5 * (known?.span ?? 1);
	return { min: 0, max: unit === 'ratio' ? Math.min(1, roundUp(wanted)) : roundUp(wanted) };
}

/** The next of 1, 2, 5 times a power of ten. */
function roundUp(size: number): number {
	const power = 10 ** Math.floor(Math.log10(size));
	return power * ([1, 2, 5].find((digit) => digit * power >= size * 0.999) ?? 10);
}
