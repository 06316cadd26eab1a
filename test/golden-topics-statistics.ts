import { betaI, betaQuantile } from '#simulations/engine/statistics/beta.ts';
import { fitBetaBinomial } from '#simulations/engine/statistics/beta-fit.ts';
import {
	chiSquareQuantile,
	gammaP,
	gammaQuantile,
	logGamma
} from '#simulations/engine/statistics/gamma.ts';
import {
	fitLognormal,
	lognormalFromInterval,
	lognormalMoments
} from '#simulations/engine/statistics/lognormal.ts';
import { metalog, metalogQuantile } from '#simulations/engine/statistics/metalog.ts';
import { normalCdf, normalQuantile } from '#simulations/engine/statistics/normal.ts';
import { pert, pertMoments } from '#simulations/engine/statistics/pert.ts';
import {
	betaAbove,
	betaMoments,
	betaPosterior,
	gammaPosterior,
	predictive
} from '#simulations/engine/statistics/posterior.ts';
import {
	clopperPearson,
	exactLowerBound,
	exactUpperBound,
	jeffreys,
	newcombe,
	wilson
} from '#simulations/engine/statistics/proportion-intervals.ts';
import {
	fnv1a32,
	splitmix32State,
	Stream,
	streamOf
} from '#simulations/engine/statistics/random.ts';
import { garwood, rateRatio } from '#simulations/engine/statistics/rate-intervals.ts';
import { sobolPoints } from '#simulations/engine/statistics/sobol.ts';
import type { Interval } from '#simulations/engine/statistics/summary.ts';

/** Random streams, special functions, distributions, intervals. */
export const statisticsTopics = {
	'random-streams': (inputs: RandomInputs, expected: Record<string, number[]>) => {
		if (inputs.dimension !== undefined) {
			const { dimension, points = 1, skip = 0 } = inputs;
			const flat = sobolPoints(dimension, 2 ** Math.ceil(Math.log2(points + skip)));
			const row = (i: number) => Array.from(flat.subarray(i * dimension, (i + 1) * dimension));
			return { points: Array.from({ length: points }, (_, i) => row(i + skip)) };
		}
		const count = (name: string) => expected[name]?.length ?? 0;
		if (inputs.state) {
			const stream = new Stream(inputs.state);
			return { u32: Array.from({ length: count('u32') }, () => stream.nextWord()) };
		}
		const { seed = 0, variable = '', chunk = 0 } = inputs;
		const hash = fnv1a32(`${seed}|${variable}|${chunk}`);
		const [words, uniforms, normals] = [0, 1, 2].map(() => streamOf(seed, variable, chunk));
		return {
			fnv1a32: hash,
			state: splitmix32State(hash),
			u32: Array.from({ length: count('u32') }, () => words?.nextWord()),
			u53: Array.from({ length: count('u53') }, () => uniforms?.nextUniform()),
			normal_by_inversion: Array.from({ length: count('normal_by_inversion') }, () =>
				normalQuantile(normals?.nextUniform() ?? 0)
			)
		};
	},

	'special-functions': (inputs: SpecialInputs) => {
		const byName: Record<string, () => (number | undefined)[] | undefined> = {
			normInv: () => inputs.p?.map(normalQuantile),
			normCdf: () => inputs.x?.map(normalCdf),
			logGamma: () => inputs.x?.map(logGamma),
			regularizedGammaP: () => inputs.a_x?.map(([a, x]) => gammaP(a, x)),
			regularizedBetaI: () => inputs.a_b_x?.map(([a, b, x]) => betaI(a, b, x)),
			betaInv: () => inputs.a_b_p?.map(([a, b, p]) => betaQuantile(a, b, p)),
			chi2Inv: () => inputs.df_p?.map(([degrees, p]) => chiSquareQuantile(degrees, p))
		};
		return { value: byName[inputs.fn]?.() };
	},

	distributions: (inputs: { kind: string }, expected: Record<string, number>) =>
		distributions[inputs.kind]?.(inputs as never, expected),

	intervals: (inputs: Record<string, number>) => {
		const confidence = inputs.confidence ?? 0.95;
		if (inputs.successes !== undefined && inputs.n !== undefined) {
			const { successes, n } = inputs;
			return {
				point: successes / n,
				wilson: ends(wilson(successes, n, confidence)),
				clopper_pearson: ends(clopperPearson(successes, n, confidence)),
				jeffreys: ends(jeffreys(successes, n, confidence)),
				one_sided_upper_cp: exactUpperBound(successes, n, confidence),
				one_sided_lower_cp: exactLowerBound(successes, n, confidence)
			};
		}
		const { x1 = 0, n1 = 0, x2 = 0, n2 = 0, events, exposure = 0 } = inputs;
		if (n1 > 0)
			return {
				difference: x1 / n1 - x2 / n2,
				newcombe: ends(newcombe(x1, n1, x2, n2, confidence))
			};
		if (events !== undefined)
			return { rate: events / exposure, garwood: ends(garwood(events, exposure, confidence)) };
		const found = rateRatio(
			{ events: inputs.events_before ?? 0, exposure: inputs.exposure_before ?? 0 },
			{ events: inputs.events_after ?? 0, exposure: inputs.exposure_after ?? 0 },
			confidence
		);
		return {
			rate_ratio_after_over_before: found.ratio,
			reduction: found.reduction,
			ratio_ci: ends(found.ratioInterval),
			reduction_ci: ends(found.reductionInterval),
			p_value_less: found.pValueLess
		};
	}
};

