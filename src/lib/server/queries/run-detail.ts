import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { isoSql } from './iso-sql.ts';
import {
	decisionsOf,
	spansOf,
	stepsWithin,
	usagesOf,
	type Attribute,
	type Bounds,
	type DecisionRow,
	type SpanRow,
	type UsageRow
} from './run-steps.ts';
import {
	importsOf,
	incidentsOf,
	outcomesOf,
	reviewsOf,
	scoresOf,
	type ImportRow,
	type IncidentRow,
	type OutcomeRow,
	type ReviewRow,
	type ScoreRow
} from './run-told.ts';

/** Everything known about one run, step by step. */
export interface RunDetail {
	run: RunFacts;
	spans: SpanRow[];
	usages: UsageRow[];
	decisions: DecisionRow[];
	outcomes: OutcomeRow[];
	reviews: ReviewRow[];
	incidents: IncidentRow[];
	scores: ScoreRow[];
	imports: ImportRow[];
}

/** The run itself, as it was reduced and as its exports describe it. */
export interface RunFacts {
	run_id: string;
	trace_id: string | null;
	import_id: number;
	task: string;
	stated_task: string | null;
	name: string | null;
	case_id: string | null;
	attempt: number | null;
	agent: string;
	agent_version: string | null;
	model: string | null;
	provider: string | null;
	environment: string | null;
	purpose: string | null;
	actor: string;
	conversation_id: string | null;
	started_at: string | null;
	ended_at: string | null;
	duration_us: number | null;
	status: string;
	error_type: string | null;
	agent_outcome: string;
	delivered_outcome: string;
	outcome_source: string | null;
	outcome_at: string | null;
	visible_failure: boolean | null;
	confidence: number | null;
	high_stakes: boolean | null;
	reviewed: boolean;
	review_requested: boolean | null;
	review_decision: string | null;
	review_minutes: number | null;
	review_wait_us: number | null;
	human_minutes: number | null;
	value_usd: number | null;
	incident_cost_usd: number | null;
	cost_usd: number | null;
	cost_basis: string | null;
	priced_cost_usd: number | null;
	reported_cost_usd: number | null;
	evaluation_cost_usd: number | null;
	input_tokens: number | null;
	cache_read_tokens: number | null;
	cache_write_tokens: number | null;
	output_tokens: number | null;
	/** What the export states, else the spans; null for a row of a table that says nothing. */
	steps: number | null;
	/** Steps that are stored, shown or not. */
	spans: number;
	flags: string[];
	attributes: Attribute[];
}

/** One run with its steps and all that is told of it; null when there is no such run. */
export async function runDetail(reader: Reader, runId: string): Promise<RunDetail | null> {
	const [run] = await reader.query<RunFacts & Bounds>(sql`
		select
			r.run_id, f.trace_id, r.import_id, r.task, f.stated_task, r.name, r.case_id, r.attempt, r.agent,
			r.agent_version, r.model, r.provider, r.environment, r.purpose, r.actor, r.conversation_id,
			${isoSql('r.started_at')} as started_at, ${isoSql('r.ended_at')} as ended_at,
			r.duration_us, r.status, r.error_type, r.agent_outcome, r.delivered_outcome, r.outcome_source,
			${isoSql('r.outcome_at')} as outcome_at, r.visible_failure, r.confidence, r.high_stakes,
			r.reviewed, r.review_requested, r.review_decision, r.review_minutes, r.review_wait_us,
			r.human_minutes, r.value_usd, r.incident_cost_usd, r.cost_usd, r.cost_basis, r.priced_cost_usd,
			r.reported_cost_usd, r.evaluation_cost_usd, r.input_tokens, r.cache_read_tokens,
			r.cache_write_tokens, r.output_tokens, r.steps, f.spans, r.flags,
			map_entries(f.attributes) as attributes,
			(r.started_at - interval 1 day)::varchar as "from",
			(coalesce(r.ended_at, r.started_at) + interval 1 day)::varchar as "to"
		from runs as r
		join run_facts as f using (run_id)
		where r.run_id = ${runId}`);
	if (!run) return null;
	const { from, to, ...facts } = run;
	const steps = stepsWithin(runId, { from, to });
	const [spans, usages, decisions, outcomes, reviews, incidents, scores, imports] =
		await Promise.all([
			spansOf(reader, steps),
			usagesOf(reader, runId),
			decisionsOf(reader, runId),
			outcomesOf(reader, runId),
			reviewsOf(reader, runId),
			incidentsOf(reader, runId),
			scoresOf(reader, runId),
			importsOf(reader, runId, steps)
		]);
	return { run: facts, spans, usages, decisions, outcomes, reviews, incidents, scores, imports };
}
