import type { ScenarioDocument } from './document.ts';
import { readScenario, type ReadScenario } from './read-scenario.ts';
import { scenarioJson } from './write-scenario.ts';

/**
 * A scenario as parameters of an address: `task=a&s.oversight.review.below=0.8`. Only what differs
 * from the defaults is in it, so that a link stays short and the page state is the address.
 */
export function scenarioParams(scenario: ScenarioDocument): [string, string][] {
	const { tasks, breakeven_schema: _, name, ...rest } = scenarioJson(scenario);
	const own = name === nameOf(scenario.tasks) ? {} : { name };
	return [
		...(tasks as string[]).map((task): [string, string] => ['task', task]),
		...leaves({ ...own, ...rest }, 's')
	];
}

/** The scenario that an address names, or why there is none; a scenario without a name is called after its tasks. */
export function scenarioOfParams(params: URLSearchParams): ReadScenario {
	const tasks = params.getAll('task').filter((task) => task !== '');
	const root = emptyNode();
	for (const name of new Set(params.keys())) {
		if (!name.startsWith('s.')) continue;
		const path = name.slice(2).split('.').map(unescaped);
		const values = params.getAll(name);
		place(root, path, isList(path) ? values : (values.at(-1) ?? ''));
	}
	const changes = plain(root) as Record<string, unknown>;
	return readScenario({ breakeven_schema: 'scenario/1', name: nameOf(tasks), tasks, ...changes });
}

/** What a scenario is called until somebody names it. */
export const nameOf = (tasks: readonly string[]): string => tasks.join(', ').slice(0, 200) || '-';

/** Fields that hold a list of words or numbers: the parameter comes once for each. */
const LISTS = new Set(['options', 'values', 'targets']);
const isList = (path: readonly string[]): boolean =>
	LISTS.has(path.at(-1) ?? '') || (path.at(-1) === 'days' && path.includes('shifts'));
/** Fields that hold a list of records: the next part of the path counts them. */
const RECORDS = new Set(['segments', 'shifts', 'common_causes', 'state']);

function leaves(value: unknown, path: string): [string, string][] {
	if (Array.isArray(value)) {
		if (value.every((one) => typeof one !== 'object'))
			return value.length === 0 ? [[path, '']] : value.map((one) => [path, written(one)]);
		return value.flatMap((one, i) => leaves(one, `${path}.${i}`));
	}
	if (typeof value !== 'object' || value === null) return [[path, written(value)]];
	const inner = Object.entries(value);
	// `review: {}` says something: the cheapest threshold.
	if (inner.length === 0) return path === 's' ? [] : [[path, '{}']];
	return inner.flatMap(([name, one]) => leaves(one, `${path}.${escaped(name)}`));
}

type Node = { [name: string]: Node | string | string[] };

/** Without a prototype: a name in an address may be any word. */
const emptyNode = (): Node => Object.create(null) as Node;

/** A value beside parts of its own is the middle of a figure: `x=5&x.low=4&x.high=6`. */
function place(root: Node, path: readonly string[], value: string | string[]): void {
	let node = root;
	for (const part of path.slice(0, -1)) {
		const next = node[part];
		if (typeof next === 'object' && !Array.isArray(next)) node = next;
		else {
			const inner = emptyNode();
			if (next !== undefined && next !== '{}') inner.value = next;
			node = node[part] = inner;
		}
	}
	const last = path.at(-1) ?? '';
	const there = node[last];
	if (typeof there === 'object' && !Array.isArray(there)) {
		if (value !== '{}') there.value = value;
	} else node[last] = value;
}

function plain(node: Node | string | string[], name = ''): unknown {
	if (typeof node === 'string') return read(node);
	if (Array.isArray(node)) return node.filter((one) => one !== '').map(read);
	const entries = Object.entries(node).map(([key, one]) => [key, plain(one, key)] as const);
	if (!RECORDS.has(name)) return Object.fromEntries(entries);
	return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, one]) => one);
}

const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A word that reads like something else is written in quotes. */
function written(value: unknown): string {
	if (typeof value !== 'string') return JSON.stringify(value);
	return NUMBER.test(value) || value.startsWith('"') || value === '{}'
		? JSON.stringify(value)
		: value;
}

function read(text: string): unknown {
	if (text === '') return null;
	if (text === '{}') return {};
	if (NUMBER.test(text)) return Number(text);
	if (!text.startsWith('"')) return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('.', '~1');
const unescaped = (name: string): string => name.replaceAll('~1', '.').replaceAll('~0', '~');
