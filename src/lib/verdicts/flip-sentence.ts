import { assumptionOf } from '#simulations/engine/assumptions.ts';
import type { Flip } from '#simulations/engine/flips.ts';
import { format } from '../format.ts';
import { unitOfInput } from './input-units.ts';
import { verdictWords } from './verdict-words.ts';

const NAMES: Record<string, string> = {
	case_success_rate: 'the share of right results',
	cost_per_case_usd: 'what a case costs by agent',
	human_minutes: 'a person’s time',
	human_wage_per_hour: 'the person’s wage',
	human_success: 'the share a person gets right',
	review_minutes: 'a review',
	volume_per_month: 'the volume',
	late_rework_cost: 'putting an error right',
	visible_failure_share: 'the share of failures that announce themselves'
};

/** "flips if review takes longer than 6.1 min": one line, from one figure to where it turns. */
export function flipSentence({ input, from, to, verdict }: Flip): string {
	const name = NAMES[input] ?? assumptionOf(input)?.label.toLowerCase() ?? input;
	const way = to > from ? 'rises above' : 'falls below';
	const unit = unitOfInput(input);
	const written = (value: number) => `${format(value, unit.unit, { surface: 'prose' })}${unit.per}`;
	return `${name} ${way} ${written(to)} (now ${written(from)}): then ${verdictWords[verdict]}`;
}