interface RandomInputs {
	state?: [number, number, number, number];
	seed?: number;
	variable?: string;
	chunk?: number;
	dimension?: number;
	points?: number;
	skip?: number;
}

interface SpecialInputs {
	fn: string;
	p?: number[];
	x?: number[];
	a_x?: [number, number][];
	a_b_x?: [number, number, number][];
	a_b_p?: [number, number, number][];
	df_p?: [number, number][];
}

const distributions: Record<string, (inputs: never, expected: Record<string, number>) => unknown> =
	{
		pert: (inputs: { min: number; mode: number; max: number; shape: number }) => {
			const found = pert(inputs.min, inputs.mode, inputs.max, inputs.shape);
			const at = (p: number) =>
				found.min + (found.max - found.min) * betaQuantile(found.alpha, found.beta, p);
			return { ...found, ...pertMoments(found), p05: at(0.05), p50: at(0.5), p95: at(0.95) };
		},
		lognormal_interval: (inputs: { low: number; high: number; mass: number }) => {
			const found = lognormalFromInterval(inputs.low, inputs.high, inputs.mass);
			const moments = lognormalMoments(found);
			return {
				...found,
				...moments,
				sd: moments.deviation,
				p99: Math.exp(found.mu + found.sigma * normalQuantile(0.99))
			};
		},
		metalog3: (inputs: {
			p05: number;
			p50: number;
			p95: number;
			lower: number | null;
			upper: number | null;
		}) => {
			const found = metalog(inputs.p05, inputs.p50, inputs.p95, inputs);
			return {
				a: [found.a1, found.a2, found.a3],
				feasible: found.feasible,
				p01: metalogQuantile(found, 0.01),
				p25: metalogQuantile(found, 0.25),
				p75: metalogQuantile(found, 0.75),
				p99: metalogQuantile(found, 0.99)
			};
		},
		beta_posterior: (
			inputs: { successes: number; n: number; prior_alpha: number; prior_beta: number },
			expected: Record<string, number>
		) => {
			const prior = { alpha: inputs.prior_alpha, beta: inputs.prior_beta };
			const found = betaPosterior(inputs.successes, inputs.n, prior);
			const moments = betaMoments(found);
			// p_gt_0_8 is P(rate > 0.8).
			const above = Object.fromEntries(
				Object.keys(expected)
					.filter((key) => key.startsWith('p_gt_'))
					.map((key) => [key, betaAbove(found, Number(key.slice(5).replace('_', '.')))])
			);
			return {
				...found,
				mean: moments.mean,
				sd: moments.deviation,
				p05: betaQuantile(found.alpha, found.beta, 0.05),
				p95: betaQuantile(found.alpha, found.beta, 0.95),
				...above
			};
		},
		gamma_poisson_posterior: (inputs: {
			events: number;
			exposure: number;
			prior_shape: number;
			prior_rate: number;
			predict_exposure: number;
		}) => {
			const prior = { shape: inputs.prior_shape, rate: inputs.prior_rate };
			const found = gammaPosterior(inputs.events, inputs.exposure, prior);
			const next = predictive(found, inputs.predict_exposure);
			return {
				...found,
				mean: found.shape / found.rate,
				p05: gammaQuantile(found.shape, 0.05) / found.rate,
				p95: gammaQuantile(found.shape, 0.95) / found.rate,
				predictive_mean: next.mean,
				predictive_variance: next.variance,
				predictive_p_zero: next.none,
				predictive_p95: next.quantile(0.95)
			};
		},
		beta_binomial_fit: (inputs: { successes: number[]; trials_each: number }) => {
			const found = fitBetaBinomial(
				inputs.successes,
				inputs.successes.map(() => inputs.trials_each)
			);
			return {
				p: found?.rate,
				rho_moments: found?.rho,
				alpha_moments: found?.moments.alpha,
				beta_moments: found?.moments.beta,
				alpha_mle: found?.likelihood.alpha,
				beta_mle: found?.likelihood.beta
			};
		},
		lognormal_fit: (inputs: { values: number[]; confidence: number }) => {
			const found = fitLognormal(inputs.values, inputs.confidence);
			return {
				mu: found?.mu,
				sigma: found?.sigma,
				mean_hat: found?.mean,
				mean_ci_cox: found && ends(found.meanInterval)
			};
		}
	};

/** An interval as the vectors write it. */
function ends({ low, high }: Interval): [number, number] {
	return [low, high];
}
