import type { StateTier } from './document.ts';
import { amount, share } from './figure-shape.ts';
import { choice, object, optional, text, whole, type Shape } from './shape.ts';

/** A store that the agent's conversations use. */
export function tierShape(): Shape<StateTier> {
	const count = (about: string, absent: number) => optional(amount(about), absent);
	return object('One store.', {
		name: text('What it is called.'),
		conversations_per_case: count('Conversations a case takes.', 1),
		minutes_per_conversation: count('How long one lasts.', 5),
		turns_per_conversation: count('Turns in one.', 1),
		reads_per_turn: count('Reads in a turn.', 1),
		writes_per_turn: count('Writes in a turn.', 0),
		service_ms: count('Milliseconds of one operation.', 1),
		servers: optional(whole('Servers that work side by side.', 1, 100_000), 1),
		squared_variation_arrivals: count('Squared coefficient of variation of arrivals.', 1),
		squared_variation_service: count('Squared coefficient of variation of service times.', 1),
		consistency: optional(
			choice('How copies fall behind.', ['strong', 'fixed_lag', 'exponential_lag', 'time_to_live']),
			'strong'
		),
		lag_seconds: count('Lag, or time to live.', 0),
		writes_per_second: count('Writes a second to one key.', 0),
		wrong_given_stale: optional(share('A result is wrong when it read something stale.'), 0),
		gib: count('GiB stored.', 0),
		usd_per_gib_month: count('Price of a GiB a month.', 0),
		replicas: count('Copies that are paid.', 1),
		usd_per_million_reads: count('Price of a million reads.', 0),
		usd_per_million_writes: count('Price of a million writes.', 0),
		embedding_million_tokens: count('Million tokens embedded a month.', 0),
		embedding_usd_per_million: count('Price of a million tokens embedded.', 0)
	});
}
