import type { ColumnMap } from '../format.ts';
import type { Attributes } from './any-value.ts';
import { fields, type FieldName } from './attributes.ts';
import { castValue, lookUp, type CastValue, type Field, type Source } from './field.ts';

type Value<N extends FieldName> = CastValue[(typeof fields)[N]['cast']];

/** The fields of one span, as the table of attributes finds them. */
export class FieldValues {
	#found = new Map<FieldName, { rank: number; value: unknown }>();

	/** The value of the first usable source; null when no source has one. */
	get<N extends FieldName>(name: N): Value<N> | null {
		return (this.#found.get(name)?.value as Value<N> | undefined) ?? null;
	}

	/** Of sources of one rank the later offer counts: the span's own attribute after its context's. */
	offer(name: FieldName, rank: number, value: unknown): void {
		const known = this.#found.get(name);
		if (!known || rank <= known.rank) this.#found.set(name, { rank, value });
	}
}

/** Attribute key -> the fields that read it, and what a column map says of every span. */
export interface FieldIndex {
	entries: ReadonlyMap<string, readonly Entry[]>;
	constants: ReadonlyMap<FieldName, unknown>;
}

interface Entry {
	name: FieldName;
	rank: number;
	source: Source;
}

/** Reads the fields from attribute maps, the weakest first (resource and scope, then the span). */
export function readFields(index: FieldIndex, maps: readonly Attributes[]): FieldValues {
	const values = new FieldValues();
	for (const [name, value] of index.constants) values.offer(name, -2, value);
	for (const attributes of maps) {
		for (const [key, text] of attributes) {
			for (const { name, rank, source } of index.entries.get(key) ?? []) {
				const value = castValue(text, source, fields[name].cast);
				if (value !== null) values.offer(name, rank, value);
			}
		}
	}
	return values;
}

/** The index of the table of attributes; a column map's attributes come before the table's. */
export function fieldIndex(map?: ColumnMap): FieldIndex {
	const entries = new Map<string, Entry[]>();
	const add = (key: string, entry: Entry) => entries.set(key, [...(entries.get(key) ?? []), entry]);
	for (const [name, field] of Object.entries(fields) as [FieldName, Field][]) {
		field.sources.forEach((source, rank) => add(source.key, { name, rank, source }));
	}
	for (const [key, ours] of Object.entries(map?.columns ?? {})) {
		const name = lookUp(mappable, ours);
		if (name) add(key, { name, rank: -1, source: { key, values: choicesOf(name) } });
	}
	const constants = new Map<FieldName, unknown>();
	for (const [ours, text] of Object.entries(map?.constants ?? {})) {
		const name = lookUp(mappable, ours);
		const value =
			name && castValue(text, { key: ours, values: choicesOf(name) }, fields[name].cast);
		if (name && value !== null) constants.set(name, value);
	}
	return { entries, constants };
}

/** A column map's names of ours -> the field that takes them; what else a map may name is not a field here. */
export const mappable: Readonly<Record<string, FieldName>> = {
	task: 'task',
	case: 'caseId',
	case_id: 'caseId',
	attempt: 'attempt',
	agent: 'agentName',
	agent_version: 'agentVersion',
	model: 'model',
	provider: 'provider',
	outcome: 'outcome',
	confidence: 'confidence',
	cost_usd: 'costUsd',
	input_tokens: 'inputTokens',
	output_tokens: 'outputTokens',
	human_minutes: 'humanMinutes',
	review_minutes: 'reviewMinutes',
	environment: 'environment'
};

const choicesOf = (name: FieldName): Source['values'] =>
	(fields[name] as Field).sources.find((source) => source.values)?.values;
