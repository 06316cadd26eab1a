import type {
	Condition,
	Definitions,
	SuccessRule,
	TaskRule
} from '../../definitions/definitions.ts';
import { join, raw, sql, type Sql } from './sql.ts';

/**
 * The workspace's definitions as SQL over run_facts (`f`) and what an outcomes file adds (`a`). Every
 * value that somebody typed is bound.
 */

/** Names that carry an id stand for one kind of work: `order 123` -> `order #`. */
const templated = (name: string): string =>
	`regexp_replace(regexp_replace(${name},
		'[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|\\b[0-9a-fA-F]*[0-9][0-9a-fA-F]{7,}\\b', '#', 'g'),
		'[0-9]+', '#', 'g')`;

/** Without a rule: what the export states, else what an outcomes file says, else its name with ids taken out. */
const usualTask = raw(
	`coalesce(nullif(trim(f.stated_task), ''), nullif(trim(a.task), ''),
		nullif(trim(${templated('f.name')}), ''), 'unclassified')`
);

/** The kind of work before renames; null for runs that a rule leaves out. */
export const taskSql = ({ tasks }: Definitions): Sql =>
	tasks.length === 0
		? sql`${usualTask}`
		: sql`case ${join(tasks.map(whenThen), ' ')} else ${usualTask} end`;

/**
 * Which of the task rules names a run, counted from 1; 0 where none does, or where the field that a
 * rule names by is empty.
 */
export const ruleNumberSql = ({ tasks }: Definitions): Sql =>
	tasks.length === 0 ? sql`0` : sql`case ${join(tasks.map(whenNumber), ' ')} else 0 end`;

const whenNumber = ({ when, then }: TaskRule, at: number): Sql => {
	const number = raw(String(at + 1));
	const value =
		then.kind === 'field'
			? sql`case when nullif(trim(${fieldSql(then.field)}), '') is null then 0 else ${number} end`
			: sql`${number}`;
	return sql`when ${allOf(when)} then ${value}`;
};

/** A task's name after renames and merges. */
export function renamedSql({ renames }: Definitions, task: string): Sql {
	const pairs = Object.entries(renames);
	if (pairs.length === 0) return sql`${raw(task)}`;
	const cases = pairs.map(([from, to]) => sql`when ${from} then ${to}`);
	return sql`case ${raw(task)} ${join(cases, ' ')} else ${raw(task)} end`;
}

const whenThen = ({ when, then }: TaskRule): Sql => {
	const value =
		then.kind === 'ignore'
			? sql`null`
			: then.kind === 'name'
				? sql`${then.task}`
				: sql`coalesce(nullif(trim(${fieldSql(then.field)}), ''), ${usualTask})`;
	return sql`when ${allOf(when)} then ${value}`;
};

const allOf = (conditions: readonly Condition[]): Sql =>
	conditions.length === 0 ? sql`true` : sql`(${join(conditions.map(holds), ' and ')})`;

function holds({ field, op, value }: Condition): Sql {
	if (field === 'tool') {
		const test = compared(raw('t.tool_name'), op === 'is_not' ? 'is' : op, value);
		const some = sql`exists (select 1 from run_tools as t where t.run_id = f.run_id and ${test})`;
		return op === 'is_not' ? sql`not ${some}` : some;
	}
	return sql`coalesce(${compared(fieldSql(field), op, value)}, false)`;
}

function compared(field: Sql | ReturnType<typeof raw>, op: Condition['op'], value: string): Sql {
	switch (op) {
		case 'is':
			return sql`${field} = ${value}`;
		case 'is_not':
			return sql`${field} is distinct from ${value}`;
		case 'starts':
			return sql`starts_with(lower(${field}), lower(${value}))`;
		case 'contains':
			return sql`contains(lower(${field}), lower(${value}))`;
		case 'matches':
			return sql`regexp_matches(${field}, ${value})`;
		case 'exists':
			return sql`${field} is not null`;
	}
}

const COLUMNS = new Set([
	'name',
	'agent',
	'model',
	'provider',
	'environment',
	'stated_task',
	'status'
]);

function fieldSql(field: string): Sql {
	if (field.startsWith('attribute:')) {
		return sql`map_extract_value(f.attributes, ${field.slice('attribute:'.length)})`;
	}
	if (field === 'source') return sql`split_part(f.run_id, ':', 1)`;
	if (COLUMNS.has(field)) return sql`${raw(`f.${field}`)}`;
	throw new RangeError(`no field is called ${field}`);
}

/** Who did it: people by rule or by name, else what the export states. */
export function actorSql({ people }: Definitions): Sql {
	const byRule = people.map((conditions) => sql`when ${allOf(conditions)} then 'human'`);
	return sql`case ${join(byRule, ' ')}
		when f.actor is not null then f.actor
		when lower(coalesce(f.agent, f.model)) = 'human' then 'human'
		else 'agent'
	end`;
}

/** `production` under whatever name it has. */
export const environmentSql = ({ production }: Definitions): Sql =>
	production.length === 0
		? sql`f.environment`
		: sql`case when f.environment in (${join(
				production.map((name) => sql`${name}`),
				', '
			)}) then 'production' else f.environment end`;

/** What repeats of a case are: retries in traces, trials in tables and evaluations, or as defined. */
export function repeatsSql({ repeats }: Definitions, task: string): Sql {
	const own = Object.entries(repeats).map(
		([name, kind]) => sql`when ${raw(task)} = ${name} then ${kind}`
	);
	return sql`case ${join(own, ' ')}
		when f.trace_id is not null and coalesce(f.purpose, '') <> 'evaluation' then 'retries'
		else 'trials'
	end`;
}

