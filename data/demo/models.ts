/** A model with what it costs: USD per million tokens, as the price book has it (the test compares). */
export interface Model {
	name: string;
	/** As OpenTelemetry and as OpenInference spell who sells it. */
	provider: string;
	openInference: string;
	/** What a response calls it. */
	response: string;
	responseIdPrefix: string;
	input: number;
	cacheRead: number;
	/** Null where writing to the cache costs nothing extra and is not reported. */
	cacheWrite: number | null;
	output: number;
	/** Whether part of its output is reasoning. */
	reasons: boolean;
}

const openai = { provider: 'openai', openInference: 'openai', responseIdPrefix: 'chatcmpl-' };

export const models = {
	sonnet: {
		name: 'claude-sonnet-4-5',
		provider: 'anthropic',
		openInference: 'anthropic',
		response: 'claude-sonnet-4-5-20250929',
		responseIdPrefix: 'msg_01',
		input: 3,
		cacheRead: 0.3,
		cacheWrite: 3.75,
		output: 15,
		reasons: false
	},
	gpt5: {
		...openai,
		name: 'gpt-5',
		response: 'gpt-5-2025-08-07',
		input: 1.25,
		cacheRead: 0.125,
		cacheWrite: null,
		output: 10,
		reasons: true
	},
	gpt5mini: {
		...openai,
		name: 'gpt-5-mini',
		response: 'gpt-5-mini-2025-08-07',
		input: 0.25,
		cacheRead: 0.025,
		cacheWrite: null,
		output: 2,
		reasons: true
	},
	gpt41mini: {
		...openai,
		name: 'gpt-4.1-mini',
		response: 'gpt-4.1-mini-2025-04-14',
		input: 0.4,
		cacheRead: 0.1,
		cacheWrite: null,
		output: 1.6,
		reasons: false
	},
	flash: {
		name: 'gemini-2.5-flash',
		provider: 'gcp.gemini',
		openInference: 'google',
		response: 'gemini-2.5-flash',
		responseIdPrefix: '',
		input: 0.3,
		cacheRead: 0.03,
		cacheWrite: null,
		output: 2.5,
		reasons: false
	}
} as const satisfies Record<string, Model>;

/** The embedding model; it has input tokens only. */
export const embedding = {
	name: 'text-embedding-3-small',
	provider: 'openai',
	input: 0.02
} as const;

/** A model of the company's own that no price book knows. */
export const router = { name: 'northwind-router-7b', provider: 'self_hosted' } as const;

/** Disjoint token classes of one call. */
export interface Usage {
	input: number;
	cacheRead: number;
	cacheWrite: number;
	output: number;
	/** A part of output. */
	reasoning: number;
}

/** What a call costs by the model's prices, USD. */
export function costOf(model: Model, usage: Usage): number {
	const write = model.cacheWrite ?? model.input;
	const micros =
		usage.input * model.input +
		usage.cacheRead * model.cacheRead +
		usage.cacheWrite * write +
		usage.output * model.output;
	return micros / 1e6;
}
