import type { Condition, TaskRule } from '../../definitions/definitions.ts';
import { isMeaningless } from '../../definitions/meaningless-name.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** Something that runs say of themselves, by which they could be told apart. */
export interface Field {
	/** As a condition names it: `name`, `agent`, `tool`, `attribute:<key>`. */
	field: string;
	/** Share of the sampled runs that have it. */
	coverage: number;
	/** Different values among them. */
	values: number;
	/** The most frequent values with their runs, as shares of the sample. */
	top: { value: string; share: number }[];
}

/** Fields are looked at in this many runs. */
const SAMPLE = 20_000;
const TOP = 8;

/** The fields of the workspace's runs, those that nearly all have first. */
export async function fields(reader: Reader, task: string | null = null): Promise<Field[]> {
	const within = task === null ? sql`true` : sql`r.task = ${task}`;
	const rows = await reader.query<{
		field: string;
		runs: number;
		values: number;
		top: { value: string; runs: number }[];
		sampled: number;
	}>(sql`
		with sampled as (
			select f.*
			from run_facts as f
			join runs as r on r.run_id = f.run_id
			where ${within}
			order by hash(f.run_id)
			limit ${raw(String(SAMPLE))}
		),
		told as (
			select run_id, 'name' as field, name as value from sampled
			union all select run_id, 'agent', agent from sampled
			union all select run_id, 'model', model from sampled
			union all select run_id, 'provider', provider from sampled
			union all select run_id, 'environment', environment from sampled
			union all select run_id, 'stated_task', stated_task from sampled
			union all select run_id, 'source', split_part(run_id, ':', 1) from sampled
			union all select run_id, 'tool', tool_name from run_tools where run_id in (select run_id from sampled)
			union all
			select run_id, 'attribute:' || entry.key, entry.value
			from (select run_id, unnest(map_entries(attributes)) as entry from sampled)
		),
		counted as (
			select field, value, count(distinct run_id) as runs
			from told
			where value is not null and trim(value) <> ''
			group by field, value
		)
		select
			field,
			least(sum(runs), (select count(*) from sampled))::bigint as runs,
			count(*) as values,
			list({value: value, runs: runs} order by runs desc, value)[:${raw(String(TOP))}] as top,
			(select count(*) from sampled) as sampled
		from counted
		group by field
		order by runs desc, field`);
	return rows.map(({ field, runs, values, top, sampled }) => ({
		field,
		coverage: runs / sampled,
		values,
		top: top.map((one) => ({ value: one.value, share: Number(one.runs) / sampled }))
	}));
}

/** A field whose values could name the kinds of work in runs that are called by one meaningless name. */
export interface Proposal {
	/** The task that it would part. */
	task: string;
	field: Field;
	/** What does it: names by the field the runs that are called so now. */
	rule: TaskRule;
}

/** At most two proposals per meaninglessly named task: few values, on nearly every run, not one dominating. */
export async function proposals(reader: Reader, tasks: readonly string[]): Promise<Proposal[]> {
	const found: Proposal[] = [];
	for (const task of tasks.filter(isMeaningless)) {
		const told = await fields(reader, task);
		const useful = told.filter(
			({ field, values, coverage, top }) =>
				!['source', 'model', 'provider', 'environment', 'tool'].includes(field) &&
				!TECHNICAL.test(field) &&
				coverage >= 0.8 &&
				values <= 40 &&
				(values >= 2 || !isMeaningless(top[0]?.value ?? 'agent')) &&
				top.every(({ value }) => !isMeaningless(value) && !NO_NAME.test(value))
		);
		const parting = useful.filter(({ values }) => values > 1);
		const best = parting.length > 0 ? parting : useful;
		const when = calledSo(task, told);
		found.push(
			...best.slice(0, 2).map((field) => ({
				task,
				field,
				rule: { when, then: { kind: 'field', field: field.field } } satisfies TaskRule
			}))
		);
	}
	return found;
}

/** Attributes that instrumentation writes of itself, of the machine and of the model: never of the work. */
const TECHNICAL =
	/^attribute:(otel|telemetry|host|os|process|container|k8s|cloud|deployment|service|server|net|network|http|url|thread|code|gen_ai|llm|ai|openinference|langfuse\.(sdk|public_key|release|version|user|session)|session|user|input|output|metadata\.(thread|run)_id)(\.(?!telemetry\.metadata\.)|$)/i;

/** Numbers, ids, lists and objects. */
const NO_NAME = /^[\d.:-]+$|^[[{]|^[0-9a-f-]{16,}$/i;

/** What tells the runs of a task from others: the name that it comes from, where all of them have it. */
function calledSo(task: string, told: readonly Field[]): Condition[] {
	const from = ['stated_task', 'name'].find((name) =>
		told.some(({ field, values, top }) => field === name && values === 1 && top[0]?.value === task)
	);
	return from === undefined ? [] : [{ field: from, op: 'is', value: task }];
}
