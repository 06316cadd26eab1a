import { judgeAccuracy, poweredRate, weightedKappa } from '#simulations/engine/agreement.ts';
import {
	bettingEvidence,
	confidenceSequence,
	likelihoodRatioEvidence
} from '#simulations/engine/anytime.ts';
import {
	adaptiveWindow,
	bernoulliCusum,
	cusum,
	ewma,
	pageHinkley,
	shiryaevRoberts
} from '#simulations/engine/drift-detectors.ts';
import { populationShift } from '#simulations/engine/population-shift.ts';
import { retrainingPlan, retrainingTrigger } from '#simulations/engine/retraining.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';
import {
	compareProportions,
	ksAsymptotic,
	ksDistance,
	ksExact,
	mannWhitney,
	sampleSizePerGroup,
	wasserstein
} from '#simulations/engine/statistics/two-sample.ts';

/** Whether something changed, whether a judge can be trusted, when to retrain. */
export const driftTopics = {
	'drift-sequential': (inputs: Detector) => {
		const { series } = inputs;
		switch (inputs.method) {
			case 'page_hinkley': {
				const found = pageHinkley(series, {
					minInstances: inputs.min_instances,
					delta: inputs.delta,
					threshold: inputs.threshold,
					alpha: inputs.alpha
				});
				return {
					alarms: found.alarms,
					max_statistic: Math.max(...found.statistic),
					final_statistic: found.statistic.at(-1)
				};
			}
			case 'cusum': {
				const found = cusum(series, inputs);
				return {
					alarms: found.alarms,
					upper_first20: found.upper.slice(0, 20),
					lower_first20: found.lower.slice(0, 20)
				};
			}
			case 'bernoulli_cusum': {
				const found = bernoulliCusum(series, inputs);
				return { alarms: found.alarms, first20: found.statistic.slice(0, 20) };
			}
			case 'ewma': {
				const { target, sd, lambda_: lambda, L: limit } = inputs;
				const found = ewma(series, { target, sd, lambda, limit });
				return { alarms: found.alarms, last: found.statistic.at(-1) };
			}
			default: {
				const found = adaptiveWindow(series, {
					delta: inputs.delta,
					minWindow: inputs.min_window
				});
				return {
					alarms_index_and_window: found.cuts,
					final_window: found.window,
					final_mean: found.mean
				};
			}
		}
	},

	'drift-two-sample': (inputs: TwoSamples) => {
		switch (inputs.method) {
			case 'psi': {
				const found = populationShift(
					inputs.reference_counts,
					inputs.current_counts,
					inputs.pseudo_count
				);
				return {
					psi: found.psi,
					critical_95: found.critical,
					p_value_approx: found.pValue,
					alarm_95: found.alarm,
					rule_of_thumb: found.ruleOfThumb,
					chi2: found.chiSquare,
					chi2_p: found.chiSquareP,
					js_divergence_nats: found.divergence
				};
			}
			case 'ks': {
				const { reference, current } = inputs;
				const distance = ksDistance(reference, current);
				const ranks = mannWhitney(reference, current);
				return {
					D: distance,
					p_exact: ksExact(distance, reference.length, current.length),
					p_kolmogorov_asymptotic: ksAsymptotic(distance, reference.length, current.length),
					mannwhitney_u_current: ranks.u,
					mannwhitney_p: ranks.pValue,
					cliffs_delta: ranks.cliffsDelta,
					wasserstein: wasserstein(reference, current)
				};
			}
			case 'two_proportion': {
				const found = compareProportions(
					{ events: inputs.x1, n: inputs.n1 },
					{ events: inputs.x2, n: inputs.n2 }
				);
				return {
					z: found.z,
					p_two_sided: found.pTwoSided,
					p_lower: found.pLower,
					fisher_p: found.fisher
				};
			}
			default:
				return {
					n_per_group: sampleSizePerGroup(inputs.p0, inputs.p1, inputs.alpha, inputs.power)
				};
		}
	},

	'anytime-valid': (inputs: Detector & { successes: number; n: number; a: number; b: number }) => {
		switch (inputs.method) {
			case 'beta_mixture_confidence_sequence':
				return {
					interval: ends(confidenceSequence(inputs.successes, inputs.n, inputs.alpha, inputs))
				};
			case 'likelihood_ratio_eprocess': {
				const found = likelihoodRatioEvidence(inputs.series, inputs);
				return {
					log_e_final: found.log.at(-1),
					log_e_at_10: found.log[9],
					first_crossing_index: found.crossing
				};
			}
			case 'betting_eprocess': {
				const { null_mean: nullMean, bet, alpha } = inputs;
				const found = bettingEvidence(inputs.series, { nullMean, bet, alpha });
				return {
					log_capital_final: found.log.at(-1),
					log_capital_at_10: found.log[9],
					first_crossing_index: found.crossing
				};
			}
			default: {
				const found = shiryaevRoberts(inputs.series, inputs);
				return {
					statistic_first10: found.statistic.slice(0, 10),
					alarm_index: found.alarms[0] ?? null
				};
			}
		}
	},

	'agreement-ppi': (inputs: {
		verified?: number[];
		judge: number[];
		judge_score: number[];
		rater1?: number[];
		rater2: number[];
		categories: number[];
		labelled_verified: number[];
		labelled_judge: number[];
		unlabelled_judge: number[];
		confidence: number;
	}) => {
		if (inputs.verified) {
			const found = judgeAccuracy(inputs.verified, inputs.judge, inputs.judge_score);
			return {
				...found,
				tp: found.truePositives,
				fp: found.falsePositives,
				fn: found.falseNegatives,
				tn: found.trueNegatives,
				cohen_kappa: found.kappa,
				kappa_se: found.kappaError,
				gwet_ac1: found.ac1,
				mcc: found.correlation
			};
		}
		const { rater1, rater2, categories } = inputs;
		if (rater1)
			return {
				unweighted: weightedKappa(rater1, rater2, categories, 'unweighted'),
				linear: weightedKappa(rater1, rater2, categories, 'linear'),
				quadratic: weightedKappa(rater1, rater2, categories, 'quadratic')
			};
		const found = poweredRate(
			inputs.labelled_verified,
			inputs.labelled_judge,
			inputs.unlabelled_judge,
			inputs.confidence
		);
		return (
			found && {
				classical: found.classical.rate,
				classical_ci: ends(found.classical.interval),
				judge_only: found.judgeOnly,
				rectifier: found.rectifier,
				ppi: found.powered.rate,
				ppi_ci: ends(found.powered.interval),
				lambda_: found.lambda,
				ppi_plus: found.tuned.rate,
				ppi_plus_ci: ends(found.tuned.interval),
				effective_sample_size_gain: found.labelGain,
				rogan_gladen: found.roganGladen
			}
		);
	},

	retraining: (inputs: Record<string, number>) => {
		const decay = {
			retrainCostUsd: inputs.retrain_cost ?? 0,
			casesPerMonth: inputs.volume_per_month ?? 0,
			valuePerSuccessUsd: inputs.value_per_success ?? 0
		};
		if (inputs.drop_mean !== undefined) {
			const found = retrainingTrigger(decay, {
				mean: inputs.drop_mean,
				deviation: inputs.drop_sd ?? 0,
				recovery: inputs.recovery_share ?? 0,
				monthsToNextPlanned: inputs.months_to_next_planned ?? 0
			});
			return {
				break_even_drop: found.breakEvenDrop,
				expected_gain: found.expectedGainUsd,
				retrain_now: found.retrainNow,
				p_gain_positive: found.pGainPositive,
				evpi: found.evpiUsd
			};
		}
		const found = retrainingPlan({
			...decay,
			successLossPerMonth: inputs.success_loss_per_month ?? 0
		});
		return {
			optimal_interval_months: found.months,
			cost_per_month_at_optimum: found.costPerMonthUsd,
			integer_interval: found.wholeMonths
		};
	}
};

interface Detector {
	method: string;
	series: number[];
	min_instances: number;
	min_window: number;
	delta: number;
	threshold: number;
	alpha: number;
	target: number;
	slack: number;
	limit: number;
	sd: number;
	lambda_: number;
	L: number;
	p0: number;
	p1: number;
	null_mean: number;
	bet: number;
}

interface TwoSamples {
	method: string;
	reference_counts: number[];
	current_counts: number[];
	pseudo_count: number;
	reference: number[];
	current: number[];
	x1: number;
	n1: number;
	x2: number;
	n2: number;
	p0: number;
	p1: number;
	alpha: number;
	power: number;
}

function ends({ low, high }: Interval): [number, number] {
	return [low, high];
}
