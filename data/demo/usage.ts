import type { Chance } from './chance.ts';
import { costOf, type Model, type Usage } from './models.ts';
import type { Shape } from './task.ts';

/** Spread of a prompt's and of an answer's length, as the deviation of the logarithm. */
const BODY_SIGMA = 0.45;
const OUTPUT_SIGMA = 0.4;

/** How often the instructions are in the cache already: at a run's first call, and at later ones. */
const CACHED_FIRST = 0.7;
const CACHED_LATER = 0.9;

/** Tokens of a run's n-th model call, from 0. */
export function drawUsage(
	chance: Chance,
	{ shape, model, length }: { shape: Shape; model: Model; length: number },
	call: number
): Usage {
	const body = tokens(chance.lognormal(bodyOf(shape, length, call), BODY_SIGMA));
	const output = tokens(chance.lognormal(shape.outputTokens * length, OUTPUT_SIGMA));
	const cached = chance.happens(call === 0 ? CACHED_FIRST : CACHED_LATER);
	const writes = !cached && model.cacheWrite !== null;
	return {
		input: body + (cached || writes ? 0 : shape.systemTokens),
		cacheRead: cached ? shape.systemTokens : 0,
		cacheWrite: writes ? shape.systemTokens : 0,
		output,
		reasoning: model.reasons ? Math.floor(output * chance.between(0.3, 0.6)) : 0
	};
}

/** What a run's n-th model call costs in expectation, USD. */
export function expectedCallUsd(shape: Shape, model: Model, length: number, call: number): number {
	const cached = call === 0 ? CACHED_FIRST : CACHED_LATER;
	const system = (share: number) => share * shape.systemTokens;
	return costOf(model, {
		input: bodyOf(shape, length, call) + (model.cacheWrite === null ? system(1 - cached) : 0),
		cacheRead: system(cached),
		cacheWrite: model.cacheWrite === null ? 0 : system(1 - cached),
		output: shape.outputTokens * length,
		reasoning: 0
	});
}

/** Tokens of one embedded question, and of a judge's call, each evenly spread between two ends. */
export const EMBEDDED_TOKENS = [40, 80] as const;
export const JUDGE_INPUT_TOKENS = [900, 1500] as const;
export const JUDGE_OUTPUT_TOKENS = [60, 120] as const;

/** The usage of one judge's call. */
export const drawJudgeUsage = (chance: Chance): Usage => ({
	input: chance.whole(...JUDGE_INPUT_TOKENS),
	cacheRead: 0,
	cacheWrite: 0,
	output: chance.whole(...JUDGE_OUTPUT_TOKENS),
	reasoning: 0
});

const bodyOf = (shape: Shape, length: number, call: number): number =>
	(shape.bodyTokens + shape.historyTokens * call) * length;

const tokens = (value: number): number => Math.max(1, Math.round(value));
