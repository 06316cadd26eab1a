import { embedding, models } from './models.ts';
import type { Configuration, Part, Stop, Task } from './task.ts';
import {
	EMBEDDED_TOKENS,
	expectedCallUsd,
	JUDGE_INPUT_TOKENS,
	JUDGE_OUTPUT_TOKENS
} from './usage.ts';

/** What a case costs in expectation, USD. */
export interface ExpectedCost {
	/** Models, per run: a broken-down first attempt is a run too. */
	perRunUsd: number;
	runsPerCase: number;
	/** Tools that charge by the call, and judges, per case. */
	toolsPerCaseUsd: number;
	evaluationPerCaseUsd: number;
	/** All of it, per case. */
	perCaseUsd: number;
}

/** The expected cost of a task's cases under a configuration, over all parts or in one. */
export function expectedCost(
	task: Task,
	{ model, lift }: Configuration,
	parts: readonly Part[] = task.parts.values
): ExpectedCost {
	const { shape } = task;
	const all = parts.reduce((sum, part) => sum + part.share, 0);
	const mean = (of: (part: Part) => number) =>
		parts.reduce((sum, part) => sum + (part.share / all) * of(part), 0);
	const success = mean((part) => part.success) + lift;
	const question = shareOf(shape.before, 'embed') * (middle(EMBEDDED_TOKENS) * embedding.input);
	const completeUsd = mean(({ length }) => wholeRunUsd(task, model, length)) + question / 1e6;
	const brokenUsd = mean(({ length }) => expectedCallUsd(shape, model, length, 0)) + question / 1e6;
	const runsPerCase = 1 + task.errorRate;
	const modelsUsd = completeUsd + task.errorRate * brokenUsd;
	// A run that fails at its last tool gets no further.
	const arriving = 1 - ((1 - success) * task.visibleShare) / 2;
	const toolsPerCaseUsd =
		arriving *
		shareOf(shape.after, 'screen') *
		Object.values(task.toolRates).reduce((sum, rate) => sum + rate, 0);
	const judge = models.gpt5mini;
	const judgeUsd =
		(middle(JUDGE_INPUT_TOKENS) * judge.input + middle(JUDGE_OUTPUT_TOKENS) * judge.output) / 1e6;
	const evaluationPerCaseUsd = arriving * shareOf(shape.after, 'judge') * judgeUsd;
	return {
		perRunUsd: modelsUsd / runsPerCase,
		runsPerCase,
		toolsPerCaseUsd,
		evaluationPerCaseUsd,
		perCaseUsd: modelsUsd + toolsPerCaseUsd + evaluationPerCaseUsd
	};
}

/** Over each number of calls that a run may have. */
function wholeRunUsd({ shape }: Task, model: Configuration['model'], length: number): number {
	const [low, high] = shape.calls;
	let total = 0;
	for (let call = 0; call < high; call++) {
		const share = call < low ? 1 : (high - call) / (high - low + 1);
		total += share * expectedCallUsd(shape, model, length, call);
	}
	return total;
}

const shareOf = (stops: readonly Stop[], step: Stop['step']): number =>
	stops.filter((stop) => stop.step === step).reduce((sum, stop) => sum + stop.share, 0);

const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2;
