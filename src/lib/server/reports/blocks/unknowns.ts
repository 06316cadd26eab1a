import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { format } from '../../../format.ts';
import { listed, type Block } from '../block.ts';
import { numberOf, type ReportFacts } from '../facts.ts';

/** What nobody knows, in at most three lines: results, costs, assumptions. */
export const unknownsBlock: Block = {
	id: 'unknowns',
	title: 'What we do not know',
	make(facts) {
		const items = [results(facts), assumed(facts), costs(facts)].filter((line) => line !== null);
		return [
			{
				kind: 'list',
				items: items.length > 0 ? items : ['Every result and every cost of these runs is known.']
			}
		];
	}
};

function results({ summaries, totals, verdicts }: ReportFacts): string | null {
	const unknown = numberOf(totals, 'unknown_outcomes') ?? 0;
	if (unknown === 0) return null;
	const runs = numberOf(totals, 'runs') ?? 0;
	const open = verdicts.filter(({ decision }) => decision.verdict === 'collect_more_data');
	const chosen = verdicts.filter(({ decision }) => decision.bounds !== null);
	const thin = summaries.filter((one) => one.evidence === 'thin').map((one) => one.task);
	const head = `Whether ${format(unknown, 'count')} of ${format(runs, 'count')} runs were right.`;
	if (chosen.length > 0)
		return `${head} For ${listed(chosen.map((one) => one.task))} the known ones may not be typical, so the worst and the best case are both counted.`;
	if (open.length > 0)
		return `${head} ${listed(open.map((one) => one.task))} cannot be decided for that reason or for want of a figure for people.`;
	return thin.length > 0 ? `${head} Evidence is thin for ${listed(thin)}.` : head;
}

function assumed({ verdicts }: ReportFacts): string | null {
	const names = WEIGHTY.filter((name) =>
		verdicts.some(({ decision }) => decision.evidence.default.some((one) => one === name))
	);
	if (names.length === 0) return null;
	const labels = names.map((name) => (assumptionOf(name)?.label ?? name).toLowerCase());
	return `Nobody has measured or entered, for some of the work: ${listed(labels, 6)}. Our own defaults stand in.`;
}

/** Defaults that a verdict leans on. */
const WEIGHTY = [
	'human_minutes',
	'human_wage_per_hour',
	'human_success',
	'volume_per_month',
	'review_minutes',
	'reviewer_detect',
	'incident_prob_given_escape'
];

function costs({ totals, attribution }: ReportFacts): string | null {
	const runs = numberOf(totals, 'runs') ?? 0;
	const unknown = runs - (numberOf(totals, 'cost_known_runs') ?? 0);
	if (unknown > 0)
		return `What ${format(unknown, 'count')} of ${format(runs, 'count')} runs cost: their model has no price, or their export named no tokens.`;
	const { share } = attribution;
	return share !== null && share < 0.995
		? `What ${format(1 - share, 'ratio', { surface: 'prose' })} of the spend was for: the names of those runs do not say.`
		: null;
}
