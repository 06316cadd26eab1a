import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { replay, type ReplayRow } from '#simulations/engine/policy-replay.ts';
import { hasShared, shared } from './workspace.ts';

/**
 * What checking the least confident answers of eleven models removes, a perfect reviewer assumed. A
 * threshold reviews answers of the same confidence all or none; published shares for the same file
 * (10.8 to 11.4 % for o3 and gemini-2.5-pro, 13.6 to 26.4 % for five others) were taken in an order
 * that splits them at random. With the tied answers reviewed in part, as on average at random, they come
 * out again to within a point; with a threshold, which is what an agent can be given, they do not.
 */
describe.skipIf(!hasShared)('reviewing the least confident answers', () => {
	it('with ties split: about 11 % of reviews stop 60 % of the errors of the two best ranked models', () => {
		expect(percentSplit('o3-2025-04-16', 0.6)).toBeCloseTo(11.2, 1);
		expect(percentSplit('gemini-2.5-pro', 0.6)).toBeCloseTo(10.7, 1);
	});

	it('with a threshold it takes 13.4 and 13.5 %: the tied answers come along', () => {
		expect(percentWhole('o3-2025-04-16', 0.6)).toBeCloseTo(13.4, 1);
		expect(percentWhole('gemini-2.5-pro', 0.6)).toBeCloseTo(13.5, 1);
	});

	it('with ties split: 14 to 27 % for five others, 40 % for one, 48 to 60 % for three', () => {
		const split = (model: string) => Math.round(percentSplit(model, 0.6));
		const five = [
			'claude-sonnet-4-20250514',
			'deepseek-v3',
			'claude-3-7-sonnet-20250219',
			'deepseek-r1',
			'gemini-2.5-flash'
		];
		expect(five.map(split)).toEqual([14, 19, 21, 21, 27]);
		expect(split('claude-3-haiku-20240307')).toBe(40);
		const three = ['gpt-4o', 'Meta-Llama-3.1-8B-Instruct', 'Meta-Llama-3.1-70B-Instruct'];
		expect(three.map(split)).toEqual([48, 55, 60]);
	});

	it('with ties split: 17 to 70 % of reviews stop 70 % of the errors', () => {
		const shares = models().map((model) => percentSplit(model, 0.7));
		expect(Math.min(...shares)).toBeCloseTo(16.6, 1);
		expect(Math.max(...shares)).toBeCloseTo(69.9, 1);
	});

	it('the least confident fifth holds 33 to 72 % of the errors', () => {
		const removed = models().map((model) => 100 * removedBy(rowsOf(model), 0.2));
		expect(Math.min(...removed)).toBeCloseTo(32.6, 1);
		expect(Math.max(...removed)).toBeCloseTo(72.0, 1);
	});

	it('by the probability of its tokens, 18 % instead of 60 % for Llama 70B', () => {
		const rows = rowsOf('Meta-Llama-3.1-70B-Instruct', 'token_confidence');
		expect(100 * shareSplit(rows, 0.6)).toBeCloseTo(18.1, 1);
	});
});

interface Answer {
	model: string;
	confidence: number;
	token_confidence: number;
	right: number;
}

let answers: Answer[] | null = null;

function all(): Answer[] {
	if (answers) return answers;
	const path = join(shared, 'data/llm-confidence/attempts.csv.gz');
	const [header = '', ...lines] = gunzipSync(readFileSync(path)).toString().trim().split(/\r?\n/);
	const names = header.split(',');
	answers = lines.map((line) => {
		const cells = line.split(',');
		const cell = (name: string) => cells[names.indexOf(name)] ?? '';
		return {
			model: cell('model'),
			confidence: Number(cell('confidence')),
			token_confidence: Number(cell('token_confidence')),
			right: Number(cell('success'))
		};
	});
	return answers;
}

const models = () => [...new Set(all().map(({ model }) => model))];

/** Every threshold of a model with the share it reviews and what that removes. */
function rowsOf(model: string, by: 'confidence' | 'token_confidence' = 'confidence') {
	const own = all().filter((one) => one.model === model);
	const none = new Float64Array(own.length);
	const runs = {
		confidence: own.map((one) => one[by]),
		outcome: own.map(({ right }) => right),
		highStakes: none,
		runCostUsd: none,
		lossIfEscapedUsd: none
	};
	const terms = { costPerReviewUsd: 1, reviewMinutes: 1, redoCostUsd: 1, detect: 1, falseAlarm: 0 };
	const rule = { alwaysReviewHighStakes: false, withoutConfidence: 'review' as const };
	return replay(runs, terms, rule).map((row: ReplayRow) => ({
		reviewed: row.reviewed / own.length,
		removed: row.incidentReduction ?? 0
	}));
}

type Step = ReturnType<typeof rowsOf>[number];

/** The least share that removes the target when answers of one confidence may be reviewed in part. */
function shareSplit(rows: readonly Step[], target: number): number {
	const k = rows.findIndex(({ removed }) => removed >= target - 1e-9);
	const [before, after] = [rows[k - 1], rows[k]];
	if (!before || !after) return NaN;
	const part = (target - before.removed) / (after.removed - before.removed);
	return before.reviewed + part * (after.reviewed - before.reviewed);
}

function removedBy(rows: readonly Step[], share: number): number {
	const k = rows.findIndex(({ reviewed }) => reviewed >= share);
	const [before, after] = [rows[k - 1], rows[k]];
	if (!before || !after) return NaN;
	const part = (share - before.reviewed) / (after.reviewed - before.reviewed);
	return before.removed + part * (after.removed - before.removed);
}

const percentSplit = (model: string, target: number) => 100 * shareSplit(rowsOf(model), target);

const percentWhole = (model: string, target: number) =>
	100 * (rowsOf(model).find(({ removed }) => removed >= target - 1e-9)?.reviewed ?? NaN);
