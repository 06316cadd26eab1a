import { pStale, tierCostUsd, tierState } from '#simulations/engine/state-tiers.ts';
import { DAYS_PER_MONTH } from '#simulations/engine/scenario.ts';
import type { StateTier } from './document.ts';
import type { TierAnswer } from './result.ts';

/** What the stores of a scenario do to its runs: results that stale reads turn wrong, and their bill. */
export interface StateEffect {
	staleShare: number;
	usdPerMonth: number;
	tiers: TierAnswer[];
}

/** Every store under the conversations of so many cases a month (simulation-spec G). */
export function stateEffect(tiers: readonly StateTier[], casesPerMonth: number): StateEffect {
	let fresh = 1;
	const answers = tiers.map((tier): TierAnswer => {
		const conversations = casesPerMonth * tier.conversations_per_case;
		const operations = tier.reads_per_turn + tier.writes_per_turn;
		const state = tierState({
			conversationsPerHour: conversations / (DAYS_PER_MONTH * 24),
			meanDurationMinutes: tier.minutes_per_conversation,
			turnsPerConversation: tier.turns_per_conversation,
			operationsPerTurn: operations,
			serviceMs: tier.service_ms,
			servers: tier.servers,
			squaredVariationArrivals: tier.squared_variation_arrivals,
			squaredVariationService: tier.squared_variation_service
		});
		const stale =
			tier.consistency === 'strong'
				? 0
				: pStale(tier.consistency, tier.writes_per_second, tier.lag_seconds);
		const reads = tier.conversations_per_case * tier.turns_per_conversation * tier.reads_per_turn;
		// A run is hit when any of its reads is stale.
		const staleRun = 1 - (1 - stale) ** reads;
		fresh *= 1 - staleRun * tier.wrong_given_stale;
		return {
			name: tier.name,
			concurrentConversations: state.concurrentConversations,
			utilisation: state.utilisation,
			meanResponseMs: state.stable ? state.meanResponseMs : null,
			staleShare: staleRun,
			usdPerMonth: costOf(tier, conversations)
		};
	});
	const usdPerMonth = answers.reduce((total, one) => total + one.usdPerMonth, 0);
	return { staleShare: 1 - fresh, usdPerMonth, tiers: answers };
}

function costOf(tier: StateTier, conversations: number): number {
	const turns = (conversations * tier.turns_per_conversation) / 1e6;
	return tierCostUsd({
		storage: [
			{ gibMonths: tier.gib, usdPerGibMonth: tier.usd_per_gib_month, replicas: tier.replicas }
		],
		embeddingMillionTokens: tier.embedding_million_tokens,
		embeddingUsdPerMillion: tier.embedding_usd_per_million,
		millionReads: turns * tier.reads_per_turn,
		usdPerMillionReads: tier.usd_per_million_reads,
		millionWrites: turns * tier.writes_per_turn,
		usdPerMillionWrites: tier.usd_per_million_writes
	});
}
