import type { Chance } from './chance.ts';
import { models, type Model, type Usage } from './models.ts';
import type { Configuration, Part, Stop, Task } from './task.ts';
import { drawJudgeUsage, drawUsage, EMBEDDED_TOKENS } from './usage.ts';

/** What happens in a run, before any dialect writes it down. */
export interface Step {
	spanId: string;
	/** Null for the root. */
	parentId: string | null;
	kind: 'chat' | 'embed' | 'tool' | 'guardrail' | 'judge' | 'route' | 'human' | Store;
	/** Tool name, or the operation of a store. */
	name: string;
	startUs: number;
	endUs: number;
	/** Null where the model is not one of the price book's, or none. */
	model: Model | null;
	usage: Usage | null;
	/** Which model call of the run, from 0; null for anything else. */
	call: number | null;
	/** The tool that a model call asks for next; null when it answers. */
	asksFor: string | null;
	error: string | null;
}

/** The tiers of state: a cache of sessions, a search for similar text, a graph of rules. */
type Store = 'session' | 'vector' | 'graph';

/** One attempt at a case. */
export interface Run {
	traceId: string;
	rootId: string;
	attempt: number;
	startUs: number;
	endUs: number;
	steps: Step[];
	error: string | null;
}

/** How an attempt ends: well or not, or by an error after its first or its last model call. */
type RunEnding = 'complete' | 'breaks_down' | 'fails_late';

interface RunPlan {
	task: Task;
	configuration: Configuration;
	part: Part;
	attempt: number;
	startUs: number;
	ending: RunEnding;
}

const ERRORS = ['timeout', 'rate_limit_exceeded', 'upstream_unavailable', 'schema_mismatch'];

/** An attempt with its steps, one after the other. */
export function drawRun(chance: Chance, plan: RunPlan): Run {
	const { task, ending } = plan;
	const writer = new StepWriter(chance, plan);
	for (const stop of task.shape.before) writer.stop(stop);
	const calls = ending === 'breaks_down' ? 1 : chance.whole(...task.shape.calls);
	for (let call = 0; call < calls; call++) {
		const breaks = ending !== 'complete' && call === calls - 1;
		const { tools } = task.shape;
		const next = tools[call % Math.max(1, tools.length)] ?? null;
		const asksFor = breaks || call < calls - 1 ? next : null;
		writer.chat(call, asksFor);
		if (asksFor !== null) writer.tool(asksFor, breaks ? chance.pick(ERRORS) : null);
	}
	if (ending === 'complete') for (const stop of task.shape.after) writer.stop(stop);
	return writer.finish();
}

class StepWriter {
	#chance: Chance;
	#plan: RunPlan;
	#run: Run;
	#nowUs: number;

	constructor(chance: Chance, plan: RunPlan) {
		this.#chance = chance;
		this.#plan = plan;
		this.#run = {
			traceId: chance.hex(32),
			rootId: chance.hex(16),
			attempt: plan.attempt,
			startUs: plan.startUs,
			endUs: plan.startUs,
			steps: [],
			error: null
		};
		this.#nowUs = plan.startUs + chance.whole(800, 6000);
		if (plan.configuration.unnamed && chance.happens(0.6)) this.#add('route', 'route', 300_000);
	}

	stop({ step, share }: Stop): void {
		if (!this.#chance.happens(share)) return;
		switch (step) {
			case 'session':
				this.#add('session', this.#run.steps.length < 2 ? 'HGETALL' : 'HSET', 450);
				break;
			case 'vector':
				this.#add('vector', 'query', 28_000);
				break;
			case 'graph':
				this.#add('graph', 'MATCH', 9000);
				break;
			case 'embed':
				this.#embed();
				break;
			case 'guardrail':
				this.#add('guardrail', 'policy_check', 60_000);
				break;
			case 'judge':
				this.#judge();
				break;
			case 'tool':
				this.tool(this.#plan.task.shape.tools[0] ?? 'lookup', null);
				break;
			case 'screen':
				for (const tool of Object.keys(this.#plan.task.toolRates)) this.tool(tool, null);
		}
	}

	chat(call: number, asksFor: string | null): void {
		const { task, configuration, part } = this.#plan;
		const { model } = configuration;
		const step = this.#add('chat', model.name, task.shape.callSeconds * part.length * 1e6);
		const usage = drawUsage(this.#chance, { ...task, model, length: part.length }, call);
		Object.assign(step, { model, usage, call, asksFor });
	}

	tool(name: string, error: string | null): void {
		this.#add('tool', name, 240_000).error = error;
		if (error !== null) this.#run.error = error;
	}

	finish(): Run {
		this.#run.endUs = this.#nowUs + this.#chance.whole(500, 4000);
		return this.#run;
	}

	#embed(): void {
		const input = this.#chance.whole(...EMBEDDED_TOKENS);
		const step = this.#add('embed', 'embed', 90_000);
		step.usage = { input, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };
	}

	#judge(): void {
		const evaluator = this.#add('judge', 'evaluate', 1_800_000);
		const step = this.#add('chat', models.gpt5mini.name, 1_700_000, evaluator.spanId);
		[step.startUs, step.endUs] = [evaluator.startUs + 500, evaluator.endUs - 500];
		Object.assign(step, { model: models.gpt5mini, usage: drawJudgeUsage(this.#chance) });
		this.#nowUs = evaluator.endUs + 500;
	}

	#add(kind: Step['kind'], name: string, meanUs: number, parentId = this.#run.rootId): Step {
		const startUs = this.#nowUs;
		const endUs = startUs + Math.max(80, Math.round(this.#chance.lognormal(meanUs, 0.5)));
		const step: Step = {
			spanId: this.#chance.hex(16),
			parentId,
			kind,
			name,
			startUs,
			endUs,
			model: null,
			usage: null,
			call: null,
			asksFor: null,
			error: null
		};
		this.#run.steps.push(step);
		this.#nowUs = endUs + this.#chance.whole(200, 4000);
		return step;
	}
}
