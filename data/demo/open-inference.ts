import type { Case } from './case.ts';
import { costOf, router } from './models.ts';
import {
	CLIENT,
	decimal,
	ended,
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

/** What the tracing tool wrote as the cost of a run's calls. */
type ReportedCost = 'none' | 'true' | 'zero';

/** A run in the names of OpenInference; one configuration calls everything "LangGraph". */
export function openInferenceRun(
	one: Case,
	run: Run,
	known: Knowledge,
	writing: Writing
): SenderSpans {
	const { chance, calendar } = writing;
	const { unnamed } = one.configuration;
	const cost = chance.weighted<{ share: number; is: ReportedCost }>([
		{ is: 'none', share: 0.45 },
		{ is: 'true', share: 0.35 },
		{ is: 'zero', share: 0.2 }
	]).is;
	const last = run.steps.findLast((step) => step.call !== null);
	return {
		resource: [
			text('service.name', 'northwind-copilot'),
			text('service.version', one.configuration.version),
			text('deployment.environment.name', one.environment),
			text('openinference.project.name', 'copilot')
		],
		scope: {
			name: `openinference.instrumentation.${unnamed ? 'langchain' : 'openai'}`,
			version: '0.1.44'
		},
		spans: [
			rootSpan(one, run, runAttributes(one, run, known, calendar), writing),
			...run.steps.map((step) =>
				stepSpan(one, run, step, { cost, decides: step === last }, writing)
			)
		]
	};
}

function rootSpan(one: Case, run: Run, own: Attribute[], { chance }: Writing): OtlpSpan {
	const { unnamed } = one.configuration;
	const attributes = [
		text('openinference.span.kind', unnamed ? 'CHAIN' : 'AGENT'),
		text('session.id', one.conversationId),
		text('user.id', one.userId),
		...own
	];
	if (unnamed) {
		// What a rule of the workspace can go by later.
		attributes.push(text('graph.id', one.task.name), texts('tag.tags', ['procurement', 'beta']));
		attributes.push(text('metadata', JSON.stringify({ langgraph_version: '0.6.7' })));
	} else attributes.push(text('agent.name', one.task.agent));
	if (run.error) attributes.push(text('error.type', run.error));
	else if (chance.happens(0.25)) attributes.push(...annotation(one, chance.happens(0.8)));
	return {
		traceId: run.traceId,
		spanId: run.rootId,
		name: unnamed ? 'LangGraph' : one.task.agent,
		kind: INTERNAL,
		startTimeUnixNano: nano(run.startUs),
		endTimeUnixNano: nano(run.endUs),
		attributes,
		...ended(run.error, run.endUs)
	};
}

/** A judge's label on the run, right four times in five: no outcome, a signal. */
function annotation(one: Case, judgesRight: boolean): Attribute[] {
	const isGood = (one.fate === 'right') === judgesRight;
	const at = 'annotations.0.annotation';
	return [
		text(`${at}.name`, 'policy_followed'),
		text(`${at}.label`, isGood ? 'yes' : 'no'),
		decimal(`${at}.score`, isGood ? 1 : 0),
		text(`${at}.annotator_kind`, 'LLM')
	];
}

interface Role {
	cost: ReportedCost;
	/** The last model call, which takes the decision. */
	decides: boolean;
}

function stepSpan(one: Case, run: Run, step: Step, role: Role, writing: Writing): OtlpSpan {
	const { name, attributes } = described(one, step, role, writing);
	if (step.error) attributes.push(text('error.type', step.error));
	return {
		traceId: run.traceId,
		spanId: step.spanId,
		parentSpanId: step.parentId ?? run.rootId,
		name,
		kind: step.kind === 'tool' ? INTERNAL : CLIENT,
		startTimeUnixNano: nano(step.startUs),
		endTimeUnixNano: nano(step.endUs),
		attributes,
		...ended(step.error, step.endUs)
	};
}

function described(one: Case, step: Step, role: Role, writing: Writing) {
	switch (step.kind) {
		case 'chat':
			return {
				name: one.configuration.unnamed ? 'ChatOpenAI' : 'ChatCompletion',
				attributes: callAttributes(one, step, role, writing)
			};
		case 'route':
			return { name: 'ChatOpenAI', attributes: routeAttributes(writing) };
		case 'tool':
			return {
				name: step.name,
				attributes: [
					text('openinference.span.kind', 'TOOL'),
					text('tool.name', step.name),
					text('tool.id', `call_${step.spanId}`)
				]
			};
		case 'vector':
			return {
				name: 'Retriever',
				attributes: [
					text('openinference.span.kind', 'RETRIEVER'),
					text('retrieval.documents.0.document.id', `doc-${step.spanId.slice(0, 6)}`),
					decimal('retrieval.documents.0.document.score', 0.82),
					...storeAttributes(one, step)
				]
			};
		default:
			return {
				name: `${step.name} ${storeOf(one, step).system}`,
				attributes: storeAttributes(one, step)
			};
	}
}

function callAttributes(
	one: Case,
	step: Step,
	{ cost, decides }: Role,
	{ chance, talk }: Writing
): Attribute[] {
	const { model, usage } = step;
	if (!model || !usage) return [];
	const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
	const attributes = [
		text('openinference.span.kind', 'LLM'),
		text('llm.model_name', model.response),
		text('llm.provider', model.openInference),
		text('llm.system', model.openInference),
		whole('llm.token_count.prompt', prompt),
		whole('llm.token_count.completion', usage.output),
		whole('llm.token_count.total', prompt + usage.output)
	];
	const put = (key: string, tokens: number) => {
		if (tokens > 0) attributes.push(whole(key, tokens));
	};
	put('llm.token_count.prompt_details.cache_read', usage.cacheRead);
	put('llm.token_count.completion_details.reasoning', usage.reasoning);
	if (cost === 'zero') attributes.push(decimal('llm.cost.total', 0));
	if (cost === 'true') attributes.push(decimal('llm.cost.total', costOf(model, usage)));
	if (step.call === 0 && !one.configuration.unnamed) {
		one.task.shape.tools.forEach((name, at) => {
			const schema = JSON.stringify({ type: 'function', function: { name } });
			attributes.push(text(`llm.tools.${at}.tool.json_schema`, schema));
		});
	}
	if (step.asksFor) {
		const key = 'llm.output_messages.0.message.tool_calls.0.tool_call.function.name';
		attributes.push(text(key, step.asksFor));
	}
	if (decides) attributes.push(...choiceAttributes(one));
	if (chance.happens(0.1)) attributes.push(text('input.value', talk.question()));
	return attributes;
}

/** A small model of the company's own picks the way; nobody sells it, so nobody prices it. */
const routeAttributes = ({ chance }: Writing): Attribute[] => [
	text('openinference.span.kind', 'LLM'),
	text('llm.model_name', router.name),
	text('llm.provider', router.provider),
	whole('llm.token_count.prompt', chance.whole(300, 500)),
	whole('llm.token_count.completion', chance.whole(4, 12)),
	decimal('llm.cost.total', 0)
];
