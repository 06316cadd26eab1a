import { impatientQueue } from '#simulations/engine/impatient-queue.ts';
import { offPolicyRisk } from '#simulations/engine/off-policy.ts';
import {
	cheapestRow,
	leastReviewFor,
	replay,
	reviewBelow,
	type ReplayRow
} from '#simulations/engine/policy-replay.ts';
import { traceQueue, type Shift } from '#simulations/engine/queue-trace.ts';
import {
	erlangB,
	erlangC,
	pWaitAbove,
	queueState,
	staffing
} from '#simulations/engine/review-queue.ts';
import { stagedPolicy } from '#simulations/engine/staged-policy.ts';
import { pStale, tierCostUsd, tierState } from '#simulations/engine/state-tiers.ts';
import {
	bestAttempts,
	costOfTrying,
	passAtK,
	passHatK,
	successWorthTrying,
	tryDifferentCases,
	tryWithReviewer
} from '#simulations/engine/try-then-human.ts';

/** Review: who looks at what, how long it takes, and what it avoids. */
export const oversightTopics = {
	'erlang-c': (inputs: Record<string, number>) => {
		const { offered_load_erlang: offered, servers = 0, t_min: minutes = 0 } = inputs;
		if (offered !== undefined)
			return { erlang_b: erlangB(offered, servers), erlang_c: erlangC(offered, servers) };
		const load = {
			arrivalsPerHour: inputs.arrivals_per_hour ?? 0,
			meanServiceMinutes: inputs.mean_service_min ?? 0,
			servers
		};
		if (inputs.service_level !== undefined) {
			const found = staffing(load, minutes, inputs.service_level);
			return {
				min_servers: found.servers,
				achieved_service_level: found.serviceLevel,
				service_level_with_one_less: found.serviceLevelWithOneLess
			};
		}
		const found = queueState(load);
		return {
			offered_load_erlang: found.offeredLoad,
			utilisation: found.utilisation,
			stable: found.stable,
			p_wait: found.pWait,
			mean_wait_min: found.meanWaitMinutes,
			p_wait_gt_t: pWaitAbove(load, minutes),
			mean_queue_len: found.meanQueueLength,
			mean_system_time_min: found.meanTotalMinutes
		};
	},

	'erlang-a': (inputs: Record<string, number>) => {
		const found = impatientQueue(
			{
				arrivalsPerHour: inputs.arrivals_per_hour ?? 0,
				meanServiceMinutes: inputs.mean_service_min ?? 0,
				servers: inputs.servers ?? 0
			},
			inputs.mean_patience_min ?? 0
		);
		return {
			p_wait: found.pWait,
			p_abandon: found.pAbandon,
			mean_queue_len: found.meanQueueLength,
			mean_wait_all_min: found.meanWaitMinutes,
			p_abandon_given_wait: found.pAbandonGivenWait,
			utilisation: found.utilisation,
			throughput_per_hour: found.throughputPerHour
		};
	},

	'queue-des': (inputs: {
		arrivals_min: number[];
		service_min: number[];
		shifts: Shift[];
		patience_min: number | null;
	}) => {
		const found = traceQueue(
			inputs.arrivals_min,
			inputs.service_min,
			inputs.shifts,
			inputs.patience_min
		);
		return {
			jobs: found.reviews,
			served: found.served,
			abandoned: found.abandoned,
			unserved: found.unserved,
			mean_wait_min: found.meanWaitMinutes,
			max_wait_min: found.maxWaitMinutes
		};
	},

	'policy-replay': (
		inputs: ReplayInputs,
		expected: { cheapest_threshold_for_reduction?: Record<string, unknown> }
	) => {
		if (inputs.stages) return staged(inputs);
		const { policy } = inputs;
		const terms = {
			costPerReviewUsd: (policy.review_minutes / 60) * policy.loaded_wage_per_hour,
			reviewMinutes: policy.review_minutes,
			redoCostUsd: policy.redo_cost,
			detect: policy.detect,
			falseAlarm: policy.false_alarm
		};
		if (inputs.losses)
			return {
				review_below_calibrated_p: Object.fromEntries(
					inputs.losses.map((loss) => [String(loss), reviewBelow(loss, terms)])
				)
			};
		const runs = {
			confidence: inputs.runs.confidence,
			outcome: inputs.runs.outcome,
			highStakes: inputs.runs.stakes.map((stakes) => stakes === 'high'),
			runCostUsd: inputs.runs.run_cost,
			lossIfEscapedUsd: inputs.runs.loss_if_escaped
		};
		const [free, strict] = [false, true].map((alwaysReviewHighStakes) =>
			replay(runs, terms, { alwaysReviewHighStakes, withoutConfidence: 'review' })
		) as [ReplayRow[], ReplayRow[]];
		const best = cheapestRow([...free, ...strict]);
		return {
			cost_per_review: terms.costPerReviewUsd,
			baseline_failures: free[0]?.expectedEscapes,
			rows: [...free, ...strict].map(asRow),
			optimum: best && {
				always_review_high: best.alwaysReviewHighStakes,
				threshold: best.threshold,
				total_cost: best.totalCostUsd
			},
			cheapest_threshold_for_reduction: Object.fromEntries(
				Object.keys(expected.cheapest_threshold_for_reduction ?? {}).map((share) => {
					const row = leastReviewFor(free, Number(share));
					return [
						share,
						row && {
							threshold: row.threshold,
							review_share: row.reviewed / runs.confidence.length,
							total_cost: row.totalCostUsd
						}
					];
				})
			)
		};
	},

	'off-policy': (inputs: {
		confidence: number[];
		outcome: (number | null)[];
		observed: number[];
		propensity_observed: number[];
		outcome_model_success: number[];
		target_threshold: number;
	}) => {
		const found = offPolicyRisk(
			{
				confidence: inputs.confidence,
				outcome: inputs.outcome.map((y) => y ?? NaN),
				observed: inputs.observed,
				propensity: inputs.propensity_observed,
				modelSuccess: inputs.outcome_model_success
			},
			inputs.target_threshold
		);
		return {
			horvitz_thompson_joint_risk: found.horvitzThompson,
			hajek_selective_risk: found.hajekSelectiveRisk,
			doubly_robust_joint_risk: found.doublyRobust,
			doubly_robust_se: found.doublyRobustError,
			effective_sample_size: found.effectiveSampleSize,
			max_weight: found.largestWeight,
			manski_bounds_joint_risk: found.bounds && [found.bounds.low, found.bounds.high]
		};
	},

	'try-n-then-human': (
		inputs: Record<string, number> & { successes_per_task?: number[] },
		expected: { by_n?: Record<string, unknown> }
	) => {
		if (inputs.successes_per_task) {
			const { successes_per_task: successes, trials = 1, k = 1 } = inputs;
			return {
				pass_hat_k: passHatK(successes, trials, k),
				pass_at_k: passAtK(successes, trials, k),
				pass_1: passAtK(successes, trials, 1)
			};
		}
		if (inputs.alpha !== undefined) return differentCases(inputs);
		if (inputs.detect !== undefined) return reviewedTries(inputs);
		return tries(inputs, Object.keys(expected.by_n ?? {}));
	},

	'state-tiers': (inputs: Record<string, number> & { gib_months?: [number, number][] }) => {
		if (inputs.gib_months)
			return {
				monthly_cost: tierCostUsd({
					storage: inputs.gib_months.map(([gibMonths, usdPerGibMonth]) => ({
						gibMonths,
						usdPerGibMonth,
						replicas: 1
					})),
					embeddingMillionTokens: inputs.embed_tokens_millions ?? 0,
					embeddingUsdPerMillion: inputs.embed_price_per_mtok ?? 0,
					millionReads: inputs.reads_millions ?? 0,
					usdPerMillionReads: inputs.read_price_per_million ?? 0,
					millionWrites: inputs.writes_millions ?? 0,
					usdPerMillionWrites: inputs.write_price_per_million ?? 0
				})
			};
		if (inputs.lag_seconds !== undefined) {
			const { writes_per_second: writes = 0, lag_seconds: lag } = inputs;
			return {
				p_stale_fixed_lag: pStale('fixed_lag', writes, lag),
				p_stale_exponential_lag: pStale('exponential_lag', writes, lag),
				p_stale_ttl: pStale('time_to_live', writes, lag)
			};
		}
		const found = tierState({
			conversationsPerHour: inputs.conversations_started_per_hour ?? 0,
			meanDurationMinutes: inputs.mean_duration_min ?? 0,
			turnsPerConversation: inputs.turns_per_conversation ?? 0,
			operationsPerTurn: inputs.ops_per_turn ?? 0,
			serviceMs: inputs.service_ms ?? 0,
			servers: inputs.servers ?? 0,
			squaredVariationArrivals: inputs.ca2 ?? 0,
			squaredVariationService: inputs.cs2 ?? 0
		});
		return {
			concurrent: found.concurrentConversations,
			ops_per_second: found.operationsPerSecond,
			offered_load: found.offeredLoad,
			utilisation: found.utilisation,
			stable: found.stable,
			mean_wait_ms: found.meanWaitMs,
			mean_response_ms: found.meanResponseMs
		};
	}
};

