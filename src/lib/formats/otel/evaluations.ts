import type { Outcome, Score, Span, StatementSource } from '../../trace/model.ts';
import type { Attributes } from './any-value.ts';
import { outcomeLabels } from './spellings.ts';
import { decimal, lookUp } from './field.ts';
import { momentUs } from './times.ts';
import type { RawEvent } from './raw-span.ts';

/** Semantic conventions 1.38 and later: a span event, or a log record of this event name. */
export const EVALUATION_EVENT = 'gen_ai.evaluation.result';

/** The evaluation that says how the run ended. */
export const TASK_OUTCOME = 'task_outcome';

/** The attributes of an evaluation event. */
export const evaluationKeys = {
	name: 'gen_ai.evaluation.name',
	value: 'gen_ai.evaluation.score.value',
	label: 'gen_ai.evaluation.score.label'
} as const;

/** What an evaluation is about: a run, and the span in it where one is named. */
export interface Target {
	runId: string;
	spanId: string | null;
}

/** The score in the n-th evaluation event of its target; null when it has neither value nor label. */
export function scoreOf(event: RawEvent, target: Target, position: number): Score | null {
	const name = event.attributes.get(evaluationKeys.name) || 'evaluation';
	const value = event.attributes.get(evaluationKeys.value);
	const label = event.attributes.get(evaluationKeys.label);
	const score = scoreValue(value, label);
	if (score === null) return null;
	return {
		scoreId: scoreId(target, 'evaluation', position),
		runId: target.runId,
		spanId: target.spanId,
		conversationId: null,
		name,
		...score,
		source: 'unknown',
		atUs: momentUs(event.at)
	};
}

/** The same statement, the same id: run, span, where it stood. */
const scoreId = (target: Target, place: string, position: number): string =>
	[target.runId, target.spanId ?? '', place, position].join(':');

/** OpenLLMetry's view of how a step ended: the framework's, not the run's outcome. Null = not stated. */
export function taskStatusScore(taskStatus: string | null, span: Span): Score | null {
	if (taskStatus === null) return null;
	return {
		scoreId: scoreId(span, 'task_status', 0),
		runId: span.runId,
		spanId: span.spanId,
		conversationId: null,
		name: 'task_status',
		valueNum: null,
		valueLabel: taskStatus,
		valueBool: null,
		source: 'code',
		atUs: span.endedAtUs
	};
}

/** A score's value as number or truth, and its label; null when there is neither. */
function scoreValue(
	value: string | undefined,
	label: string | undefined
): Pick<Score, 'valueNum' | 'valueLabel' | 'valueBool'> | null {
	const valueNum = value === undefined ? null : decimal(value);
	const valueBool = value === 'true' ? true : value === 'false' ? false : null;
	const valueLabel = label === undefined || label === '' ? null : label;
	if (valueNum === null && valueBool === null && valueLabel === null) return null;
	return { valueNum, valueLabel, valueBool };
}

/** How the run ended by an evaluation named `task_outcome`; a number counts as right from 1 on. Null = another evaluation. */
export function outcomeOf(score: Score): Outcome | null {
	if (score.name.toLowerCase() !== TASK_OUTCOME) return null;
	const byLabel = lookUp(outcomeLabels, score.valueLabel ?? '');
	if (byLabel !== null) return byLabel as Outcome;
	if (score.valueBool !== null) return score.valueBool ? 'success' : 'failure';
	if (score.valueNum === null) return null;
	return score.valueNum >= 1 ? 'success' : 'failure';
}

/** OpenInference annotators, and what their results are here. */
const annotators: Readonly<Record<string, StatementSource>> = {
	human: 'human',
	llm: 'llm_judge',
	code: 'code'
};

/** One flattened annotation: `annotations.N.annotation.*`, or `evaluations.N.evaluation.*`. */
export interface Annotation {
	/** `trace` or `session` widen the target; `span` is the span itself. */
	scope: 'span' | 'trace' | 'session';
	position: number;
	name: string;
	value: NonNullable<ReturnType<typeof scoreValue>>;
	source: StatementSource;
}

/** The score that an annotation is: of the target span, its run, or the conversation; null where that is not named. */
export function annotationScore(
	{ scope, position, name, value, source }: Annotation,
	where: {
		target: { runId: string; spanId: string };
		conversationId: string | null;
		/** The span that the annotation stands on, as `run:span`. */
		carrier: string;
		atUs: number | null;
	}
): Score | null {
	const isSession = scope === 'session';
	if (isSession && where.conversationId === null) return null;
	return {
		scoreId: `${where.carrier}:${scope}_annotation:${position}`,
		runId: isSession ? null : where.target.runId,
		spanId: scope === 'span' ? where.target.spanId : null,
		conversationId: isSession ? where.conversationId : null,
		name,
		...value,
		source,
		atUs: where.atUs
	};
}

const ANNOTATION =
	/^(?:(trace|session)\.)?(?:annotations\.(\d+)\.annotation|evaluations\.(\d+)\.evaluation)\.(\w+)$/;

/** The annotations of a span, in order; where both forms carry one result, one is kept. */
export function annotationsOf(attributes: Attributes): Annotation[] {
	const groups = new Map<
		string,
		{ scope: Annotation['scope']; position: number; parts: Map<string, string> }
	>();
	for (const [key, text] of attributes) {
		const found = ANNOTATION.exec(key);
		if (!found) continue;
		const [, scope = 'span', first, second, part = ''] = found;
		const position = Number(first ?? second);
		const id = `${scope} ${first === undefined ? 'evaluation' : 'annotation'} ${position}`;
		const group = groups.get(id) ?? {
			scope: scope as Annotation['scope'],
			position,
			parts: new Map<string, string>()
		};
		groups.set(id, group);
		group.parts.set(part, text);
	}
	const annotations = new Map<string, Annotation>();
	for (const { scope, position, parts } of groups.values()) {
		const value = scoreValue(parts.get('score'), parts.get('label'));
		if (value === null) continue;
		const name = parts.get('name') ?? 'annotation';
		const source = lookUp(annotators, parts.get('annotator_kind') ?? '') ?? 'unknown';
		const same = JSON.stringify([scope, name, value, source]);
		if (!annotations.has(same)) annotations.set(same, { scope, position, name, value, source });
	}
	return [...annotations.values()];
}
