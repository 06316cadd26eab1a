import { calibration } from '#simulations/engine/calibration.ts';
import {
	isotonic,
	isotonicAt,
	isotonicStepAt,
	platt,
	plattAt,
	temperature
} from '#simulations/engine/recalibration.ts';
import {
	bonferroniThreshold,
	certifiedThreshold,
	conformalThreshold,
	hoeffdingBentkus
} from '#simulations/engine/risk-control.ts';
import { rankingAreas, riskCoverage } from '#simulations/engine/selective-risk.ts';

/** Confidence: how calibrated, how well it ranks, what it promises. */
export const calibrationTopics = {
	calibration: (inputs: {
		confidence: number[];
		outcome: number[];
		bins: number;
		logloss_clip: number;
	}) => {
		const found = calibration(inputs, inputs.bins, inputs.logloss_clip);
		const areas = rankingAreas(inputs);
		return {
			n: found.runs,
			accuracy: found.accuracy,
			mean_confidence: found.meanConfidence,
			brier: found.brier,
			brier_reliability: found.reliability,
			brier_resolution: found.resolution,
			brier_uncertainty: found.uncertainty,
			brier_skill: found.skill,
			log_loss: found.logLoss,
			ece: found.ece,
			mce: found.maximumError,
			adaptive_ece: found.adaptiveEce,
			auroc: found.auroc,
			aurc: areas?.aurc,
			augrc: areas?.augrc,
			excess_aurc: areas?.excessAurc,
			bins: found.bins.map((bin) => ({
				bin: bin.index,
				count: bin.runs,
				mean_confidence: bin.meanConfidence,
				accuracy: bin.accuracy
			})),
			risk_coverage: riskCoverage(inputs).map((point) => ({
				threshold: point.threshold,
				coverage: point.coverage,
				selective_risk: point.selectiveRisk,
				generalized_risk: point.generalizedRisk
			}))
		};
	},

	isotonic: (inputs: {
		x?: number[];
		y: number[];
		weights: number[] | null;
		query?: number[];
		confidence: number[];
		outcome: number[];
		clip: number;
	}) => {
		const { query = [] } = inputs;
		if (inputs.x) {
			const fit = isotonic(inputs.x, inputs.y, inputs.weights);
			return {
				knots_x: fit.x,
				fitted: fit.fitted,
				predict_linear: query.map((x) => isotonicAt(fit, x)),
				predict_step: query.map((x) => isotonicStepAt(fit, x))
			};
		}
		const fit = platt(inputs.confidence, inputs.outcome, inputs.clip);
		return {
			slope: fit.slope,
			intercept: fit.intercept,
			predict: query.map((confidence) => plattAt(fit, confidence)),
			temperature: temperature(inputs.confidence, inputs.outcome, inputs.clip)
		};
	},

	'risk-control': (inputs: {
		method: string;
		confidence: number[];
		outcome: number[];
		alpha: number;
		delta: number;
		loss_bound: number;
		min_accepted: number;
		grid?: number[];
		empirical_risk: number;
		n: number;
	}) => {
		const { alpha, delta } = inputs;
		switch (inputs.method) {
			case 'crc': {
				const found = conformalThreshold(inputs, alpha, inputs.loss_bound);
				return { ...found, empirical_risk: found.empiricalRisk };
			}
			case 'ltt_fixed_sequence': {
				const rule = { alpha, delta, minAccepted: inputs.min_accepted };
				const found = certifiedThreshold(inputs, rule, inputs.grid);
				return {
					...found,
					tested: found.tested.map((test) => ({ ...test, p_value: test.pValue }))
				};
			}
			case 'ltt_bonferroni_joint': {
				const found = bonferroniThreshold(inputs, { alpha, delta }, inputs.grid ?? []);
				return {
					threshold: found.threshold,
					results: found.results.map((result) => ({ ...result, p_value: result.pValue }))
				};
			}
			default:
				return { p_value: hoeffdingBentkus(inputs.empirical_risk, inputs.n, alpha) };
		}
	}
};
