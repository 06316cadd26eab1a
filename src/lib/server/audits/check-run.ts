import type { Definitions } from '../../definitions/definitions.ts';
import { sourceLink, sourceOfRun, type SourceLink } from '../../definitions/source-link.ts';
import { classify } from '../../formats/otel/privacy.ts';
import { runDetail, type RunDetail } from '../queries/run-detail.ts';
import type { Attribute, DecisionRow } from '../queries/run-steps.ts';
import type { ScoreRow } from '../queries/run-told.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** What somebody needs to see of a run to say whether it was right. */
export interface CheckRun {
	run_id: string;
	trace_id: string | null;
	case_id: string | null;
	started_at: string | null;
	agent: string;
	agent_version: string | null;
	model: string | null;
	environment: string | null;
	status: string;
	error_type: string | null;
	duration_us: number | null;
	steps: number | null;
	cost_usd: number | null;
	tools: ToolUse[];
	decisions: Omit<DecisionRow, 'span_id'>[];
	errors: StepError[];
	/** Stored only where an import asked for it. */
	texts: StoredText[];
	/** What else the export says of the run. */
	attributes: Attribute[];
	link: SourceLink | null;
	/** What others make of it; null for a blind check. */
	opinions: Opinions | null;
}

export interface ToolUse {
	tool_name: string;
	calls: number;
	errors: number;
}

export interface StepError {
	name: string;
	error_type: string | null;
	error_message: string | null;
}

export interface StoredText {
	/** The step, or null for the run itself. */
	step: string | null;
	key: string;
	text: string;
}

export interface Opinions {
	/** What the agent claims; null where nothing tells. */
	claimed: string | null;
	confidence: number | null;
	scores: Pick<ScoreRow, 'name' | 'value_num' | 'value_label' | 'value_bool' | 'source'>[];
	outcomes: { outcome: string; source: string }[];
}

/** How to show runs: a blind check hides what others say, a second one what the first reviewer said. */
export interface Showing {
	isBlind: boolean;
	definitions: Definitions;
}

/** The runs with what there is to see of them, in the order asked for; unknown ids are left out. */
export async function checkRuns(
	reader: Reader,
	runIds: readonly string[],
	showing: Showing
): Promise<CheckRun[]> {
	if (runIds.length === 0) return [];
	const asked = sql`run_id in (select unnest(from_json(${JSON.stringify(runIds)}, '["VARCHAR"]')))`;
	const [details, claims, tools] = await Promise.all([
		Promise.all(runIds.map((runId) => runDetail(reader, runId))),
		reader.query<{ run_id: string; claimed_outcome: string | null }>(
			sql`select run_id, claimed_outcome from runs where ${asked}`
		),
		reader.query<ToolUse & { run_id: string }>(sql`
			select run_id, tool_name, calls, errors from run_tools
			where ${asked} order by calls desc, tool_name`)
	]);
	return details.flatMap((detail) => {
		if (!detail) return [];
		const { run_id } = detail.run;
		const claimed = claims.find((one) => one.run_id === run_id)?.claimed_outcome ?? null;
		const used = tools
			.filter((one) => one.run_id === run_id)
			.map(({ tool_name, calls, errors }) => ({ tool_name, calls, errors }));
		return [checkRun(detail, used, claimed, showing)];
	});
}

function checkRun(
	detail: RunDetail,
	tools: ToolUse[],
	claimed: string | null,
	{ isBlind, definitions }: Showing
): CheckRun {
	const { run, spans, decisions } = detail;
	const told = telling(definitions, run.task);
	return {
		run_id: run.run_id,
		trace_id: run.trace_id,
		case_id: run.case_id,
		started_at: run.started_at,
		agent: run.agent,
		agent_version: run.agent_version,
		model: run.model,
		environment: run.environment,
		status: run.status,
		error_type: run.error_type,
		duration_us: run.duration_us,
		steps: run.steps,
		cost_usd: run.cost_usd,
		tools,
		decisions: decisions.map(({ span_id: _, ...decision }) => ({
			...decision,
			confidence: isBlind ? null : decision.confidence
		})),
		errors: spans
			.filter((span) => span.status === 'error' || span.error_type !== null)
			.slice(0, MOST_ERRORS)
			.map(({ name, error_type, error_message }) => ({ name, error_type, error_message })),
		texts: textsOf(detail)
			.filter(({ key }) => !(isBlind && told.test(key)))
			.slice(0, MOST_TEXTS),
		attributes: run.attributes.filter(
			({ key }) => classify(key) !== 'content' && !(isBlind && told.test(key))
		),
		link: sourceLink(definitions.links[sourceOfRun(run.run_id)], run),
		opinions: isBlind ? null : opinionsOf(detail, claimed)
	};
}

const MOST_ERRORS = 20;
const MOST_TEXTS = 40;

/** Texts of prompts and answers, the run's own first. */
function textsOf({ run, spans }: RunDetail): StoredText[] {
	const found = (attributes: readonly Attribute[], step: string | null) =>
		attributes
			.filter(({ key, value }) => classify(key) === 'content' && value !== '')
			.map(({ key, value }) => ({ step, key, text: value }));
	return [
		...found(run.attributes, null),
		...spans.flatMap((span) =>
			found(span.attributes, span.parent_span_id === null ? null : span.name)
		)
	];
}

/** Attributes that would give away what others say: those of the task's rules, and by their names. */
function telling({ success }: Definitions, task: string): { test: (key: string) => boolean } {
	const ofRules = new Set(
		success.flatMap(({ task: about, by }) =>
			by.kind === 'attribute' && [task, '*'].includes(about) ? [by.key] : []
		)
	);
	return { test: (key) => ofRules.has(key) || TELLING.test(key) };
}

const TELLING =
	/success|outcome|resolved|correct|passed|reward|score|verdict|judge|evaluation|feedback|confidence|label/i;

/** Statements by rule repeat a score or an attribute; checks by hand are what is being asked for. */
const opinionsOf = ({ run, scores, outcomes }: RunDetail, claimed: string | null): Opinions => ({
	claimed,
	confidence: run.confidence,
	scores: scores.map(({ name, value_num, value_label, value_bool, source }) => ({
		name,
		value_num,
		value_label,
		value_bool,
		source
	})),
	outcomes: outcomes
		.filter(({ source, rule }) => !['audit', 'agent'].includes(source) && rule === null)
		.map(({ outcome, source }) => ({ outcome, source }))
});
