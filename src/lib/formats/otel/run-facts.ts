import type { Actor, Purpose, Run, Span } from '../../trace/model.ts';
import { abstentions } from './spellings.ts';
import type { FieldName } from './attributes.ts';
import type { Choice } from './decisions.ts';
import type { FieldValues } from './field-values.ts';
import { spanFlags } from './span.ts';

/** Who speaks for a run: its root, else a span whose parent is not in the file, else any other. */
export const ranks = { root: 0, orphan: 1, inner: 2 } as const;

/** Which of two spans speaks first: rank, then earliest start, then latest end, then place in the file. */
export type Precedence = readonly [
	rank: number,
	startUs: number,
	minusEndUs: number,
	order: number
];

export function precedence(span: Span, rank: number, order: number): Precedence {
	return [rank, span.startedAtUs ?? Infinity, -(span.endedAtUs ?? -Infinity), order];
}

function isBefore(a: Precedence, b: Precedence): boolean {
	const at = a.findIndex((part, index) => part !== b[index]);
	return at >= 0 && (a[at] as number) < (b[at] as number);
}

/** What any span may say about its run; the span that speaks first is believed. */
const runFields = [
	...['task', 'runName', 'caseId', 'attempt', 'agentName', 'serviceName', 'agentVersion'],
	...['environment', 'purpose', 'actor', 'conversationId', 'userRef', 'humanMinutes']
] as const satisfies readonly FieldName[];

type RunField = (typeof runFields)[number];

interface Speaker {
	precedence: Precedence;
	span: Span;
	attributes: Record<string, string>;
}

/** What the spans of one trace say together: a few facts, whatever the number of spans. */
export class RunFacts {
	#speaker: Speaker | null = null;
	#said = new Map<RunField, { precedence: Precedence; value: unknown }>();
	#startedAtUs: number | null = null;
	#endedAtUs: number | null = null;
	#confidence: number | null = null;
	#highStakes: boolean | null = null;
	#gaveUp = false;
	#flags = new Set<string>();

	/** Hears one span out; `attributes` are kept if it speaks for the run. */
	hear(
		span: Span,
		values: FieldValues,
		choice: Choice | null,
		order: Precedence,
		attributes: () => Record<string, string>
	): void {
		if (!this.#speaker || isBefore(order, this.#speaker.precedence)) {
			this.#speaker = { precedence: order, span, attributes: attributes() };
		}
		for (const name of runFields) this.#hearField(name, statedBy(name, values, span), order);
		this.#startedAtUs = least(this.#startedAtUs, span.startedAtUs);
		this.#endedAtUs = most(this.#endedAtUs, span.endedAtUs);
		this.#confidence = most(this.#confidence, choice?.confidence ?? values.get('confidence'));
		const isHigh = values.get('highStakes');
		if (isHigh !== null) this.#highStakes = this.#highStakes === true || isHigh;
		this.#gaveUp ||= gaveUp(choice);
		for (const flag of span.flags) this.#flags.add(flag);
	}

	#hearField(name: RunField, value: unknown, precedence: Precedence): void {
		if (value === null) return;
		const known = this.#said.get(name);
		if (!known || isBefore(precedence, known.precedence))
			this.#said.set(name, { precedence, value });
	}

	/** The run's row; null while no span was heard. */
	run(): Run | null {
		if (!this.#speaker) return null;
		const { span, attributes, precedence } = this.#speaker;
		const isRoot = precedence[0] === ranks.root;
		const startedAtUs = isRoot ? span.startedAtUs : this.#startedAtUs;
		const endedAtUs = isRoot ? span.endedAtUs : this.#endedAtUs;
		const failed = span.status === 'error' || span.status === 'cancelled';
		return {
			runId: span.runId,
			traceId: span.traceId,
			rootSpanId: isRoot ? span.spanId : null,
			name: this.#get<string>('runName') ?? span.name,
			task: this.#get('task'),
			caseId: this.#get('caseId'),
			attempt: attemptOf(this.#get('attempt')),
			agent: this.#get<string>('agentName') ?? this.#get<string>('serviceName'),
			agentVersion: this.#get('agentVersion'),
			model: span.model,
			provider: span.provider,
			environment: this.#get('environment'),
			purpose: this.#get<Purpose>('purpose'),
			actor: this.#get<Actor>('actor'),
			conversationId: this.#get('conversationId'),
			userRef: this.#get('userRef'),
			startedAtUs,
			endedAtUs,
			durationUs: durationUs(startedAtUs, endedAtUs),
			status: span.status,
			errorType: span.errorType,
			visibleFailure: failed || this.#gaveUp,
			confidence: this.#confidence,
			highStakes: this.#highStakes,
			steps: null,
			humanMinutes: this.#get('humanMinutes'),
			valueUsd: null,
			reportedCostUsd: null,
			weight: null,
			...noTokens,
			flags: spanFlags.filter((flag) => this.#flags.has(flag)),
			attributes
		};
	}

	#get<T>(name: RunField): T | null {
		return (this.#said.get(name)?.value as T | undefined) ?? null;
	}
}

/** An agent span of OpenLLMetry or AgentOps names the agent by its entity. */
function statedBy(name: RunField, values: FieldValues, span: Span): unknown {
	const value = values.get(name);
	return value === null && name === 'agentName' && span.kind === 'agent'
		? values.get('entityName')
		: value;
}

/** A failure that announces itself: a guardrail stepped in, or the agent left the work to somebody else. */
function gaveUp(choice: Choice | null): boolean {
	if (!choice || choice.chosen === null) return false;
	const { chosen, stage } = choice;
	return (
		(stage === 'guardrail' && chosen === 'block') ||
		abstentions.some((word) => word === chosen.toLowerCase())
	);
}

const least = (a: number | null, b: number | null): number | null =>
	a === null ? b : b === null ? a : Math.min(a, b);

const most = (a: number | null, b: number | null): number | null =>
	a === null ? b : b === null ? a : Math.max(a, b);

const durationUs = (start: number | null, end: number | null): number | null =>
	start === null || end === null || end < start ? null : end - start;

const attemptOf = (attempt: number | null): number | null =>
	attempt !== null && Number.isInteger(attempt) && attempt >= 0 && attempt < 2 ** 31
		? attempt
		: null;

const noTokens = {
	inputTokens: null,
	cacheReadTokens: null,
	cacheWriteTokens: null,
	cacheWrite1hTokens: null,
	outputTokens: null,
	reasoningTokens: null,
	reportedInputTokens: null,
	reportedOutputTokens: null,
	tokenBasis: 'unknown'
} as const;
