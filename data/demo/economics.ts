/**
 * One case and one month under a policy, by simulation-spec A.2 with visible failures (design.md 3.17).
 * Written apart from the engine, so that the demo's truth can check it.
 */
export interface Policy {
	success: number;
	visibleShare: number;
	/** Shares of right and of silently wrong results that a person looks at first. */
	reviewedRight: number;
	reviewedWrong: number;
	/** Share of the cases that the agent handles; people do the rest. */
	scope: number;
	/** Of one case, all attempts, tools and judges, USD. */
	runCostUsd: number;
}

/** What is the same whichever option is taken; money in USD, names of design.md 4. */
export type Terms = Readonly<
	Record<
		| 'human_minutes'
		| 'human_wage_per_hour'
		| 'human_success'
		| 'review_minutes'
		| 'reviewer_wage_per_hour'
		| 'reviewer_utilisation'
		| 'reviewer_detect'
		| 'reviewer_false_alarm'
		| 'review_delay_hours'
		| 'delay_cost_per_hour'
		| 'incident_prob_given_escape'
		| 'incident_mean_cost'
		| 'rework_prob_given_escape'
		| 'late_rework_cost'
		| 'value_usd'
		| 'volume_per_month'
		| 'growth_month'
		| 'monthly_fixed'
		| 'retrain_cycles_per_month'
		| 'retrain_cost'
		| 'build_cost'
		| 'amortisation_months'
		| 'discount_rate_year'
		| 'horizon_months',
		number
	>
>;

/** What a policy does and what it brings against the person alone, in expectation. */
export interface Expectation {
	reviewRate: number;
	redoRate: number;
	escapeRate: number;
	delivered: number;
	savingPerCaseUsd: number;
	/** A.2: the build cost spread over its months, nothing discounted. */
	monthlyNetUsd: number;
	/** design.md 3.15: present value over the horizon, as an even amount a month. */
	netBenefitUsdPerMonth: number;
}

/** The expectation of a policy; `starting` charges the build cost. */
export function expectationOf(policy: Policy, terms: Terms, starting: boolean): Expectation {
	const { success, visibleShare, reviewedRight, reviewedWrong } = policy;
	const silent = (1 - success) * (1 - visibleShare);
	const visible = (1 - success) * visibleShare;
	const refused = success * reviewedRight * terms.reviewer_false_alarm;
	const caught = silent * reviewedWrong * terms.reviewer_detect;
	const reviewRate = success * reviewedRight + silent * reviewedWrong;
	const redoRate = refused + caught + visible;
	const escapeRate = silent - caught;
	const delivered = success - refused + redoRate * terms.human_success;
	const { humanUsd, reviewUsd, escapeUsd } = unitCosts(terms);
	const agentUsd =
		policy.runCostUsd + reviewRate * reviewUsd + redoRate * humanUsd + escapeRate * escapeUsd;
	const savingPerCaseUsd =
		humanUsd - agentUsd + terms.value_usd * (delivered - terms.human_success);
	const { months, cases } = presentFactors(terms);
	const monthlyCost = terms.monthly_fixed + terms.retrain_cycles_per_month * terms.retrain_cost;
	const buildUsd = starting ? terms.build_cost : 0;
	const saved = policy.scope * terms.volume_per_month * savingPerCaseUsd;
	return {
		reviewRate,
		redoRate,
		escapeRate,
		delivered,
		savingPerCaseUsd,
		monthlyNetUsd: saved - monthlyCost - buildUsd / terms.amortisation_months,
		netBenefitUsdPerMonth: (saved * cases - buildUsd) / months - monthlyCost
	};
}

/** A person's case with the person's errors, one review, one escape. */
export function unitCosts(terms: Terms) {
	const handling = (terms.human_minutes / 60) * terms.human_wage_per_hour;
	const escapeUsd =
		terms.incident_prob_given_escape * terms.incident_mean_cost +
		terms.rework_prob_given_escape * terms.late_rework_cost;
	return {
		humanUsd: handling + (1 - terms.human_success) * escapeUsd,
		reviewUsd:
			((terms.review_minutes / 60) * terms.reviewer_wage_per_hour) / terms.reviewer_utilisation +
			terms.review_delay_hours * terms.delay_cost_per_hour,
		escapeUsd
	};
}

/** Present value of 1 a month over the horizon, and of a volume that starts at 1 and grows. */
function presentFactors({ discount_rate_year, growth_month, horizon_months }: Terms) {
	const rate = (1 + discount_rate_year) ** (1 / 12) - 1;
	let [months, cases] = [0, 0];
	for (let month = 1; month <= horizon_months; month++) {
		const worth = (1 + rate) ** -month;
		months += worth;
		cases += worth * (1 + growth_month) ** (month - 1);
	}
	return { months, cases };
}
