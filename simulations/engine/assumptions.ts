import type { Family } from './distribution.ts';
import type { Figure } from './estimate.ts';

/** An input that is not computed from runs: what it means, what it may be, what it is until told. */
export interface Assumption {
	name: string;
	label: string;
	unit:
		| 'minutes'
		| 'hours'
		| 'months'
		| 'usd'
		| 'usd_per_hour'
		| 'usd_per_month'
		| 'ratio'
		| 'ratio_per_month'
		| 'ratio_per_year'
		| 'per_month'
		| 'cases_per_month';
	/** How its 90 % interval is read: probability as a beta, positive as a lognormal. */
	family: Family;
	min: number;
	max: number;
	/** Null when nothing is assumed in its place. */
	default: Figure | null;
	/** The input the default is a multiple of, or null. */
	defaultFollows: 'human_minutes' | 'human_wage_per_hour' | 'human_cost' | null;
	/** What counts as a large change of a figure that has no interval of its own. */
	span: number;
	description: string;
}

const point = (value: number): Figure => ({ value, low: null, high: null });
const range = (value: number, low: number, high: number): Figure => ({ value, low, high });
const MONEY = { min: 0, max: 1e12 } as const;
const SHARE = { min: 0, max: 1, family: 'probability', span: 0.1 } as const;