interface ReplayInputs {
	runs: {
		confidence: number[];
		outcome: number[];
		stakes: string[];
		run_cost: number[];
		loss_if_escaped: number[];
	};
	policy: {
		review_minutes: number;
		loaded_wage_per_hour: number;
		redo_cost: number;
		detect: number;
		false_alarm: number;
	};
	losses?: number[];
	stages?: { name: string; detect: number; false_alarm: number; cost: number; latency_s: number }[];
	success: number;
	loss_if_escaped: number;
	redo_cost: number;
}

function asRow(row: ReplayRow) {
	return {
		always_review_high: row.alwaysReviewHighStakes,
		threshold: row.threshold,
		reviewed: row.reviewed,
		coverage: row.coverage,
		selective_risk: row.selectiveRisk,
		expected_escapes: row.expectedEscapes,
		expected_loss: row.expectedLossUsd,
		review_hours: row.reviewHours,
		expected_redos: row.expectedRedos,
		total_cost: row.totalCostUsd,
		incident_reduction: row.incidentReduction,
		loss_reduction: row.lossReduction,
		random_review_reduction: row.randomReviewReduction,
		uncertainty_lift: row.uncertaintyLift
	};
}

function staged(inputs: ReplayInputs) {
	const found = stagedPolicy(
		inputs.success,
		(inputs.stages ?? []).map((stage) => ({
			name: stage.name,
			detect: stage.detect,
			falseAlarm: stage.false_alarm,
			costUsd: stage.cost,
			latencySeconds: stage.latency_s
		})),
		{ redoCostUsd: inputs.redo_cost, lossIfEscapedUsd: inputs.loss_if_escaped }
	);
	return {
		stages: found.stages.map((stage) => ({
			reach: stage.reach,
			blocked_good: stage.blockedRight,
			blocked_bad: stage.blockedWrong
		})),
		stage_cost: found.stageCostUsd,
		stage_latency_s: found.stageLatencySeconds,
		redo_rate: found.redoRate,
		escape_rate: found.escapeRate,
		incident_reduction: found.incidentReduction,
		expected_cost: found.expectedCostUsd
	};
}

