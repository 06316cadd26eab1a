import type { Case } from './case.ts';
import { embedding, type Usage } from './models.ts';
import {
	CLIENT,
	decimal,
	ended,
	flag,
	INTERNAL,
	nano,
	text,
	texts,
	whole,
	type Attribute,
	type OtlpSpan,
	type SenderSpans
} from './otlp.ts';
import { choiceAttributes, runAttributes } from './run-attributes.ts';
import type { Run, Step } from './run.ts';
import type { Knowledge } from './statements.ts';
import { storeAttributes, storeOf } from './stores.ts';
import type { Writing } from './writing.ts';

/** Share of model calls whose messages are in the export: enough to show that none is stored. */
const WITH_CONTENT = 0.1;

/** A run in the names of OpenTelemetry's GenAI conventions. */
export function genAiRun(one: Case, run: Run, known: Knowledge, writing: Writing): SenderSpans {
	const { calendar } = writing;
	const release = `2026.${String(8 + Math.floor((one.day - 1) / 14)).padStart(2, '0')}`;
	const last = run.steps.findLast((step) => step.call !== null);
	return {
		resource: [
			text('service.name', 'northwind-agents'),
			text('service.version', release),
			text('deployment.environment.name', one.environment),
			text('telemetry.sdk.language', 'python'),
			text('host.name', 'worker-3.northwind.example')
		],
		scope: { name: 'northwind.agents', version: '1.12.0' },
		spans: [
			rootSpan(one, run, runAttributes(one, run, known, calendar), writing),
			...run.steps.map((step) => stepSpan(one, run, step, step === last, writing))
		]
	};
}

function rootSpan(one: Case, run: Run, own: Attribute[], { chance, talk }: Writing): OtlpSpan {
	const called = run.steps.filter((step) => step.call !== null && step.usage !== null);
	const sum = (of: (usage: Usage) => number) =>
		called.reduce((total, { usage }) => total + (usage ? of(usage) : 0), 0);
	const attributes = [
		text('gen_ai.operation.name', 'invoke_agent'),
		text('gen_ai.agent.name', one.task.agent),
		text('gen_ai.agent.version', one.configuration.version),
		text('gen_ai.conversation.id', one.conversationId),
		text('gen_ai.provider.name', one.configuration.model.provider),
		text('gen_ai.request.model', one.configuration.model.name),
		whole('gen_ai.usage.input_tokens', sum(inputOf)),
		whole(
			'gen_ai.usage.output_tokens',
			sum((usage) => usage.output)
		),
		text('user.id', one.userId),
		...own
	];
	if (chance.happens(0.05)) attributes.push(text('user.email', talk.email()));
	if (run.error) attributes.push(text('error.type', run.error));
	return {
		traceId: run.traceId,
		spanId: run.rootId,
		name: `invoke_agent ${one.task.agent}`,
		kind: INTERNAL,
		startTimeUnixNano: nano(run.startUs),
		endTimeUnixNano: nano(run.endUs),
		attributes,
		...ended(run.error, run.endUs)
	};
}

function stepSpan(one: Case, run: Run, step: Step, decides: boolean, writing: Writing): OtlpSpan {
	const { name, isClient, attributes } = described(one, step, decides, writing);
	if (step.error) attributes.push(text('error.type', step.error));
	const judged = step.kind === 'judge' ? { events: [evaluation(one, step, writing)] } : {};
	return {
		traceId: run.traceId,
		spanId: step.spanId,
		parentSpanId: step.parentId ?? run.rootId,
		name,
		kind: isClient ? CLIENT : INTERNAL,
		startTimeUnixNano: nano(step.startUs),
		endTimeUnixNano: nano(step.endUs),
		attributes,
		...ended(step.error, step.endUs),
		...judged
	};
}

/** How often the judge likes a right and a wrong redline: a signal, not the outcome. */
const LIKES = { right: 0.88, wrong: 0.35 } as const;

function evaluation(one: Case, step: Step, { chance }: Writing) {
	const likes = chance.happens(one.fate === 'right' ? LIKES.right : LIKES.wrong);
	const value = Number((likes ? chance.between(0.7, 1) : chance.between(0.1, 0.7)).toFixed(2));
	return {
		timeUnixNano: nano(step.endUs),
		name: 'gen_ai.evaluation.result',
		attributes: [
			text('gen_ai.evaluation.name', 'redline_quality'),
			decimal('gen_ai.evaluation.score.value', value),
			text('gen_ai.evaluation.score.label', likes ? 'good' : 'weak')
		]
	};
}

