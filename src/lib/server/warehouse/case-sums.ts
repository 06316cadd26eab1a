const KNOWN = "agent_outcome <> 'unknown'";
const RIGHT = "agent_outcome = 'success'";

/** Sums over cases on which two figures are known: how far these go together. */
export const pairSums = {
	known_cost_n: `count(cost_usd) filter (${KNOWN})`,
	known_cost: `sum(cost_usd::double) filter (${KNOWN})`,
	right_cost_n: `count(cost_usd) filter (${RIGHT})`,
	right_cost: `sum(cost_usd::double) filter (${RIGHT})`,
	known_review_n: `count(review_minutes) filter (${KNOWN})`,
	known_review: `sum(review_minutes) filter (${KNOWN})`,
	right_review_n: `count(review_minutes) filter (${RIGHT})`,
	right_review: `sum(review_minutes) filter (${RIGHT})`,
	known_stated_n: `count(human_minutes) filter (${KNOWN})`,
	known_stated: `sum(human_minutes) filter (${KNOWN})`,
	right_stated_n: `count(human_minutes) filter (${RIGHT})`,
	right_stated: `sum(human_minutes) filter (${RIGHT})`,
	costed_stated_n: 'count(cost_usd) filter (human_minutes is not null)',
	stated_cost: 'sum(cost_usd::double) filter (human_minutes is not null)',
	costed_stated: 'sum(human_minutes) filter (cost_usd is not null)',
	stated_times_cost: 'sum(human_minutes * cost_usd::double)'
} as const;

/** What verdicts stand on, as sums over cases: counts, and sums of squares for standard errors. */
export const caseSums = {
	cases: 'count(*)',
	known: "count(*) filter (agent_outcome <> 'unknown')",
	successes: "count(*) filter (agent_outcome = 'success')",
	verified: "count(*) filter (verified and agent_outcome <> 'unknown')",
	failures_told:
		"count(*) filter (agent_outcome in ('failure', 'partial') and visible_failure is not null)",
	visible: "count(*) filter (agent_outcome in ('failure', 'partial') and visible_failure)",
	reviewed: 'count(*) filter (reviewed)',
	escapes:
		"count(*) filter (delivered_outcome = 'failure' and not coalesce(visible_failure, false))",
	incidents: 'sum(incidents)',
	costs: 'count(cost_usd)',
	sum_cost: 'sum(cost_usd)',
	sum_cost2: 'sum(cost_usd::double * cost_usd::double)',
	sum_tools: 'sum(tool_cost_usd)',
	sum_state: 'sum(state_cost_usd)',
	sum_evaluation: 'sum(evaluation_cost_usd)',
	review_n: 'count(review_minutes)',
	sum_review: 'sum(review_minutes)',
	sum_review2: 'sum(review_minutes * review_minutes)',
	stated_n: 'count(human_minutes)',
	sum_stated: 'sum(human_minutes)',
	sum_stated2: 'sum(human_minutes * human_minutes)',
	...pairSums,
	first_at: 'min(started_at)',
	last_at: 'max(started_at)'
} as const;
