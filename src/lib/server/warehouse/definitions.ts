/**
 * The workspace's definitions as SQL over run_facts (`f`) and runs: what is one kind of work, who did
 * it, what repeats are. Applied when runs are reduced, so that changing them needs no new import.
 */

/** Names that carry an id stand for one kind of work: `order 123` -> `order #`. */
const templated = (name: string): string =>
	`regexp_replace(regexp_replace(${name},
		'[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|\\b[0-9a-fA-F]*[0-9][0-9a-fA-F]{7,}\\b', '#', 'g'),
		'[0-9]+', '#', 'g')`;

/** The kind of work: what the export states, else what an outcomes file says, else its name with ids taken out, else `unclassified`. */
export const taskSql = (): string =>
	`coalesce(nullif(trim(f.stated_task), ''), nullif(trim(a.task), ''), nullif(trim(${templated('f.name')}), ''), 'unclassified')`;

/** Who did it: what the export states; rows of an agent or model called human are people. */
export const actorSql = (): string =>
	`coalesce(f.actor, case when lower(coalesce(f.agent, f.model)) = 'human' then 'human' else 'agent' end)`;

/** What repeats of a case are: retries in traces, trials in tables and evaluations. */
export const repeatsSql = (): string =>
	`case when f.trace_id is not null and coalesce(f.purpose, '') <> 'evaluation' then 'retries' else 'trials' end`;

/** The case a run belongs to: itself, or with the other tries at the same piece of work. */
export const caseKeySql = (): string =>
	`case
		when case_id is null or repeats = 'trials' then run_id
		else task || chr(31) || actor || chr(31) || case_id
	end`;