function described(one: Case, step: Step, decides: boolean, writing: Writing) {
	switch (step.kind) {
		case 'chat':
			return {
				name: `chat ${step.name}`,
				isClient: true,
				attributes: chatAttributes(one, step, decides, writing)
			};
		case 'embed':
			return {
				name: `embeddings ${embedding.name}`,
				isClient: true,
				attributes: [
					text('gen_ai.operation.name', 'embeddings'),
					text('gen_ai.provider.name', embedding.provider),
					text('gen_ai.request.model', embedding.name),
					whole('gen_ai.usage.input_tokens', step.usage?.input ?? 0)
				]
			};
		case 'tool':
			return {
				name: `execute_tool ${step.name}`,
				isClient: false,
				attributes: [
					text('gen_ai.operation.name', 'execute_tool'),
					text('gen_ai.tool.name', step.name),
					text('gen_ai.tool.type', 'function'),
					text('gen_ai.tool.call.id', `call_${step.spanId}`)
				]
			};
		case 'guardrail':
			return {
				name: 'apply_guardrail policy_check',
				isClient: false,
				attributes: [
					text('gen_ai.operation.name', 'apply_guardrail'),
					flag('gen_ai.guardrail.triggered', false)
				]
			};
		case 'judge':
			return {
				name: 'evaluate redline_quality',
				isClient: false,
				attributes: [text('gen_ai.operation.name', 'evaluate')]
			};
		case 'human':
			return { name: step.name, isClient: false, attributes: humanAttributes(one) };
		default:
			return {
				name: `${step.name} ${storeOf(one, step).system}`,
				isClient: true,
				attributes: storeAttributes(one, step)
			};
	}
}

function chatAttributes(
	one: Case,
	step: Step,
	decides: boolean,
	{ chance, talk, calendar }: Writing
): Attribute[] {
	const { model, usage } = step;
	if (!model || !usage) return [];
	const { drift } = one.task;
	const attributes = [
		text('gen_ai.operation.name', 'chat'),
		text('gen_ai.provider.name', model.provider),
		text('gen_ai.request.model', model.name),
		text('gen_ai.response.model', model.response),
		text('gen_ai.response.id', `${model.responseIdPrefix}${step.spanId}`),
		texts('gen_ai.response.finish_reasons', [step.asksFor ? 'tool_calls' : 'stop']),
		whole('gen_ai.usage.input_tokens', inputOf(usage)),
		whole('gen_ai.usage.output_tokens', usage.output)
	];
	const put = (key: string, tokens: number) => {
		if (tokens > 0) attributes.push(whole(key, tokens));
	};
	put('gen_ai.usage.cache_read.input_tokens', usage.cacheRead);
	put('gen_ai.usage.cache_creation.input_tokens', usage.cacheWrite);
	put('gen_ai.usage.reasoning.output_tokens', usage.reasoning);
	if (drift?.model === model) {
		const isNew = step.startUs >= calendar.startOf(drift.fromDay);
		attributes.push(text('openai.response.system_fingerprint', isNew ? 'fp_7c21ad' : 'fp_d04e9b'));
	}
	if (step.call !== null && chance.happens(0.2)) {
		attributes.push(
			decimal('gen_ai.response.time_to_first_chunk', (step.endUs - step.startUs) / 4e6)
		);
	}
	if (step.call === 0) attributes.push(...toolAttributes(one, step));
	if (decides) attributes.push(...choiceAttributes(one));
	if (chance.happens(WITH_CONTENT)) {
		const parts = [{ type: 'text', content: talk.question() }];
		attributes.push(text('gen_ai.input.messages', JSON.stringify([{ role: 'user', parts }])));
	}
	return attributes;
}

/** The tools offered, by name, and the one asked for. */
function toolAttributes({ task }: Case, { asksFor, spanId }: Step): Attribute[] {
	if (!task.oversight) return [];
	const offered = task.shape.tools.map((name) => ({ type: 'function', name }));
	const attributes = [text('gen_ai.tool.definitions', JSON.stringify(offered))];
	if (asksFor) {
		const parts = [{ type: 'tool_call', id: `call_${spanId}`, name: asksFor }];
		const message = { role: 'assistant', parts, finish_reason: 'tool_call' };
		attributes.push(text('gen_ai.output.messages', JSON.stringify([message])));
	}
	return attributes;
}

function humanAttributes({ review }: Case): Attribute[] {
	if (!review) return [];
	return [
		text('breakeven.span.kind', 'human'),
		text('breakeven.review.decision', review.decision),
		decimal('breakeven.review.minutes', review.minutes)
	];
}

/** Semantic conventions 1.40: the input count contains what was cached. */
const inputOf = (usage: Usage): number => usage.input + usage.cacheRead + usage.cacheWrite;
