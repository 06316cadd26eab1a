import { format, formatDuration } from '#lib/format.ts';
import type { RunFacts } from '#lib/server/queries/run-detail.ts';
import { outcomeOf, sourceOf, sourceWords } from '../outcome-look.ts';

type Told = Pick<
	RunFacts,
	| 'agent'
	| 'agent_version'
	| 'model'
	| 'duration_us'
	| 'steps'
	| 'cost_usd'
	| 'agent_outcome'
	| 'outcome_source'
	| 'review_decision'
>;

/** A run in a few words: who, how long, in how many steps, for how much, and how it ended. */
export function runSentence(run: Told): string {
	const agent = [run.agent, run.agent_version].filter(Boolean).join(' ');
	const model = run.model && run.model !== run.agent ? ` on ${run.model}` : '';
	const took = run.duration_us === null ? null : `took ${formatDuration(run.duration_us)}`;
	const steps =
		run.steps === null
			? null
			: `${run.steps === 1 ? 'one step' : `${format(run.steps, 'count', { surface: 'table' })} steps`}`;
	const effort = took
		? [took, steps && `in ${steps}`].filter(Boolean).join(' ')
		: steps && `made ${steps}`;
	const cost = run.cost_usd === null ? null : `cost ${format(run.cost_usd, 'usd')}`;
	const did = [effort, cost].filter(Boolean).join(' and ');
	const what = did ? `${agent}${model} ${did}.` : `${agent}${model}.`;
	return `${what} ${ending[outcomeOf(run.agent_outcome)]}${because(run)}.`;
}

/** Why a run's agent outcome is what it is; empty where nobody has said. */
export function outcomeReason(
	run: Pick<RunFacts, 'agent_outcome' | 'outcome_source' | 'review_decision'>
): string {
	if (run.agent_outcome === 'unknown') return '';
	if (run.review_decision === 'modified') return 'a reviewer changed the result';
	if (run.review_decision === 'rejected') return 'a reviewer refused the result';
	const source = sourceOf(run.outcome_source);
	return source ? `${sourceWords[source]} says so` : '';
}

const ending = {
	success: 'It succeeded',
	failure: 'It failed',
	partial: 'It was partly right',
	unknown: 'Nobody has said how it ended'
} as const;

const because = (run: Told): string => {
	const reason = outcomeReason(run);
	return reason ? `: ${reason}` : '';
};
