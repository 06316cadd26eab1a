-- Which tools did each run call, how often, and how often did they fail?
insert into run_tools
select run_id, coalesce(tool_name, name) as tool_name, count(*), count(*) filter (status = 'error')
from {{spans}}
where kind = 'tool'
group by run_id, coalesce(tool_name, name);
