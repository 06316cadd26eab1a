import { allenCunneen, queueState } from './review-queue.ts';

/** What conversations ask of one state store (working memory, session, knowledge). */
export interface TierLoad {
	conversationsPerHour: number;
	meanDurationMinutes: number;
	turnsPerConversation: number;
	operationsPerTurn: number;
	serviceMs: number;
	servers: number;
	squaredVariationArrivals: number;
	squaredVariationService: number;
}

/** How a tier copes; times in milliseconds, Infinity when it does not. */
export interface TierState {
	concurrentConversations: number;
	operationsPerSecond: number;
	offeredLoad: number;
	utilisation: number;
	stable: boolean;
	meanWaitMs: number;
	meanResponseMs: number;
	/** Concurrent conversations at which utilisation reaches 80 %. */
	concurrentAt80Percent: number;
}

/** Concurrency by Little's law, wait by Erlang C with Allen and Cunneen's correction (spec G.1). */
export function tierState(load: TierLoad): TierState {
	const concurrent = (load.conversationsPerHour * load.meanDurationMinutes) / 60;
	const perSecond =
		(load.conversationsPerHour * load.turnsPerConversation * load.operationsPerTurn) / 3600;
	// The queue's formulas are scale free: hours and minutes become seconds and milliseconds.
	const queue = queueState({
		arrivalsPerHour: perSecond * 3600,
		meanServiceMinutes: load.serviceMs / 60_000,
		servers: load.servers
	});
	const wait = allenCunneen(
		queue.meanWaitMinutes * 60_000,
		load.squaredVariationArrivals,
		load.squaredVariationService
	);
	return {
		concurrentConversations: concurrent,
		operationsPerSecond: perSecond,
		offeredLoad: queue.offeredLoad,
		utilisation: queue.utilisation,
		stable: queue.stable,
		meanWaitMs: wait,
		meanResponseMs: wait + load.serviceMs,
		concurrentAt80Percent: (concurrent * 0.8) / queue.utilisation
	};
}

/** How replicas or caches fall behind: by a fixed lag, a random one, or a time to live. */
export type Staleness = 'fixed_lag' | 'exponential_lag' | 'time_to_live';

/** P(a read is stale) when its key is written w times a second and copies lag l seconds (spec G.2). */
export function pStale(kind: Staleness, writesPerSecond: number, lagSeconds: number): number {
	const pending = writesPerSecond * lagSeconds;
	if (pending === 0) return 0;
	if (kind === 'fixed_lag') return -Math.expm1(-pending);
	if (kind === 'exponential_lag') return pending / (1 + pending);
	return 1 + Math.expm1(-pending) / pending;
}

/** Success of an agent whose state may be stale: s (1 - P(stale read) P(wrong | stale)). */
export function successWithStaleReads(
	success: number,
	pStaleRead: number,
	pWrongGivenStale: number
): number {
	return success * (1 - pStaleRead * pWrongGivenStale);
}

/** What a tier stores and does in a month, and what that is billed at. */
export interface TierUsage {
	storage: readonly { gibMonths: number; usdPerGibMonth: number; replicas: number }[];
	embeddingMillionTokens: number;
	embeddingUsdPerMillion: number;
	millionReads: number;
	usdPerMillionReads: number;
	millionWrites: number;
	usdPerMillionWrites: number;
}

/** Cost of a tier in a month, US dollars (spec G.3). */
export function tierCostUsd(usage: TierUsage): number {
	const storage = usage.storage.reduce(
		(total, part) => total + part.gibMonths * part.usdPerGibMonth * part.replicas,
		0
	);
	return (
		storage +
		usage.embeddingMillionTokens * usage.embeddingUsdPerMillion +
		usage.millionReads * usage.usdPerMillionReads +
		usage.millionWrites * usage.usdPerMillionWrites
	);
}
