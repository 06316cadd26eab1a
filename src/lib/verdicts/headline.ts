import type { DecisionResult, OptionResult } from '#simulations/engine/decision-result.ts';
import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { format, formatPeriod, formatRange } from '../format.ts';

/** "Of 6 kinds of work, 2 are worth an agent, 1 with review, ...": the first thing a page says. */
export function headline(verdicts: readonly Verdict[]): string {
	const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
	const total = verdicts.length;
	const parts = [
		[count('automate'), 'is worth an agent', 'are worth an agent'],
		[count('automate_with_review'), 'is worth an agent with review', 'with review'],
		[count('narrow_scope'), 'only in part', 'only in part'],
		[count('keep_human'), 'should stay with people', 'should stay with people'],
		[count('collect_more_data'), 'we cannot tell yet', 'we cannot tell yet']
	] as const;
	const told = parts
		.filter(([n]) => n > 0)
		.map(([n, one, many], at) => {
			const words = n === 1 && !(at > 0 && one.includes('with review')) ? one : many;
			return `${n} ${words}`;
		});
	const work = total === 1 ? 'kind' : 'kinds';
	return `Of ${total} ${work} of work, ${told.join(', ')}.`;
}

/** What the verdicts save together; null where none saves. */
export interface Saving {
	mean: number;
	low: number;
	high: number;
	cash: number;
	freedHours: number;
}

/** What of a decision its saving is read off. */
export interface Saves extends Pick<DecisionResult, 'saving' | 'bestOption'> {
	options: readonly Pick<OptionResult, 'option' | 'netBenefitUsdPerMonth'>[];
}

/**
 * The savings of the tasks whose verdict is an agent, added up. Tasks are taken as independent, so the
 * ends of the interval are the root of the sum of squared distances from the mean.
 */
export function totalSaving(decisions: readonly Saves[]): Saving | null {
	const total = { mean: 0, low: 0, high: 0, cash: 0, freedHours: 0 };
	let below = 0;
	let above = 0;
	let any = false;
	for (const { saving, options, bestOption } of decisions) {
		const net = options.find((option) => option.option === bestOption)?.netBenefitUsdPerMonth;
		if (!saving || !net) continue;
		any = true;
		total.mean += net.mean;
		total.cash += saving.cashUsdPerMonth;
		total.freedHours += saving.freedHoursPerMonth;
		below += (net.mean - net.low) ** 2;
		above += (net.high - net.mean) ** 2;
	}
	if (!any) return null;
	return { ...total, low: total.mean - Math.sqrt(below), high: total.mean + Math.sqrt(above) };
}

/** "Against people, agents save 12,600 USD a month (7,900 to 17,100); ..." */
export function savingLine(
	saving: Saving | null,
	period: { from: string; to: string } | null
): string {
	const when = period ? ` ${formatPeriod(period.from, period.to)}.` : '';
	if (!saving) return `No task has a verdict for an agent yet.${when}`;
	const money = (value: number) => format(value, 'usd', { surface: 'prose' });
	const hours = format(saving.freedHours, 'hours', { surface: 'prose' });
	const split =
		saving.freedHours > 0.5
			? `; ${money(saving.cash)} of it is cash, the rest ${hours.replace(/ h$/, ' hours')} freed`
			: '';
	return `Against people, agents save ${money(saving.mean)} a month (${formatRange(saving.low, saving.high, 'usd')})${split}.${when}`;
}