/** Days until a run of a task is mature, 0 unless defined. */
export function maturitySql({ maturityDays }: Definitions, task: string): Sql {
	const own = Object.entries(maturityDays)
		.filter(([name]) => name !== '*')
		.map(([name, days]) => sql`when ${name} then ${days}::double`);
	const rest = maturityDays['*'] ?? 0;
	return own.length === 0
		? sql`${rest}::double`
		: sql`case ${raw(task)} ${join(own, ' ')} else ${rest}::double end`;
}

/** The case a run belongs to: itself, or with the other tries at the same piece of work. */
export const caseKeySql = (of = ''): string =>
	`case
		when ${of}case_id is null or ${of}repeats = 'trials' then ${of}run_id
		else ${of}task || chr(31) || ${of}actor || chr(31) || ${of}case_id
	end`;

/** Names that mean "was it right?" in most tools (trace-formats 2.8). */
const USUAL_SCORE =
	'^(task_)?(success|outcome|resolved|completed?|correct(ness)?|pass(ed)?|goal_?(met|achieved)|reward)$';

/** A score's value as an outcome: booleans and labels as they read, numbers from 1 on. */
const usualOutcome = raw(`case
	when s.value_bool is not null then case when s.value_bool then 'success' else 'failure' end
	when lower(s.value_label) in ('pass', 'passed', 'success', 'correct', 'resolved', 'approved', 'c', 'yes', 'true', '1') then 'success'
	when lower(s.value_label) in ('fail', 'failed', 'failure', 'incorrect', 'unresolved', 'rejected', 'i', 'no', 'false', '0') then 'failure'
	when lower(s.value_label) in ('p', 'partial') then 'partial'
	when s.value_num >= 1 then 'success'
	when s.value_num is not null then 'failure'
end`);

/**
 * Statements that the success rules make of scores, attributes and end states of the runs in `defined`
 * (`d`): import_id, run_id, outcome, source, stated_at, and the number of the rule.
 */
export function ruleStatementsSql({ success }: Definitions): Sql {
	const tasksWithRules = [...new Set(success.map((rule) => rule.task))].filter(
		(task) => task !== '*'
	);
	const anyTask = success.some((rule) => rule.task === '*');
	const noRule = anyTask
		? sql`false`
		: tasksWithRules.length === 0
			? sql`true`
			: sql`d.task not in (${join(
					tasksWithRules.map((task) => sql`${task}`),
					', '
				)})`;
	const usual = sql`
		select s.import_id, s.run_id, ${usualOutcome} as outcome, s.source, s.stated_at, 0 as rule
		from told_scores as s
		join defined as d on d.run_id = s.run_id
		where ${noRule} and regexp_matches(lower(s.name), ${USUAL_SCORE})`;
	const told = success.map((rule, at) => ofRule(rule, at + 1, tasksWithRules));
	return join([usual, ...told], ' union all ');
}

function ofRule(
	{ task, by, as }: SuccessRule,
	number: number,
	tasksWithRules: readonly string[]
): Sql {
	const rule = raw(`${number} as rule`);
	const about =
		task !== '*'
			? sql`d.task = ${task}`
			: tasksWithRules.length === 0
				? sql`true`
				: sql`d.task not in (${join(
						tasksWithRules.map((name) => sql`${name}`),
						', '
					)})`;
	const scored = (outcome: Sql, name: string) => sql`
		select s.import_id, s.run_id, ${outcome} as outcome, coalesce(${as}::varchar, s.source) as source, s.stated_at, ${rule}
		from told_scores as s
		join defined as d on d.run_id = s.run_id
		where s.name = ${name} and ${about}`;
	switch (by.kind) {
		case 'score': {
			const value = raw(
				'coalesce(s.value_num, case when s.value_bool then 1 when not s.value_bool then 0 end)'
			);
			const right =
				by.direction === 'higher'
					? sql`${value} >= ${by.threshold}::double`
					: sql`${value} <= ${by.threshold}::double`;
			return scored(
				sql`case when ${right} then 'success' when ${value} is not null then 'failure' end`,
				by.name
			);
		}
		case 'label': {
			const value = raw('coalesce(s.value_label, s.value_bool::varchar, s.value_num::varchar)');
			return scored(
				sql`case when ${oneOf(value, by.right)} then 'success' when ${value} is not null then 'failure' end`,
				by.name
			);
		}
		case 'attribute': {
			const value = sql`map_extract_value(f.attributes, ${by.key})`;
			return sql`
				select f.import_id, f.run_id,
					case when ${oneOf(value, by.right)} then 'success' when ${value} is not null then 'failure' end as outcome,
					coalesce(${as}::varchar, 'file') as source, f.ended_at as stated_at, ${rule}
				from run_facts as f
				join defined as d on d.run_id = f.run_id
				where ${about}`;
		}
		case 'status':
			return sql`
				select f.import_id, f.run_id,
					case f.status when 'ok' then 'success' when 'error' then 'failure' when 'cancelled' then 'failure' end as outcome,
					coalesce(${as}::varchar, 'status') as source, f.ended_at as stated_at, ${rule}
				from run_facts as f
				join defined as d on d.run_id = f.run_id
				where ${about}`;
		case 'statements':
			return sql`select null::integer as import_id, null as run_id, null as outcome, null as source, null::timestamp as stated_at, ${rule} where false`;
	}
}

const oneOf = (value: Sql | ReturnType<typeof raw>, right: readonly string[]): Sql =>
	right.length === 0
		? sql`false`
		: sql`lower(${value}) in (${join(
				right.map((one) => sql`lower(${one})`),
				', '
			)})`;
