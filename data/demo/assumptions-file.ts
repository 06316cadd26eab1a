import type { Chance } from './chance.ts';
import { csv } from './csv.ts';
import type { Known, Task } from './task.ts';

/** How the company came to its figures: off by its own ranges, or exactly right. */
export type Estimates = 'drawn' | 'exact';

/** What the company enters, as a value with its 90 % range. */
export interface Entered {
	value: number;
	low: number | null;
	high: number | null;
}

/** The company's assumptions: every figure that its exports do not measure. */
export function assumptionsFile(
	chance: Chance,
	tasks: readonly Task[],
	workspace: Readonly<Record<string, Known>>,
	estimates: Estimates
): string {
	const rows: Record<(typeof columns)[number], string | number | null>[] = [];
	const enter = (task: string, name: string, known: Known) => {
		// Drawn even where it is not used, so that both kinds of estimates share the rest.
		const score = chance.normal();
		if (known.measured) return;
		const entered = estimate(name, known, estimates === 'drawn' ? score : 0);
		rows.push({ task, name, ...entered, source: 'entered', note: known.note });
	};
	for (const [name, known] of Object.entries(workspace)) enter('', name, known);
	for (const task of tasks) {
		for (const [name, known] of Object.entries(task.figures)) enter(task.name, name, known);
		for (const [tool, usd] of Object.entries(task.toolRates)) {
			enter(task.name, `tool_rate.${tool}`, { truth: usd, note: 'contract with the provider' });
		}
		const { name, decision } = task;
		const why = decision === 'start' ? 'not rolled out yet' : 'runs already';
		const none = { low: null, high: null };
		rows.push({
			task: name,
			name: 'decision',
			value: decision,
			...none,
			source: 'entered',
			note: why
		});
	}
	return csv(columns, rows);
}

const columns = ['task', 'name', 'value', 'low', 'high', 'source', 'note'] as const;

/** Shares of something: their range is one of odds. */
const probabilities = new Set([
	...['human_success', 'reviewer_detect', 'reviewer_false_alarm', 'reviewer_utilisation'],
	...['incident_prob_given_escape', 'rework_prob_given_escape']
]);
const Z95 = 1.6448536269514722;

/**
 * What the company believes, `score` standard deviations off the truth: the range around its value
 * holds the truth nine times in ten.
 */
export function estimate(name: string, { truth, spread }: Known, score: number): Entered {
	if (spread === undefined) return { value: truth, low: null, high: null };
	const off = spread ** (score / Z95);
	const isShare = probabilities.has(name);
	const scaled = (factor: number) =>
		rounded(isShare ? shareOf((truth / (1 - truth)) * factor) : truth * factor);
	return { value: scaled(off), low: scaled(off / spread), high: scaled(off * spread) };
}

const shareOf = (odds: number): number => odds / (1 + odds);

const rounded = (value: number): number => Number(value.toPrecision(4));
