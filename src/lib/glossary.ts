import type { Assumption } from '#simulations/engine/assumptions.ts';
import { isMetric } from './metrics/index.ts';

/** The words of design.md 2 as people look them up: one word, one meaning. */
export const words: readonly { word: string; meaning: string }[] = [
	{
		word: 'task',
		meaning:
			'A kind of work, such as refund-request. It has a human baseline, a value, a volume and a verdict.'
	},
	{
		word: 'case',
		meaning:
			'One piece of work of a task: one or more runs. The task says what repeats are: retries (the case is right if its last attempt was, and all attempts are paid) or trials (each is a case of its own). Without a case id every run is a case.'
	},
	{
		word: 'run',
		meaning:
			'One attempt by an agent at one case: one trace, one transcript, one row of a table. Cost and latency are counted per run.'
	},
	{
		word: 'configuration',
		meaning:
			'Agent, agent version and model: what a verdict is about. Unless told otherwise, the one that ran most in the last 28 days of the data.'
	},
	{
		word: 'actor',
		meaning:
			'Who did the work: agent, human or rule. Rows of human work feed the human baseline and stay out of the totals of the task.'
	},
	{
		word: 'environment',
		meaning:
			'Where it ran: production, staging and so on. Pages show production alone where there is any.'
	},
	{
		word: 'purpose',
		meaning:
			'What it ran for: production, evaluation or shadow. Volume is measured from production only.'
	},
	{ word: 'span', meaning: 'One step inside a run, in the sense of OpenTelemetry.' },
	{
		word: 'decision',
		meaning:
			'A span in which the agent chose: what was offered, what it took, the reason, how sure it was, what was at stake.'
	},
	{
		word: 'outcome',
		meaning:
			'How a run ended: success, failure, partial or unknown, with a source and a time. Of several, the best source speaks: system of record, human, rule, judge, the agent itself. The agent outcome is before any review and gives the success rate; the delivered outcome is what the customer got.'
	},
	{
		word: 'verified outcome',
		meaning:
			'One that was confirmed or audited, or that nobody contradicted until it was mature. The ladder is claimed, uncontradicted, confirmed, audited.'
	},
	{
		word: 'score',
		meaning: 'Any evaluation attached to a run, a span or a conversation, with its source.'
	},
	{ word: 'reward signal', meaning: 'A score that somebody optimises for.' },
	{
		word: 'review',
		meaning:
			'A person looked at a run: asked for or not, what they decided, how long it waited and took.'
	},
	{ word: 'override', meaning: 'A review that changed the result.' },
	{
		word: 'incident',
		meaning:
			'It cost somebody: severity, minutes, people, money. It belongs to a run, or to a task and a date.'
	},
	{ word: 'escape', meaning: 'A wrong result that no review stopped.' },
	{
		word: 'visible failure',
		meaning:
			'A failed case that announced itself by an error, an abort, an abstention or a failed check, and so goes to a person. The rest fail silently.'
	},
	{
		word: 'policy',
		meaning:
			'When to plan, flag, review and execute: a threshold, a rule for high stakes, an audit rate.'
	},
	{
		word: 'assumption',
		meaning:
			'An input that is not computed from runs: a value with its unit and range; measured, entered or default; who said so and when.'
	},
	{
		word: 'scenario',
		meaning:
			'A named set of changes to policy, scope, volume, staffing, prices or incidents. One simulated future of it is a replication.'
	},
	{
		word: 'verdict',
		meaning:
			'About one task, one configuration and one period: automate, automate with review, narrow the scope, keep it human, or collect more evidence. With the probability of being best, the regret to expect, and what would flip it.'
	},
	{ word: 'receipt', meaning: 'What an import understood, kept, skipped and why.' },
	{
		word: 'price book',
		meaning: 'Dated prices of models. A call is priced by the book of its own day.'
	},
	{
		word: 'priced cost',
		meaning:
			'Tokens times the price book. It is the cost of a run when all its usage can be priced; otherwise the reported cost is.'
	},
	{ word: 'reported cost', meaning: 'What the export itself says that something cost.' }
];

/** Assumptions under what they are about, in the order a form asks for them. */
export const assumptionGroups = [
	{
		id: 'by-hand',
		title: 'The work by hand',
		names: [
			'human_minutes',
			'human_wage_per_hour',
			'human_success',
			'volume_per_month',
			'value_usd'
		]
	},
	{
		id: 'reviewing',
		title: 'Review',
		names: [
			'review_minutes',
			'reviewer_wage_per_hour',
			'reviewer_utilisation',
			'reviewer_detect',
			'reviewer_false_alarm',
			'review_delay_hours',
			'delay_cost_per_hour'
		]
	},
	{
		id: 'wrong-results',
		title: 'When a result is wrong',
		names: [
			'visible_failure_share',
			'incident_prob_given_escape',
			'incident_mean_cost',
			'incident_rate_cap',
			'rework_prob_given_escape',
			'late_rework_cost',
			'rework_minutes'
		]
	},
	{
		id: 'upkeep',
		title: 'Building and keeping the agent',
		names: [
			'build_cost',
			'amortisation_months',
			'monthly_fixed',
			'retrain_cycles_per_month',
			'retrain_cost'
		]
	},
	{
		id: 'ahead',
		title: 'Looking ahead',
		names: ['decision', 'horizon_months', 'growth_month', 'discount_rate_year', 'cashable_share']
	}
] as const;

/** The two assumptions that are no figures of the engine's table. */
export const decisionAssumption = {
	name: 'decision',
	label: 'What is decided',
	description:
		'Whether to start with an agent, or to go on with one that is built: then its build cost is left out.',
	default: 'start'
} as const;
export const toolRateAssumption = {
	name: 'tool_rate.<tool>',
	label: 'Price of a call to a tool',
	description: 'What one call of the tool costs, where exports do not tell; one for each tool.',
	default: '0'
} as const;

/** The unit of an assumption, as it stands beside its field. */
export const assumptionUnits: Record<Assumption['unit'], string> = {
	minutes: 'min',
	hours: 'h',
	months: 'months',
	usd: 'USD',
	usd_per_hour: 'USD an hour',
	usd_per_month: 'USD a month',
	ratio: 'of 1',
	ratio_per_month: 'of 1, a month',
	ratio_per_year: 'of 1, a year',
	per_month: 'a month',
	cases_per_month: 'cases a month'
};

/** What a default is a multiple of, in words. */
export const followedInputs: Record<NonNullable<Assumption['defaultFollows']>, string> = {
	human_minutes: 'the minutes by hand',
	human_wage_per_hour: 'the wage of the person',
	human_cost: 'the cost of the case by hand'
};

/** The anchor of a word in the glossary. */
export const wordAnchor = (word: string): string => word.replaceAll(' ', '_');

const wordAnchors = new Set(words.map(({ word }) => wordAnchor(word)));

/** The anchor of an assumption: its name, unless a metric or a word has that already. */
export const assumptionAnchor = (name: string): string =>
	isMetric(name) || wordAnchors.has(name) ? `${name}-assumption` : name;
