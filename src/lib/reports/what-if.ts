import { beliefsOf, type Inputs } from '#simulations/engine/beliefs.ts';
import { decide } from '#simulations/engine/decide.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import { isThin, type UnknownAs } from '#simulations/engine/evidence.ts';
import { netBenefit } from '#simulations/engine/net-benefit.ts';
import { wholeTaskPlan } from '#simulations/engine/option-plan.ts';
import { meanAndInterval, shareAbove } from '#simulations/engine/risk.ts';
import { mean } from '#simulations/engine/statistics/summary.ts';
import { drawnTogether } from '#simulations/engine/together.ts';
import { drawTrials } from '#simulations/engine/trials.ts';
import { format, formatInterval, formatProbability } from '../format.ts';
import { verdictSentence } from '../verdicts/sentences.ts';
import type { FrozenTask } from './document.ts';

/** What a reader believes instead: factors on the report's figures, and a share of results to check. */
export interface Pushback {
	volumeFactor: number;
	humanCostFactor: number;
	/** Null = as the verdict has it. */
	reviewShare: number | null;
}

/** As many as the report itself draws, so that an untouched slider gives the report's own figure. */
const TRIALS = 10_000;

/** The verdict in one sentence under a reader's figures, by the engine that made the report. */
export function readersSentence(task: FrozenTask, pushback: Pushback, seed: number): string {
	const inputs = readersInputs(task.inputs, pushback);
	if (pushback.reviewShare !== null)
		return policySentence({ ...task, inputs }, pushback.reviewShare, seed);
	const decision = decide(task.evidence, inputs, { seed, trials: TRIALS });
	return verdictSentence(decision, { evidence: task.evidence, inputs });
}

/** Inputs with volume and minutes by hand scaled, their ranges with them. */
function readersInputs(inputs: Inputs, { volumeFactor, humanCostFactor }: Pushback): Inputs {
	return {
		...inputs,
		...scaled('volume_per_month', inputs.volume_per_month, volumeFactor),
		...scaled('human_minutes', inputs.human_minutes, humanCostFactor)
	};
}

function scaled(name: keyof Inputs, estimate: Estimate | undefined, factor: number): Inputs {
	if (!estimate || factor === 1) return {};
	const times = (end: number | null) => (end === null ? null : end * factor);
	const { value, low, high } = estimate;
	return { [name]: { ...estimate, value: value * factor, low: times(low), high: times(high) } };
}

/** An agent on all of the work with a person checking a share of it, picked at random. */
function policySentence({ evidence, inputs }: FrozenTask, reviewShare: number, seed: number) {
	const ways: UnknownAs[] = isThin(evidence) ? ['left_out', 'wrong', 'right'] : ['left_out'];
	const views = ways.map((unknownAs) => {
		const beliefs = beliefsOf(inputs, evidence, unknownAs);
		const trials = drawTrials(beliefs, {
			seed,
			together: drawnTogether(evidence, beliefs),
			count: TRIALS,
			starting: (inputs.decision ?? 'start') === 'start'
		});
		const draws = netBenefit(trials, wholeTaskPlan(trials, 'automate_with_review', reviewShare));
		const net = meanAndInterval(draws) ?? { mean: 0, low: 0, high: 0 };
		const months = mean(trials.annuity) || 1;
		return {
			mean: net.mean / months,
			low: net.low / months,
			high: net.high / months,
			better: shareAbove(draws, 0) ?? 0
		};
	});
	const low = Math.min(...views.map((view) => view.low));
	const high = Math.max(...views.map((view) => view.high));
	const better = Math.min(...views.map((view) => view.better));
	const average = views[0]?.mean ?? 0;
	const who =
		reviewShare === 0
			? 'Agent without any check'
			: `Agent, with a person checking ${format(reviewShare, 'ratio', { surface: 'prose' })} of results`;
	const sign = average < 0 ? -1 : 1;
	const [from, to] = sign < 0 ? [-high, -low] : [low, high];
	const money = formatInterval(sign * average, from, to, 'usd_per_month');
	return `${who}: ${formatProbability(better)} it is cheaper than people, ${sign < 0 ? 'loses' : 'saves'} ${money}.`;
}
