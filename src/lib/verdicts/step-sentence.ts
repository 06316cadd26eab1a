import { format } from '../format.ts';
import { duration } from './duration.ts';

/** A next step as the sentence needs it. */
interface Step {
	kind: 'check' | 'baseline' | 'price' | 'import';
	task: string | null;
	runs: number | null;
	minutes: number | null;
	gainUsd: number | null;
	missing: string[];
}

/** "Most useful next step: check 40 refund runs (2 hours). Expected gain 3,400 USD." */
export function stepSentence({ kind, task, runs, minutes, gainUsd, missing }: Step): string {
	if (kind === 'baseline') {
		const what =
			missing.length > 1
				? 'how long a person needs, and what an hour costs'
				: missing.includes('human_minutes')
					? 'how long a person needs'
					: 'what an hour of a person costs';
		return `Most useful next step: enter ${what}, for ${task}.`;
	}
	const time = minutes === null ? '' : ` (${duration(minutes)})`;
	const gain =
		gainUsd !== null && gainUsd > 0
			? ` Expected gain ${format(gainUsd, 'usd', { surface: 'prose' })}.`
			: '';
	return `Most useful next step: check ${runs} ${task} runs${time}.${gain}`;
}
