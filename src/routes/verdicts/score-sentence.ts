import { format } from '#lib/format.ts';
import type { Score } from './columns.ts';

const ENOUGH = 10;

/** What the scores say together, and whether they are enough to say it. */
export function scoreSentence(scores: readonly Score[], waiting: number): string {
	const right = scores.filter((one) => one.p_better_said >= 0.5 === one.was_cheaper).length;
	const errors = scores.flatMap(({ cost_error }) => (cost_error === null ? [] : [cost_error]));
	const off = errors.map(Math.abs).sort((a, b) => a - b)[Math.floor(errors.length / 2)] ?? null;
	const told = scores.filter((one) => one.cost_held !== null);
	const held = told.filter((one) => one.cost_held).length;
	const parts = [
		scores.length === 1
			? `The one verdict scored so far pointed ${right === 1 ? 'the way that later runs went' : 'the other way than later runs went'}.`
			: `Of ${scores.length} verdicts, ${right} pointed the way that later runs went.`,
		...(off !== null
			? [
					`The full cost per right result was off by ${format(off, 'ratio', { surface: 'prose' })} in the middle case.`
				]
			: []),
		...(told.length > 0 ? [`It lay in the 90 % range ${held} of ${told.length} times.`] : []),
		...(scores.length < ENOUGH ? ['Too few to tell how good the probabilities are.'] : []),
		...(waiting > 0 ? [`${waiting} more ${waiting === 1 ? 'waits' : 'wait'} for later runs.`] : [])
	];
	return parts.join(' ');
}
