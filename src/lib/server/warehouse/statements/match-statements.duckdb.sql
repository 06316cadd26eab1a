-- Which run does each statement speak of? The first id that fits decides: run, trace, case (its last
-- attempt), conversation (only if it has one run), or the run attribute that the import named. `runs`
-- tells how many fit: an id that fits several speaks of none.
with ids as (
	select
		s.import_id, s.line, s.run_id, s.trace_id, s.case_id, s.conversation_id, s.external_id,
		json_extract_string(i.options, '$.map.external') as external_key
	from {{statements}} as s
	join imports as i using (import_id)
),
facts as (
	select
		run_id, substr(run_id, strpos(run_id, ':') + 1) as native_id, trace_id, case_id,
		conversation_id, attributes,
		row_number() over (
			partition by case_id
			order by attempt desc nulls last, started_at desc nulls last, run_id desc
		) as from_last
	from run_facts
),
found as (
	select import_id, line, f.run_id, 1 as step, 'run_id' as matched_by
	from ids join facts as f on f.run_id = ids.run_id
	union all
	select import_id, line, f.run_id, 2, 'run_id'
	from ids join facts as f on f.native_id = ids.run_id
	union all
	select import_id, line, f.run_id, 3, 'trace_id'
	from ids join facts as f on f.trace_id = ids.trace_id
	union all
	select import_id, line, f.run_id, 4, 'case_id'
	from ids join facts as f on f.case_id = ids.case_id and f.from_last = 1
	union all
	select import_id, line, f.run_id, 5, 'conversation_id'
	from ids join facts as f on f.conversation_id = ids.conversation_id
	union all
	select import_id, line, f.run_id, 6, 'external_id'
	from ids join facts as f on map_extract_value(f.attributes, ids.external_key) = ids.external_id
	where ids.external_key is not null and ids.external_id is not null
),
best as (
	select *
	from found
	qualify step = min(step) over (partition by import_id, line)
)
select
	import_id, line, any_value(run_id) as run_id, any_value(matched_by) as matched_by,
	count(distinct run_id) as runs
from best
group by import_id, line
