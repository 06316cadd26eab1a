import { queueState } from './review-queue.ts';
import type { ReplayRow } from './policy-replay.ts';
import { lognormalFromInterval } from './statistics/lognormal.ts';
import { normalQuantile } from './statistics/normal.ts';
import { SMALLEST_UNIFORM, streamOf } from './statistics/random.ts';
import { quantileOf } from './statistics/select.ts';

/** Who reviews, what comes in, and how long a run itself takes. */
export interface FrontierSetting {
	/** Cases per hour while reviewers are on duty. */
	casesPerHour: number;
	reviewers: number;
	meanReviewMinutes: number;
	/** Latency of a run: lognormal by its median and 95th percentile, seconds. */
	runP50Seconds: number;
	runP95Seconds: number;
}

/** One threshold as latency against reliability; latencies Infinity when reviewers cannot keep up. */
export interface FrontierPoint {
	threshold: number;
	reviewShare: number;
	escapeRate: number;
	utilisation: number;
	meanLatencySeconds: number;
	p95LatencySeconds: number;
	/** Some other threshold is at least as fast and lets no more escape. */
	dominated: boolean;
}

const DRAWS = 4096;

/**
 * End-to-end latency of every replayed threshold with the queue it causes: run + (wait + review) of
 * what is reviewed. A higher threshold sends more to the same reviewers, so the wait explodes where
 * they are full (simulation-spec C.4). Mean in closed form, p95 from one set of draws for all.
 */
export function latencyFrontier(
	rows: readonly ReplayRow[],
	runs: number,
	setting: FrontierSetting,
	seed: number | string
): FrontierPoint[] {
	const luck = drawLuck(setting, seed);
	const points = rows.map((row): FrontierPoint => {
		const reviewShare = row.reviewed / runs;
		const queue = queueState({
			arrivalsPerHour: setting.casesPerHour * reviewShare,
			meanServiceMinutes: setting.meanReviewMinutes,
			servers: setting.reviewers
		});
		const slack = 1 - queue.utilisation;
		// Mean extra wait of those who wait at all, in seconds.
		const waitScale = (60 * setting.meanReviewMinutes) / (setting.reviewers * slack);
		const steady = queue.stable;
		return {
			threshold: row.threshold,
			reviewShare,
			escapeRate: row.expectedEscapes / runs,
			utilisation: queue.utilisation,
			meanLatencySeconds: steady
				? luck.meanRunSeconds + 60 * reviewShare * queue.meanTotalMinutes
				: Infinity,
			p95LatencySeconds: steady
				? p95(luck, reviewShare, queue.pWait, waitScale, 60 * setting.meanReviewMinutes)
				: Infinity,
			dominated: false
		};
	});
	return points.map((point) => ({
		...point,
		dominated: points.some((other) => beats(other, point))
	}));
}

interface Luck {
	meanRunSeconds: number;
	run: Float64Array;
	reviewed: Float64Array;
	waited: Float64Array;
	/** -ln of a uniform, for waits and for reviews. */
	wait: Float64Array;
	service: Float64Array;
}

function drawLuck(setting: FrontierSetting, seed: number | string): Luck {
	const uniforms = (name: string) => {
		const values = new Float64Array(DRAWS);
		streamOf(seed, name, 0).fill(values);
		return values;
	};
	// The 5th percentile mirrors the 95th around the median of a lognormal.
	const p05 = setting.runP50Seconds ** 2 / setting.runP95Seconds;
	const { mu, sigma } = lognormalFromInterval(p05, setting.runP95Seconds);
	const exponential = (name: string) =>
		uniforms(name).map((u) => -Math.log(Math.max(SMALLEST_UNIFORM, u)));
	return {
		meanRunSeconds: Math.exp(mu + (sigma * sigma) / 2),
		run: uniforms('frontier.run').map((u) =>
			Math.exp(mu + sigma * normalQuantile(Math.max(SMALLEST_UNIFORM, u)))
		),
		reviewed: uniforms('frontier.reviewed'),
		waited: uniforms('frontier.waited'),
		wait: exponential('frontier.wait'),
		service: exponential('frontier.service')
	};
}

function p95(
	luck: Luck,
	reviewShare: number,
	pWait: number,
	waitScale: number,
	serviceSeconds: number
): number {
	const latency = luck.run.map((run, i) => {
		if ((luck.reviewed[i] ?? 0) >= reviewShare) return run;
		const wait = (luck.waited[i] ?? 0) < pWait ? (luck.wait[i] ?? 0) * waitScale : 0;
		return run + wait + (luck.service[i] ?? 0) * serviceSeconds;
	});
	return quantileOf(latency, 0.95) ?? 0;
}

function beats(a: FrontierPoint, b: FrontierPoint): boolean {
	const asGood = a.p95LatencySeconds <= b.p95LatencySeconds && a.escapeRate <= b.escapeRate;
	return asGood && (a.p95LatencySeconds < b.p95LatencySeconds || a.escapeRate < b.escapeRate);
}
