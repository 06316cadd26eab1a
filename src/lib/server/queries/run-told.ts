import { sourceRankSql } from '../../trace/source-rank.ts';
import { raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { isoSql } from './iso-sql.ts';

/** A statement of how the run ended; `holds` marks the one that outranks the others. */
export interface OutcomeRow {
	outcome: string;
	source: string;
	stated_at: string | null;
	holds: boolean;
	/** Null where no file says it: a check by hand, or a rule of the workspace. */
	import_id: number | null;
	file_name: string;
	/** Which of the workspace's success rules made it, counted from 1; 0 = the usual score names, null = a file or a person. */
	rule: number | null;
}

export interface ReviewRow {
	requested: boolean | null;
	decision: string | null;
	minutes: number | null;
	requested_at: string | null;
	decided_at: string | null;
	/** Hashed at import. */
	reviewer_ref: string | null;
	import_id: number;
	file_name: string;
}

export interface IncidentRow {
	incident_id: string;
	severity: number | null;
	started_at: string | null;
	detected_at: string | null;
	resolved_at: string | null;
	minutes: number | null;
	people: number | null;
	cost_usd: number | null;
	import_id: number;
	file_name: string;
}

export interface ScoreRow {
	name: string;
	value_num: number | null;
	value_label: string | null;
	value_bool: boolean | null;
	source: string;
	span_id: string | null;
	stated_at: string | null;
	import_id: number;
	file_name: string;
}

/** A file that says something about the run, and how often it does. */
export interface ImportRow {
	import_id: number;
	file_name: string;
	format: string;
	imported_at: string;
	/** Rows or root spans. */
	rows: number;
	steps: number;
	outcomes: number;
	reviews: number;
	incidents: number;
	scores: number;
}

/** What was said about how the run ended, in the order of time; the rule of reduce marks whose word holds. */
export const outcomesOf = (reader: Reader, runId: string): Promise<OutcomeRow[]> =>
	reader.query<OutcomeRow>(sql`
		select
			o.outcome, o.source, ${isoSql('o.stated_at')} as stated_at,
			o.outcome <> 'unknown' and row_number() over (
				order by o.outcome = 'unknown', ${raw(sourceRankSql('o.source'))},
					o.stated_at desc nulls last, o.import_id desc
			) = 1 as holds,
			i.import_id, coalesce(i.file_name, 'check by hand') as file_name, o.rule
		from (
			select *, null as rule from told_outcomes where run_id = ${runId}
			union all
			select * from rule_outcomes where run_id = ${runId}
		) as o
		left join imports as i using (import_id)
		order by o.stated_at nulls first, o.import_id`);

/** Who was asked to look and what they decided; of several versions the one reduce takes. */
export const reviewsOf = (reader: Reader, runId: string): Promise<ReviewRow[]> =>
	reader.query<ReviewRow>(sql`
		select distinct on (t.review_id)
			t.requested, t.decision, t.minutes, ${isoSql('t.requested_at')} as requested_at,
			${isoSql('t.decided_at')} as decided_at, t.reviewer_ref, i.import_id, i.file_name
		from told_reviews as t
		join imports as i using (import_id)
		where t.run_id = ${runId}
		order by t.review_id, t.decided_at desc nulls last, t.import_id`);

/** What it cost somebody; of several versions the one reduce takes. */
export const incidentsOf = (reader: Reader, runId: string): Promise<IncidentRow[]> =>
	reader.query<IncidentRow>(sql`
		select distinct on (t.incident_id)
			t.incident_id, t.severity, ${isoSql('t.started_at')} as started_at,
			${isoSql('t.detected_at')} as detected_at, ${isoSql('t.resolved_at')} as resolved_at,
			t.minutes, t.people, t.cost_usd, i.import_id, i.file_name
		from told_incidents as t
		join imports as i using (import_id)
		where t.run_id = ${runId}
		order by t.incident_id, t.resolved_at desc nulls last, t.import_id desc`);

/** Evaluations in exports, and the score columns of outcomes files. */
export const scoresOf = (reader: Reader, runId: string): Promise<ScoreRow[]> =>
	reader.query<ScoreRow>(sql`
		with told as (
			select
				score_id, name, value_num, value_label, value_bool, source, span_id, stated_at, import_id
			from scores
			where run_id = ${runId}
			union all
			select
				s.fingerprint || ':' || given.e.key, given.e.key, try_cast(given.e.value as double),
				case when try_cast(given.e.value as double) is null then given.e.value end, null,
				coalesce(s.score_source, 'unknown'), null, s.outcome_at, s.import_id
			from statements as s
			join statement_runs as m using (import_id, line)
			cross join unnest(map_entries(s.scores)) as given (e)
			where m.run_id = ${runId}
		)
		select distinct on (t.score_id)
			t.name, t.value_num, t.value_label, t.value_bool, t.source, t.span_id,
			${isoSql('t.stated_at')} as stated_at, i.import_id, i.file_name
		from told as t
		join imports as i using (import_id)
		order by t.score_id, t.import_id desc`);

/** Every file that says something about the run. */
export const importsOf = (reader: Reader, runId: string, steps: Sql): Promise<ImportRow[]> =>
	reader.query<ImportRow>(sql`
		with told as (
			select import_id, 'row' as part from run_rows where run_id = ${runId}
			union all select import_id, 'step' from (${steps})
			union all select import_id, 'outcome' from told_outcomes where run_id = ${runId}
			union all select import_id, 'review' from told_reviews where run_id = ${runId}
			union all select import_id, 'incident' from told_incidents where run_id = ${runId}
			union all select import_id, 'score' from scores where run_id = ${runId}
			union all
			select s.import_id, 'score'
			from statements as s
			join statement_runs as m using (import_id, line)
			cross join unnest(map_keys(s.scores))
			where m.run_id = ${runId}
			union all
			-- A line that only adds a confidence, a value or the stakes.
			select import_id, 'line' from statement_runs where run_id = ${runId}
		)
		select
			i.import_id, i.file_name, i.format, ${isoSql('i.imported_at')} as imported_at,
			count(*) filter (part = 'row') as rows, count(*) filter (part = 'step') as steps,
			count(*) filter (part = 'outcome') as outcomes, count(*) filter (part = 'review') as reviews,
			count(*) filter (part = 'incident') as incidents, count(*) filter (part = 'score') as scores
		from told
		join imports as i using (import_id)
		group by i.import_id, i.file_name, i.format, i.imported_at
		order by i.import_id`);
