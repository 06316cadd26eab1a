import type { Decision, Span } from '../../trace/model.ts';
import { isObject, type Attributes } from './any-value.ts';
import type { FieldValues } from './field-values.ts';
import { jsonOf, scalarText, textInside, textList, type Source } from './field.ts';

/** What a span chose, before it is known whose span it is. */
export type Choice = Omit<Decision, 'runId' | 'spanId' | 'stakes'>;

/** JSON lists of tool definitions, as text: `name` or `function.name` of each. */
export const toolDefinitions = ['gen_ai.tool.definitions'] as const;

/** A list of tool definitions, each JSON text of its own. */
export const toolDefinitionTexts = ['ai.prompt.tools'] as const;

/** One attribute per tool, numbered from 0: the definition as JSON text, or the bare name. */
export const toolFamilies = [
	{ first: 'llm.tools.', last: '.tool.json_schema', isJson: true },
	{ first: 'llm.request.functions.', last: '.name', isJson: false }
] as const;

/** Where the tool that the model asked for stands; only its name is read. */
export const toolCalls: readonly Source[] = [
	{ key: 'gen_ai.output.messages', path: ['*', 'parts', '*', 'name'] },
	{ key: 'ai.response.toolCalls', path: ['*', 'toolName'] },
	{ key: 'llm.output_messages.0.message.tool_calls.0.tool_call.function.name' },
	{ key: 'gen_ai.completion.0.tool_calls.0.name' }
];

/** Tools by which one agent hands over to another, by their names' beginning (OpenAI Agents, LangGraph). */
export const HANDOFF = 'transfer_to_';

/**
 * The decision a span took; null when it took none. Stated by our attributes, else a decision
 * model's answer, a guardrail, a hand-over, or the tools offered against the tool asked for.
 */
export function choiceOf(
	values: FieldValues,
	attributes: Attributes,
	span: Pick<Span, 'kind' | 'op' | 'toolName' | 'status'>
): Choice | null {
	const confidence = values.get('confidence');
	const stage = values.get('decisionStage');
	const reasonCode = values.get('decisionReason');
	const choice = (offered: string[], chosen: string | null, ownStage: string | null): Choice => ({
		offered,
		chosen,
		confidence,
		stage: stage ?? ownStage,
		reasonCode
	});
	const chosen = values.get('decisionChosen');
	const alternatives = values.get('decisionAlternatives') ?? [];
	if (chosen !== null || alternatives.length > 0) {
		const isListed = chosen === null || alternatives.includes(chosen);
		return choice(isListed ? alternatives : [...alternatives, chosen], chosen, null);
	}
	if (isDecisionModel(span.op)) {
		const answer = bestAnswer(attributes);
		return {
			...choice(answer?.offered ?? [], answer?.answer ?? null, 'decision_model'),
			confidence: confidence ?? answer?.probability ?? null
		};
	}
	if (span.kind === 'guardrail') {
		const failed = span.status === 'error' || span.status === 'cancelled';
		const triggered = values.get('guardrailTriggered') ?? (failed ? true : null);
		const verdict = triggered === null ? null : triggered ? 'block' : 'pass';
		return choice(['pass', 'block'], verdict, 'guardrail');
	}
	if (span.toolName?.startsWith(HANDOFF)) {
		return choice([], span.toolName.slice(HANDOFF.length), 'handoff');
	}
	const offered = offeredTools(attributes);
	return offered.length > 0 ? choice(offered, calledTool(attributes), 'tool_choice') : null;
}

/** OpenInference DECISION spans: a model that picks among given answers, with calibrated probabilities. */
const isDecisionModel = (op: string | null): boolean => op === 'decision';

interface Answer {
	answer: string | null;
	probability: number;
	offered: string[];
}

/** The answer with the highest probability in `answers.*` of the output (decision_spans.md); null when there is none. */
function bestAnswer(attributes: Attributes): Answer | null {
	const output = jsonOf(attributes.get('output.value') ?? '');
	if (!isObject(output) || !isObject(output.answers)) return null;
	let best: Answer | null = null;
	for (const entry of Object.values(output.answers)) {
		const probability = isObject(entry) ? entry.probability : null;
		if (typeof probability !== 'number' || probability < 0 || probability > 1) continue;
		if (best !== null && probability <= best.probability) continue;
		const answer = isObject(entry) ? entry.answer : null;
		const offered = typeof answer === 'boolean' ? ['true', 'false'] : [];
		best = { answer: scalarText(answer), probability, offered };
	}
	return best;
}

/** Names of the tools that a model call offered. */
function offeredTools(attributes: Attributes): string[] {
	for (const key of toolDefinitions) {
		const text = attributes.get(key);
		const list = text === undefined ? null : jsonOf(text);
		if (Array.isArray(list)) return list.map(toolName).filter((name) => name !== null);
	}
	for (const key of toolDefinitionTexts) {
		const text = attributes.get(key);
		if (text !== undefined) return namesIn(textList(text));
	}
	for (const { first, last, isJson } of toolFamilies) {
		if (!attributes.has(`${first}0${last}`)) continue;
		const texts = [...attributes]
			.filter(([key]) => key.startsWith(first) && key.endsWith(last))
			.map(([, text]) => text);
		return isJson ? namesIn(texts) : texts;
	}
	return [];
}

const namesIn = (definitions: readonly string[]): string[] =>
	definitions.map((text) => toolName(jsonOf(text))).filter((name) => name !== null);

function toolName(definition: unknown): string | null {
	if (!isObject(definition)) return null;
	const nested = isObject(definition.function) ? definition.function.name : null;
	return scalarText(definition.name) ?? scalarText(nested);
}

function calledTool(attributes: Attributes): string | null {
	for (const { key, path } of toolCalls) {
		const text = attributes.get(key);
		const name = text === undefined ? null : path ? textInside(text, path) : text;
		if (name !== null && name !== '') return name;
	}
	return null;
}
