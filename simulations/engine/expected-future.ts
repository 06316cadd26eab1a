import type { Calendar, Scenario } from './scenario.ts';
import { at, type Trials } from './trials.ts';
import { policyRates } from './unit-economics.ts';

/** Every option given the parameters of each trial, before any incident is drawn. */
export interface ExpectedFutures {
	/** Net benefit by option, incidents as rate x mean severity. */
	netBenefits: Float64Array[];
	/** Present value of expected incidents by option. */
	losses: Float64Array[];
	/** Incidents per case: by trial, within it by months since retraining, within them by option. */
	incidents: Float64Array;
}

/**
 * Net benefit of every option over the months of a scenario, success falling by drift since the last
 * retraining (simulation-spec D.5). Months as long after a retraining differ in volume only, so each
 * is computed once.
 */
export function expectedFutures(
	scenario: Scenario,
	{ presentVolume, presentRetrainings }: Calendar,
	trials: Trials
): ExpectedFutures {
	const { columns: c, count, humanTotal, perReview, lossPerEscape, annuity } = trials;
	const { options, driftPerMonth } = scenario;
	const cycle = presentVolume.length;
	const cyclesByRate = scenario.retrainEveryMonths === null ? 1 : 0;
	const buildShare = scenario.starting ? 1 : 0;
	const netBenefits = options.map(() => new Float64Array(count));
	const losses = options.map(() => new Float64Array(count));
	const incidents = new Float64Array(count * cycle * options.length);
	const rates = new Float64Array(4);
	options.forEach(({ reviewShareGood, reviewShareBad }, k) => {
		const net = netBenefits[k] ?? new Float64Array(count);
		const expectedLoss = losses[k] ?? new Float64Array(count);
		for (let i = 0; i < count; i++) {
			const byHand = at(humanTotal, i);
			const humanSuccess = at(c.human_success, i);
			const probability = at(c.incident_prob_given_escape, i);
			let [benefit, wrong] = [0, 0];
			for (let since = 0; since < cycle; since++) {
				const success = at(c.case_success_rate, i) - driftPerMonth * since;
				policyRates(
					rates,
					Math.min(1, Math.max(0, success)),
					at(c.visible_failure_share, i),
					reviewShareGood,
					reviewShareBad,
					at(c.reviewer_detect, i),
					at(c.reviewer_false_alarm, i),
					humanSuccess
				);
				const [redo, escape] = [at(rates, 1), at(rates, 2)];
				const agent =
					at(c.cost_per_case_usd, i) +
					at(rates, 0) * at(perReview, i) +
					redo * byHand +
					escape * at(lossPerEscape, i);
				const quality = at(c.value_usd, i) * (at(rates, 3) - humanSuccess);
				// A person who redoes a case makes a person's errors.
				const incident = (escape + redo * (1 - humanSuccess)) * probability;
				incidents[(i * cycle + since) * options.length + k] = incident;
				benefit += at(presentVolume, since) * (byHand - agent + quality);
				wrong += at(presentVolume, since) * incident;
			}
			const perCycle = at(c.retrain_cost, i);
			const monthly =
				at(c.monthly_fixed, i) + cyclesByRate * at(c.retrain_cycles_per_month, i) * perCycle;
			const once = buildShare * at(c.build_cost, i) + presentRetrainings * perCycle;
			const volume = at(c.volume_per_month, i);
			net[i] = volume * benefit - at(annuity, i) * monthly - once;
			expectedLoss[i] = volume * wrong * at(c.incident_mean_cost, i);
		}
	});
	return { netBenefits, losses, incidents };
}

/** The person's own incidents: how often, and what they are expected to cost over the horizon. */
export function personFutures(
	{ presentVolume }: Calendar,
	{ columns: c, count }: Trials
): { losses: Float64Array; incidents: Float64Array } {
	const cycle = presentVolume.length;
	const present = presentVolume.reduce((total, volume) => total + volume, 0);
	const losses = new Float64Array(count);
	const incidents = new Float64Array(count * cycle);
	for (let i = 0; i < count; i++) {
		const rate = (1 - at(c.human_success, i)) * at(c.incident_prob_given_escape, i);
		incidents.fill(rate, i * cycle, (i + 1) * cycle);
		losses[i] = at(c.volume_per_month, i) * present * rate * at(c.incident_mean_cost, i);
	}
	return { losses, incidents };
}
