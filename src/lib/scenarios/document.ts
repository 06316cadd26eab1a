/**
 * A scenario as it stands in a file: changes on top of what is measured, nothing else. It moves with
 * the data unless it is pinned. What is left out is as measured; JSON names are these names.
 */
export interface ScenarioDocument {
	breakeven_schema: 'scenario/1';
	name: string;
	/** Why it is looked at. */
	note: string | null;
	/** One or several tasks; several are simulated one by one and added up. */
	tasks: readonly string[];
	/** Which option the scenario stands for; null: the one its scope or oversight describes. */
	plan: PlanName | null;
	/** The options that are compared with each other; keeping it human always is. */
	options: readonly AgentOption[];
	runs: RunsChosen;
	scope: Scope | null;
	oversight: OversightChange | null;
	model: ModelChange | null;
	/** Inputs by their names, for every task of the scenario. */
	inputs: Readonly<Record<string, InputChange>>;
	/** Inputs of single tasks; they go before `inputs`. */
	task_inputs: Readonly<Record<string, Readonly<Record<string, InputChange>>>>;
	incidents: IncidentChange | null;
	retraining: RetrainingChange | null;
	state: readonly StateTier[];
	/** Shares of escapes to cut, for the target mode. */
	targets: readonly number[];
	seed: number;
	replications: number;
	mode: 'random' | 'antithetic' | 'sobol';
	pin: Pin | null;
}

/** Options with an agent in them. */
export const agentOptions = ['automate', 'automate_with_review', 'narrow_scope'] as const;
export type AgentOption = (typeof agentOptions)[number];
export const planNames = ['keep_human', ...agentOptions] as const;
export type PlanName = (typeof planNames)[number];

/** Which runs it is measured from; null = the configuration that ran most lately, all days. */
export interface RunsChosen {
	agent: string | null;
	agent_version: string | null;
	model: string | null;
	from: string | null;
	to: string | null;
}

/** Which part of the work the agent handles; people do the rest. */
export interface Scope {
	/** All of them must hold. */
	segments: readonly { attribute: string; values: readonly string[] }[];
	/** Results below or above are done by people; every case pays for its run, as confidence is known after it. */
	confidence: Band | null;
	/** How hard a case is, by the minutes a person needs for it. */
	human_minutes: Band | null;
	/** Share of the cases that fit which the agent gets, at random. */
	share: number;
}

/** From and including one end to below the other; null = no end. */
export interface Band {
	at_least: number | null;
	below: number | null;
}

/** What happens between a result and its execution: plan, flag, review, execute. */
export interface OversightChange {
	/** A check of the plan in a constrained environment: what it blocks, a person does. */
	plan: Check | null;
	/** Rules that send a result to review, however confident it is. */
	flag: Check | null;
	review: ReviewRule | null;
	/** Share of results executed without review that somebody looks at afterwards. */
	audit_share: number;
	desk: ReviewDeskChange | null;
}

/** An automatic check: shares of wrong and of right results it stops, what it costs, how long it takes. */
export interface Check {
	detect: number;
	false_alarm: number;
	cost_usd: number;
	latency_seconds: number;
}

/** Which results a person looks at before they are executed. */
export interface ReviewRule {
	/** Confidence below which a result is reviewed; above 1 everything is; null: the cheapest one. */
	below: number | null;
	/** The same for high stakes; null: as the others. */
	below_high_stakes: number | null;
	/** Share of results reviewed at random, whatever their confidence; null: by confidence. */
	share: number | null;
	/** The least review that cuts this share of the escapes; null: none asked for. */
	target: number | null;
	without_confidence: 'review' | 'execute';
}

/** Who reviews and when. */
export interface ReviewDeskChange {
	/** On duty in the hours of `shifts`, or of a Monday to Friday from 9 to 17 without shifts. */
	reviewers: number | null;
	shifts: readonly Shift[];
	/** Minutes after which a waiting case falls back; null: it waits. */
	deadline_minutes: number | null;
	fallback: 'execute' | 'reject';
	promised_minutes: number;
	/** Pay reviewers by the minutes of their reviews, or by the hours they are on duty. */
	charge: 'minutes' | 'roster';
}

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Reviewers on duty from one hour to another on some days. */
export interface Shift {
	days: readonly (typeof weekdays)[number][];
	from: number;
	to: number;
	reviewers: number;
}

/** Another model, or another price. */
export interface ModelChange {
	/** The model that runs are priced as; null: the same, at another price. */
	to: string | null;
	provider: string | null;
	/** How many tokens the new model needs for the same text, against the old one. */
	tokens_times: Figure;
	price_times: number;
	/** Share of cases it gets right: a belief, or what runs of that model have measured. */
	quality: Figure | 'measured' | null;
}

/** A figure with its 90 % interval; both ends null = a point. */
export interface Figure {
	value: number;
	low: number | null;
	high: number | null;
}

/** A new figure, or the measured one changed. */
export type InputChange =
	({ kind: 'set' } & Figure) | { kind: 'times'; times: number } | { kind: 'plus'; plus: number };

/** How incidents fall. */
export interface IncidentChange {
	/** 90 % interval of the cost of one incident; null: the spread that was measured, or a wide one. */
	severity_usd: { low: number; high: number } | null;
	/** What fails many runs at once. */
	common_causes: readonly CommonCause[];
}

/** A bad release fails a share of the runs for some days, so often a year. */
export interface CommonCause {
	name: string;
	times_per_year: number;
	share_failing: number;
	days: number;
}

/** Success falls between revisions; a revision costs `retrain_cost` and brings it back. */
export interface RetrainingChange {
	/** Months between planned revisions; null: by `retrain_cycles_per_month`. */
	every_months: number | null;
	/** Share of right results lost per month since the last revision. */
	drift_per_month: number;
}

/** A store that the agent's conversations use: working memory, session or knowledge. */
export interface StateTier {
	name: string;
	/** Conversations a case takes, how long each lasts, how many turns it has. */
	conversations_per_case: number;
	minutes_per_conversation: number;
	turns_per_conversation: number;
	reads_per_turn: number;
	writes_per_turn: number;
	service_ms: number;
	servers: number;
	squared_variation_arrivals: number;
	squared_variation_service: number;
	/** How copies fall behind; `strong`: they do not. */
	consistency: 'strong' | 'fixed_lag' | 'exponential_lag' | 'time_to_live';
	lag_seconds: number;
	/** Writes a second to one key. */
	writes_per_second: number;
	/** A result is wrong when something it read was stale, with this probability. */
	wrong_given_stale: number;
	gib: number;
	usd_per_gib_month: number;
	replicas: number;
	usd_per_million_reads: number;
	usd_per_million_writes: number;
	embedding_million_tokens: number;
	embedding_usd_per_million: number;
}

/** Figures as they were on a day: the data may move on, the scenario does not. */
export interface Pin {
	date: string;
	/** By task and input. */
	tasks: Readonly<Record<string, Readonly<Record<string, PinnedFigure>>>>;
}

/** A pinned figure with where it came from. */
export interface PinnedFigure extends Figure {
	source: 'measured' | 'entered' | 'default';
	n: number | null;
}
