import { flipSentence } from '../../verdicts/flip-sentence.ts';
import { because } from '../../verdicts/sentences.ts';
import type { ToldSummary } from '../verdict-history/standing.ts';
import { configurationName } from './configurations.ts';
import type { TaskVerdict } from './verdicts.ts';

/**
 * A verdict as the API and the command line give it (design.md 4). While a new verdict waits, `verdict`
 * and `sentence` are the ones that stand, and all else is what the runs say now.
 */
export function verdictRow(task: TaskVerdict, told: ToldSummary): Record<string, unknown> {
	const { decision } = task;
	return {
		task: task.task,
		configuration: configurationName(task.configuration),
		window: task.window,
		verdict: told.verdict,
		sentence: told.sentence,
		because: because(decision),
		changed: told.changed,
		pending: told.pending,
		best_option: decision.bestOption,
		p_better_than_human: decision.pBetterThanHuman,
		options: decision.options.map((option) => ({
			option: option.option,
			feasible: option.feasible,
			p_best: option.pBest,
			net_benefit_usd_per_month: option.netBenefitUsdPerMonth,
			cost_per_verified_success_usd: option.costPerVerifiedSuccessUsd
		})),
		expected_regret_usd: decision.expectedRegretUsd,
		evidence: {
			runs: task.configuration.runs,
			verified_outcomes: decision.evidence.verifiedOutcomes,
			measured: decision.evidence.measured,
			entered: decision.evidence.entered,
			default: decision.evidence.default
		},
		flips: decision.flips.map((flip) => ({
			input: flip.input,
			from: flip.from,
			to: flip.to,
			verdict: flip.verdict,
			sentence: flipSentence(flip)
		}))
	};
}
