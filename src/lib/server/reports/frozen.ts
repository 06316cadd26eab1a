import type { FrozenTask, ReportTable } from '../../reports/document.ts';
import { verdictWords } from '../../verdicts/verdict-words.ts';
import { optionOf } from '../../verdicts/sentences.ts';
import { figures, ranges, words } from './block.ts';
import { numberOf, type ReportFacts } from './facts.ts';

/** What the reader's sliders start from: the inputs of every task for which options were computed. */
export const frozenTasks = ({ verdicts }: Pick<ReportFacts, 'verdicts'>): FrozenTask[] =>
	verdicts
		.filter(({ decision }) => decision.options.length > 0)
		.map(({ task, evidence, inputs, decision }) => ({
			task,
			evidence,
			inputs,
			reviewShare:
				optionOf(decision, decision.verdict as 'automate')?.reviewShare ??
				optionOf(decision, 'automate_with_review')?.reviewShare ??
				0
		}));

/** The figures behind the report, one row per task. */
export function reportData({ verdicts, summaries, byTask }: ReportFacts): ReportTable {
	return {
		caption: 'Data behind the report',
		columns: [
			words('Kind of work'),
			words('Configuration'),
			words('Verdict'),
			words('By the newest runs'),
			figures('Probability that the agent is cheaper', 'ratio'),
			ranges('Net benefit, USD a month', 'usd_per_month'),
			ranges('Cost per right result by agent, USD', 'usd'),
			ranges('Cost per right result by hand, USD', 'usd'),
			ranges('Right results', 'ratio'),
			figures('Runs', 'count', { sums: true }),
			figures('Cases', 'count', { sums: true }),
			figures('Results known', 'count', { sums: true }),
			figures('Results verified', 'count', { sums: true }),
			figures('Spent on runs, USD', 'usd', { sums: true }),
			figures('Incidents', 'count', { sums: true })
		],
		rows: summaries.map((one, at) => {
			const { evidence, decision } = verdicts[at] ?? {};
			const row = byTask.find(({ task }) => task === one.task);
			return [
				one.task,
				one.configuration,
				verdictWords[one.verdict],
				decision ? verdictWords[decision.verdict] : null,
				decision?.pBetterThanHuman ?? null,
				one.netBenefitUsdPerMonth,
				one.agentCostUsd,
				one.humanCostUsd,
				one.success,
				numberOf(row, 'runs'),
				evidence?.cases ?? null,
				evidence?.knownOutcomes ?? null,
				evidence?.verifiedOutcomes ?? null,
				numberOf(row, 'total_cost_usd'),
				numberOf(row, 'incidents')
			];
		})
	};
}
