import type { Definitions } from '../../definitions/definitions.ts';
import { sourceRankSql } from '../../trace/source-rank.ts';
import { refreshCaseFeatures } from './case-features.ts';
import {
	actorSql,
	caseKeySql,
	environmentSql,
	maturitySql,
	renamedSql,
	repeatsSql,
	ruleStatementsSql,
	taskSql
} from './definitions.ts';
import type { Session } from './duckdb.ts';
import { refreshRollups } from './rollup.ts';
import { fill, raw, sql } from './sql.ts';
import casesSql from './statements/cases.duckdb.sql?raw';
import runsSql from './statements/runs.duckdb.sql?raw';

/** From facts to runs, cases and rollups, by the workspace's definitions, for the runs in `touched`. */
export async function applyDefinitions(session: Session, definitions: Definitions): Promise<void> {
	await session.run(`create temp table data_end as ${DATA_END}`);
	await touchMatured(session, definitions);
	const [some] = await session.rows<{ runs: number }>('select count(*) as runs from touched');
	if (some?.runs) await derive(session, definitions);
	await session.run('drop table data_end');
}

/** The latest time that the data know of: what "now" is for them. A check by hand tells nothing new of others. */
const DATA_END = `select max(ended) as ended from (
	select max(ended_at) as ended from run_facts
	union all
	select max(stated_at) as ended from told_outcomes where source <> 'audit'
)`;

/** When newer data come in, older runs have matured: they are made again too. */
async function touchMatured(session: Session, definitions: Definitions): Promise<void> {
	if (Object.values(definitions.maturityDays).every((days) => days === 0)) return;
	await session.run(sql`
		insert into touched
		select run_id
		from runs as r
		where mature <> ${isMature('r.ended_at', maturitySql(definitions, 'r.task'))}
			and run_id not in (select run_id from touched)`);
}

const isMature = (ended: string, days: ReturnType<typeof maturitySql>) => sql`
	coalesce(${raw(ended)} + to_microseconds((${days} * 86400000000)::bigint) <= (select ended from data_end), true)`;

async function derive(session: Session, definitions: Definitions): Promise<void> {
	const caseKey = raw(caseKeySql());
	const keysOfTouched = sql`
		select distinct ${caseKey} as case_key, date_trunc('hour', started_at) as hour
		from runs where run_id in (select run_id from touched)`;
	await session.run(sql`create temp table touched_cases as ${keysOfTouched}`);
	await session.run('delete from runs where run_id in (select run_id from touched)');
	await session.run(ADDED);
	await session.run(definedSql(definitions));
	await session.run('delete from rule_outcomes where run_id in (select run_id from touched)');
	await session.run(
		sql`insert into rule_outcomes
			select * from (${ruleStatementsSql(definitions)}) as told where outcome is not null`
	);
	await session.run(
		fill(runsSql, {
			source_rank: raw(sourceRankSql('source')),
			level: raw(LEVEL)
		})
	);
	await session.run(sql`insert into touched_cases ${keysOfTouched}`);
	await session.run('delete from cases where case_key in (select case_key from touched_cases)');
	await session.run(fill(casesSql, { case_key: caseKey }).text);
	await refreshRollups(session);
	await refreshCaseFeatures(session);
	await session.run('drop table touched_cases; drop table defined; drop table added');
}

/** How far an outcome is known, by whose word it is. */
const LEVEL = `case
	when o.source is null and l.review_decision in ('approved', 'modified', 'rejected') then 'confirmed'
	when o.source = 'audit' then 'audited'
	when o.source in ('system', 'human', 'file', 'user', 'code') then 'confirmed'
	when o.source is not null and d.mature and o.outcome = 'success' then 'uncontradicted'
	when o.source is not null then 'claimed'
end`;

/** What an outcomes file adds where the export is silent: the latest line that says it. */
const ADDED = `create temp table added as
	select
		m.run_id,
		arg_max(s.task, s.import_id::bigint * 4294967296 + s.line) as task,
		arg_max(s.confidence, s.import_id::bigint * 4294967296 + s.line) as confidence,
		arg_max(s.high_stakes, s.import_id::bigint * 4294967296 + s.line) as high_stakes,
		arg_max(s.value_usd, s.import_id::bigint * 4294967296 + s.line) as value_usd,
		arg_max(s.human_minutes, s.import_id::bigint * 4294967296 + s.line) as human_minutes
	from statements as s
	join statement_runs as m using (import_id, line)
	where m.run_id in (select run_id from touched)
	group by m.run_id`;

/** What the workspace defines of each touched run; runs that a rule leaves out are not in it. */
const definedSql = (definitions: Definitions) => sql`
	create temp table defined as
	select
		run_id, task, actor, environment,
		${repeatsSql(definitions, 'f.task')} as repeats,
		${isMature('f.ended_at', maturitySql(definitions, 'f.task'))} as mature
	from (
		select
			run_id, ${renamedSql(definitions, 'named')} as task, actor, environment, trace_id, purpose, ended_at
		from (
			select
				f.run_id, ${taskSql(definitions)} as named, ${actorSql(definitions)} as actor,
				${environmentSql(definitions)} as environment, f.trace_id, f.purpose, f.ended_at
			from run_facts as f
			left join added as a on a.run_id = f.run_id
			where f.run_id in (select run_id from touched)
		)
	) as f
	where task is not null`;
