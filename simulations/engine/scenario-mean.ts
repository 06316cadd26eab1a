import type { InputName } from './beliefs.ts';
import { calendarOf } from './calendar.ts';
import type { Correlation } from './correlation.ts';
import { meanOf, type Distribution } from './distribution.ts';
import { netBenefit } from './net-benefit.ts';
import { viewWith } from './scenario-view.ts';
import { successFactor, type Scenario } from './scenario.ts';
import { betaI } from './statistics/beta.ts';

/**
 * Expected net benefit of an option in closed form: inputs are independent (but for cost,
 * which is added to what the others make) and net benefit is linear in each, so it is the net benefit at their means; a rate that drift pulls below 0 is clipped under
 * the integral. Null when inputs go together, when one enters otherwise (utilisation, growth and
 * discount with a range) or has no closed mean.
 */
export function expectedNetBenefit(scenario: Scenario, optionIndex: number): number | null {
	const option = scenario.options[optionIndex];
	if (!option || !isLinear(scenario)) return null;
	const calendar = calendarOf(scenario);
	const alone: Scenario = { ...scenario, options: [option] };
	const prepared = {
		scenario: alone,
		calendar,
		seed: 0,
		trials: 1,
		mode: 'random' as const,
		dimensions: new Map<string, number>(),
		group: null,
		points: new Map<string, Float64Array>()
	};
	const view = viewWith(prepared, 1, (of) => Float64Array.of(meanOf(of) ?? NaN));
	const [plan] = view.plans;
	if (!plan) return null;
	const drifting = scenario.driftPerMonth !== 0 && calendar.months > 0;
	const success = drifting ? driftingMean(alone, calendar.presentVolume) : (plan.success[0] ?? NaN);
	if (success === null) return null;
	const [benefit = NaN] = netBenefit(view.trials, { ...plan, success: Float64Array.of(success) });
	return Number.isNaN(benefit) ? null : benefit;
}

/** Inputs that net benefit is not linear in: they must be points. */
const BENT = new Set(['reviewer_utilisation', 'growth_month', 'discount_rate_year']);

function isLinear({ beliefs, correlations }: Scenario): boolean {
	const bent = [...beliefs.values()].some(
		({ name, distribution }) => BENT.has(name) && distribution.kind !== 'point'
	);
	return correlations.every(isAdded) && !bent;
}

/** Cost of a run and what a case needs of a person are added up: their mean is the sum of the means. */
function isAdded({ a, b }: Correlation<InputName>): boolean {
	const other = a === 'cost_per_case_usd' ? b : b === 'cost_per_case_usd' ? a : null;
	return other === 'case_success_rate' || other === 'human_minutes';
}

/** Mean success over the months; null where a scope has parts or success has no closed form. */
function driftingMean(scenario: Scenario, presentVolume: Float64Array): number | null {
	const belief = scenario.beliefs.get('case_success_rate');
	if (!belief || scenario.options[0]?.scope?.parts) return null;
	let [total, sum] = [0, 0];
	for (let since = 0; since < presentVolume.length; since++) {
		const success = clippedMean(belief.distribution, scenario.driftPerMonth * since);
		if (success === null) return null;
		total += presentVolume[since] ?? 0;
		sum += (presentVolume[since] ?? 0) * success;
	}
	return (successFactor(scenario) * sum) / total;
}

/** E[clip(success - drift, 0, 1)]; null when success is neither a beta nor a point. */
function clippedMean(success: Distribution, drift: number): number | null {
	if (success.kind === 'point') return Math.min(1, Math.max(0, success.value - drift));
	if (success.kind !== 'beta') return null;
	const { alpha, beta } = success;
	const average = alpha / (alpha + beta);
	return average * (1 - betaI(alpha + 1, beta, drift)) - drift * (1 - betaI(alpha, beta, drift));
}
