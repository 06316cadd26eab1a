import type { Session } from './duckdb.ts';
import { fill, raw, sql, type Sql } from './sql.ts';
import matchSql from './statements/match-statements.duckdb.sql?raw';

/** Statements (rows of the table of that name) with the run they speak of, by which id, and how many runs fit. */
export const matchesSql = (statements: Sql): Sql => fill(matchSql, { statements });

/**
 * Finds anew which runs statements speak of, and adds the runs for which that has changed to
 * `touched`. Made anew as a whole, so that it is the same in any order of imports and undos.
 */
export async function matchStatements(session: Session): Promise<void> {
	const [there] = await session.rows<{ any: boolean }>(
		`select (select count(*) from statements) + (select count(*) from statement_runs) > 0 as "any"`
	);
	if (!there?.any) return;
	await session.run(
		sql`create or replace temp table matched_statements as
			select import_id, line, run_id, matched_by
			from (${matchesSql(sql`${raw('statements')}`)})
			where runs = 1`
	);
	await session.run(
		`insert into touched
			select distinct run_id
			from (
				(select import_id, line, run_id from statement_runs
				except select import_id, line, run_id from matched_statements)
				union all
				(select import_id, line, run_id from matched_statements
				except select import_id, line, run_id from statement_runs)
			)
			where run_id not in (select run_id from touched)`
	);
	await session.run('delete from statement_runs');
	await session.run(
		'insert into statement_runs select import_id, line, run_id, matched_by from matched_statements'
	);
	await session.run('drop table matched_statements');
}