function tries(inputs: Record<string, number>, ns: string[]) {
	const { win_rate: success = 0 } = inputs;
	const [humanTime = 0, humanCost = 0] = [inputs.human_time_min, inputs.human_cost];
	const [modelTime = 0, modelCost = 0] = [inputs.model_time_min, inputs.model_cost];
	const time = { perAttempt: modelTime + (inputs.review_time_min ?? 0), human: humanTime };
	const cost = { perAttempt: modelCost + (inputs.review_cost ?? 0), human: humanCost };
	const after = (n: number) => {
		const [minutes, usd] = [costOfTrying(success, n, time), costOfTrying(success, n, cost)];
		return {
			time_min: minutes,
			cost: usd,
			speedup: humanTime / minutes,
			cost_improvement: humanCost / usd
		};
	};
	return {
		naive_speedup: humanTime / modelTime,
		naive_cost_improvement: humanCost / modelCost,
		by_n: Object.fromEntries(ns.map((n) => [n, after(Number(n))])),
		limit: after(Infinity),
		best_n_cost: bestAttempts(success, cost) === Infinity ? 'unbounded' : 0,
		try_pays_iff_win_rate_above_cost: successWorthTrying(cost)
	};
}

function differentCases(inputs: Record<string, number>) {
	const { alpha = 0, beta = 0, n = 0, human_cost: human = 0 } = inputs;
	const costs = { perAttempt: (inputs.run_cost ?? 0) + (inputs.review_cost ?? 0), human };
	const found = tryDifferentCases(alpha, beta, n, costs);
	return {
		fail_all: found.failAll,
		expected_attempts: found.attempts,
		expected_cost: found.cost,
		independent_expected_cost: costOfTrying(alpha / (alpha + beta), n, costs)
	};
}

function reviewedTries(inputs: Record<string, number>) {
	const found = tryWithReviewer(
		{
			success: inputs.success ?? 0,
			detect: inputs.detect ?? 0,
			falseAlarm: inputs.false_alarm ?? 0,
			n: inputs.n ?? 0
		},
		{
			perAttempt: (inputs.run_cost ?? 0) + (inputs.review_cost ?? 0),
			human: inputs.human_cost ?? 0,
			lossPerEscape: inputs.loss_if_escaped ?? 0
		}
	);
	return {
		accept_prob: found.accept,
		expected_attempts: found.attempts,
		fallback_prob: found.fallback,
		escape_prob: found.escape,
		expected_cost: found.cost
	};
}