/** Every numeric assumption of design.md 4, in the order a form asks for them. */
export const assumptions = [
	{
		name: 'human_minutes',
		label: 'Minutes by hand',
		unit: 'minutes',
		family: 'positive',
		min: 0,
		max: 1e7,
		default: null,
		defaultFollows: null,
		span: 10,
		description: 'How long a person needs for one case. Without it there is no verdict.'
	},
	{
		name: 'human_wage_per_hour',
		label: 'Wage of the person',
		unit: 'usd_per_hour',
		family: 'positive',
		min: 0,
		max: 1e6,
		default: null,
		defaultFollows: null,
		span: 20,
		description:
			'Loaded wage (salary and overhead) of whoever does it now. Without it there is no verdict.'
	},
	{
		name: 'human_success',
		label: 'Share right by hand',
		unit: 'ratio',
		...SHARE,
		default: range(0.94, 0.85, 0.99),
		defaultFollows: null,
		description:
			'Share of cases a person gets right. People err too; give a range if it was never counted.'
	},
	{
		name: 'volume_per_month',
		label: 'Cases a month',
		unit: 'cases_per_month',
		family: 'positive',
		min: 0,
		max: 1e10,
		default: point(1000),
		defaultFollows: null,
		span: 500,
		description:
			'Cases a month in production. Until it is known, figures are per 1,000 cases a month.'
	},
	{
		name: 'value_usd',
		label: 'Value of a right result',
		unit: 'usd',
		family: 'positive',
		...MONEY,
		default: null,
		defaultFollows: null,
		span: 10,
		description:
			'What one more right result is worth. When set, the loss per escape must not include it.'
	},
	{
		name: 'review_minutes',
		label: 'Minutes per review',
		unit: 'minutes',
		family: 'positive',
		min: 0,
		max: 1e6,
		default: range(0.3, 0.1, 0.6),
		defaultFollows: 'human_minutes',
		span: 2,
		description:
			'How long one review takes. Until measured: 30 % of the minutes by hand (10 to 60 %).'
	},
	{
		name: 'reviewer_wage_per_hour',
		label: 'Wage of the reviewer',
		unit: 'usd_per_hour',
		family: 'positive',
		min: 0,
		max: 1e6,
		default: point(1),
		defaultFollows: 'human_wage_per_hour',
		span: 20,
		description: 'Loaded wage of a reviewer. Until told: the wage of the person.'
	},
	{
		name: 'reviewer_utilisation',
		label: 'Productive share of paid review time',
		unit: 'ratio',
		...SHARE,
		min: 0.01,
		default: range(0.8, 0.65, 0.92),
		defaultFollows: null,
		description: 'Share of paid reviewer time spent reviewing; idle time is paid as well.'
	},
	{
		name: 'reviewer_detect',
		label: 'Wrong results a review catches',
		unit: 'ratio',
		...SHARE,
		default: range(0.8, 0.6, 0.95),
		defaultFollows: null,
		description: 'Share of wrong results that a reviewer rejects.'
	},
	{
		name: 'reviewer_false_alarm',
		label: 'Right results a review rejects',
		unit: 'ratio',
		...SHARE,
		default: range(0.05, 0.01, 0.12),
		defaultFollows: null,
		description: 'Share of right results that a reviewer rejects by mistake.'
	},
	{
		name: 'review_delay_hours',
		label: 'Delay by review',
		unit: 'hours',
		family: 'positive',
		min: 0,
		max: 1e5,
		default: point(0),
		defaultFollows: null,
		span: 4,
		description: 'Mean time a case waits for its review and is reviewed.'
	},
	{
		name: 'delay_cost_per_hour',
		label: 'Cost of an hour of delay',
		unit: 'usd_per_hour',
		family: 'positive',
		...MONEY,
		default: point(0),
		defaultFollows: null,
		span: 10,
		description: 'What one hour of delay of one case costs.'
	},
	{
		name: 'incident_prob_given_escape',
		label: 'Escapes that become incidents',
		unit: 'ratio',
		...SHARE,
		span: 0.02,
		default: point(0),
		defaultFollows: null,
		description: 'Share of wrong results nobody stopped that cost somebody. Until told: none known.'
	},
	{
		name: 'incident_mean_cost',
		label: 'Cost of an incident',
		unit: 'usd',
		family: 'positive',
		...MONEY,
		default: point(0),
		defaultFollows: null,
		span: 5000,
		description: 'Mean cost of one incident: response, remediation, penalties, lost business.'
	},
	{
		name: 'incident_rate_cap',
		label: 'Most incidents per case allowed',
		unit: 'ratio',
		family: 'point',
		min: 0,
		max: 1,
		default: null,
		defaultFollows: null,
		span: 0.01,
		description: 'An option is refused when its incidents per case may exceed this (90 % bound).'
	},
	{
		name: 'rework_prob_given_escape',
		label: 'Escapes that must be put right',
		unit: 'ratio',
		...SHARE,
		default: point(1),
		defaultFollows: null,
		description: 'Share of wrong results nobody stopped that somebody must put right later.'
	},
	{
		name: 'late_rework_cost',
		label: 'Cost of putting an escape right',
		unit: 'usd',
		family: 'positive',
		...MONEY,
		default: point(1),
		defaultFollows: 'human_cost',
		span: 20,
		description: 'What putting one escape right costs. Until told: doing the case by hand.'
	},
	{
		name: 'rework_minutes',
		label: 'Minutes of putting an escape right',
		unit: 'minutes',
		family: 'positive',
		min: 0,
		max: 1e7,
		default: null,
		defaultFollows: null,
		span: 10,
		description:
			'Time of putting one escape right at the wage of the person; late_rework_cost goes before it.'
	},
	{
		name: 'visible_failure_share',
		label: 'Failures that announce themselves',
		unit: 'ratio',
		...SHARE,
		default: point(0),
		defaultFollows: null,
		description:
			'Share of failures that end in an error or abstention and go to a person. Measured where runs tell.'
	},
	{
		name: 'build_cost',
		label: 'Build cost',
		unit: 'usd',
		family: 'positive',
		...MONEY,
		default: point(0),
		defaultFollows: null,
		span: 50000,
		description:
			'Building, integrating and first evaluating the agent; left out when the decision is to continue.'
	},
	{
		name: 'amortisation_months',
		label: 'Months the build cost is spread over',
		unit: 'months',
		family: 'point',
		min: 1,
		max: 1200,
		default: point(24),
		defaultFollows: null,
		span: 12,
		description: 'Months over which the build cost counts in the cost per case.'
	},
	{
		name: 'monthly_fixed',
		label: 'Fixed cost a month',
		unit: 'usd_per_month',
		family: 'positive',
		...MONEY,
		default: point(0),
		defaultFollows: null,
		span: 2000,
		description: 'Monitoring, evaluation sets, licences, on-call.'
	},
	{
		name: 'retrain_cycles_per_month',
		label: 'Revisions a month',
		unit: 'per_month',
		family: 'positive',
		min: 0,
		max: 1000,
		default: point(0),
		defaultFollows: null,
		span: 0.5,
		description: 'How often prompts or models are revised.'
	},
	{
		name: 'retrain_cost',
		label: 'Cost of a revision',
		unit: 'usd',
		family: 'positive',
		...MONEY,
		default: point(0),
		defaultFollows: null,
		span: 2000,
		description: 'Labelling, evaluation, labour and compute of one revision.'
	},
	{
		name: 'growth_month',
		label: 'Growth a month',
		unit: 'ratio_per_month',
		family: 'signed',
		min: -1,
		max: 10,
		default: point(0),
		defaultFollows: null,
		span: 0.02,
		description: 'Growth of the volume from month to month.'
	},
	{
		name: 'discount_rate_year',
		label: 'Discount rate a year',
		unit: 'ratio_per_year',
		family: 'signed',
		min: -0.9,
		max: 10,
		default: point(0.1),
		defaultFollows: null,
		span: 0.05,
		description: 'What money a year from now is worth less.'
	},
	{
		name: 'horizon_months',
		label: 'Months looked ahead',
		unit: 'months',
		family: 'point',
		min: 0,
		max: 600,
		default: point(12),
		defaultFollows: null,
		span: 12,
		description: 'Over how many months costs and savings count.'
	},
	{
		name: 'cashable_share',
		label: 'Share of a saving that is cash',
		unit: 'ratio',
		family: 'point',
		min: 0,
		max: 1,
		default: point(1),
		defaultFollows: null,
		span: 0.5,
		description:
			'Share of a saving that leaves the budget; the rest is hours people have for other work.'
	}
] as const satisfies readonly Assumption[];

/** The names of numeric assumptions. */
export type AssumptionName = (typeof assumptions)[number]['name'];

/** What the verdict is about: whether to start, or whether to go on with what is already built. */
export const decisions = ['start', 'continue'] as const;
export type DecisionKind = (typeof decisions)[number];

/** The assumption of a numeric name; null for a name we do not know. */
export function assumptionOf(name: string): Assumption | null {
	return assumptions.find((assumption) => assumption.name === name) ?? null;
}
