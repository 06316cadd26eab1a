import type { Belief, Beliefs } from './beliefs.ts';
import { meanOf, type Distribution } from './distribution.ts';
import { calendarOf, type Scenario } from './scenario.ts';
import { betaI } from './statistics/beta.ts';
import { drawTrials } from './trials.ts';
import { policyRates } from './unit-economics.ts';

/**
 * Expected net benefit of an option in closed form: inputs are independent and net benefit is linear
 * in each, so it is the net benefit at their means; a rate that drift pulls below 0 is clipped under
 * the integral. Null when inputs go together, when one enters otherwise (utilisation, growth and
 * discount with a range) or has no closed mean.
 */
export function expectedNetBenefit(scenario: Scenario, optionIndex: number): number | null {
	const option = scenario.options[optionIndex];
	const means = meansOf(scenario.beliefs);
	if (!option || means === null || scenario.correlations.length > 0) return null;
	const calendar = calendarOf(scenario);
	const trials = drawTrials(scenario.beliefs, {
		seed: 0,
		count: 1,
		starting: scenario.starting,
		draw: (belief) => Float64Array.of(means.get(belief.name) ?? 0)
	});
	const c = trials.columns;
	const of = (column: Float64Array) => column[0] ?? 0;
	const rates = new Float64Array(4);
	let benefit = 0;
	for (let since = 0; since < calendar.presentVolume.length; since++) {
		const success = clippedMean(scenario.beliefs, scenario.driftPerMonth * since);
		if (success === null) return null;
		policyRates(
			rates,
			success,
			of(c.visible_failure_share),
			option.reviewShareGood,
			option.reviewShareBad,
			of(c.reviewer_detect),
			of(c.reviewer_false_alarm),
			of(c.human_success)
		);
		const [review = 0, redo = 0, escape = 0, delivered = 0] = rates;
		const agent =
			of(c.cost_per_case_usd) +
			review * of(trials.perReview) +
			redo * of(trials.humanTotal) +
			escape * of(trials.lossPerEscape);
		const quality = of(c.value_usd) * (delivered - of(c.human_success));
		benefit +=
			of(c.volume_per_month) *
			(calendar.presentVolume[since] ?? 0) *
			(of(trials.humanTotal) - agent + quality);
	}
	const cycles = scenario.retrainEveryMonths === null ? of(c.retrain_cycles_per_month) : 0;
	const fixed = of(c.monthly_fixed) + cycles * of(c.retrain_cost);
	return (
		benefit -
		of(trials.annuity) * fixed -
		calendar.presentRetrainings * of(c.retrain_cost) -
		(scenario.starting ? of(c.build_cost) : 0)
	);
}

/** Inputs that net benefit is not linear in: they must be points. */
const BENT = new Set(['reviewer_utilisation', 'growth_month', 'discount_rate_year']);

function meansOf(beliefs: Beliefs): Map<Belief['name'], number> | null {
	const means = new Map<Belief['name'], number>();
	for (const { name, distribution } of beliefs.values()) {
		const value = meanOf(distribution);
		if (value === null || (BENT.has(name) && distribution.kind !== 'point')) return null;
		means.set(name, value);
	}
	return means;
}

/** E[clip(success - drift, 0, 1)]; null when success is neither a beta nor a point. */
function clippedMean(beliefs: Beliefs, drift: number): number | null {
	const success: Distribution | undefined = beliefs.get('case_success_rate')?.distribution;
	if (success?.kind === 'point') return Math.min(1, Math.max(0, success.value - drift));
	if (success?.kind !== 'beta') return null;
	const { alpha, beta } = success;
	const average = alpha / (alpha + beta);
	return average * (1 - betaI(alpha + 1, beta, drift)) - drift * (1 - betaI(alpha, beta, drift));
}
