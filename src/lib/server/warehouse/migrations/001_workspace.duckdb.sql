-- One workspace. Times UTC TIMESTAMP, durations microseconds, money DECIMAL(18,9) USD; NULL = not reported.

create sequence if not exists import_ids;

-- One row per file that came in; `undone_at` says that its rows have left again.
create table if not exists imports (
	import_id integer primary key,
	file_name varchar not null,
	file_bytes bigint not null,
	sha256 varchar not null,
	format varchar not null,
	source varchar not null,
	options json not null,
	imported_at timestamp not null,
	undone_at timestamp,
	receipt json not null
);

-- What exports say ------------------------------------------------------------------------------

-- A span as one import gave it. The same span in two imports is two versions; reduce picks one.
create table if not exists spans (
	import_id integer not null,
	run_id varchar not null,
	span_id varchar not null,
	parent_span_id varchar,
	kind varchar not null,
	op varchar,
	name varchar not null,
	model varchar,
	model_requested varchar,
	provider varchar,
	agent varchar,
	tool_name varchar,
	response_id varchar,
	input_tokens bigint,
	cache_read_tokens bigint,
	cache_write_tokens bigint,
	cache_write_1h_tokens bigint,
	output_tokens bigint,
	reasoning_tokens bigint,
	reported_input_tokens bigint,
	reported_output_tokens bigint,
	token_basis varchar,
	reported_cost_usd decimal(18, 9),
	cost_is_estimate boolean not null,
	started_at timestamp,
	ended_at timestamp,
	ttft_us bigint,
	status varchar not null,
	error_type varchar,
	error_message varchar,
	store_system varchar,
	state_layer varchar,
	flags varchar[] not null,
	attributes map(varchar, varchar) not null
);

-- What one import says about a run as a whole: a row of a table, or a trace's root span.
create table if not exists run_rows (
	import_id integer not null,
	run_id varchar not null,
	trace_id varchar,
	root_span_id varchar,
	name varchar,
	task varchar,
	case_id varchar,
	attempt integer,
	agent varchar,
	agent_version varchar,
	model varchar,
	provider varchar,
	environment varchar,
	purpose varchar,
	actor varchar,
	conversation_id varchar,
	user_ref varchar,
	started_at timestamp,
	ended_at timestamp,
	duration_us bigint,
	status varchar not null,
	error_type varchar,
	visible_failure boolean,
	confidence double,
	high_stakes boolean,
	steps integer,
	human_minutes double,
	value_usd decimal(18, 9),
	weight double,
	reported_cost_usd decimal(18, 9),
	input_tokens bigint,
	cache_read_tokens bigint,
	cache_write_tokens bigint,
	cache_write_1h_tokens bigint,
	output_tokens bigint,
	reasoning_tokens bigint,
	reported_input_tokens bigint,
	reported_output_tokens bigint,
	token_basis varchar,
	flags varchar[] not null,
	attributes map(varchar, varchar) not null
);

-- Statements of how a run ended; append-only, ranked by source when runs are reduced.
create table if not exists outcomes (
	import_id integer not null,
	run_id varchar not null,
	outcome varchar not null,
	source varchar not null,
	stated_at timestamp
);

create table if not exists scores (
	import_id integer not null,
	score_id varchar not null,
	run_id varchar,
	span_id varchar,
	conversation_id varchar,
	name varchar not null,
	value_num double,
	value_label varchar,
	value_bool boolean,
	source varchar not null,
	stated_at timestamp
);

create table if not exists reviews (
	import_id integer not null,
	review_id varchar not null,
	run_id varchar not null,
	span_id varchar,
	requested boolean,
	decision varchar,
	minutes double,
	requested_at timestamp,
	decided_at timestamp,
	reviewer_ref varchar
);

create table if not exists incidents (
	import_id integer not null,
	incident_id varchar not null,
	run_id varchar,
	task varchar,
	severity integer,
	started_at timestamp,
	detected_at timestamp,
	resolved_at timestamp,
	minutes double,
	people double,
	cost_usd decimal(18, 9)
);

create table if not exists decisions (
	import_id integer not null,
	run_id varchar not null,
	span_id varchar not null,
	offered varchar[] not null,
	chosen varchar,
	confidence double,
	stakes varchar,
	stage varchar,
	reason_code varchar
);

-- One row per line of an outcomes file; which run it speaks of is found when runs are reduced, so
-- that files may come in any order.
create table if not exists statements (
	import_id integer not null,
	line integer not null,
	fingerprint varchar not null,
	run_id varchar,
	trace_id varchar,
	case_id varchar,
	conversation_id varchar,
	external_id varchar,
	task varchar,
	outcome varchar,
	outcome_source varchar,
	outcome_at timestamp,
	confidence double,
	high_stakes boolean,
	review_requested boolean,
	review_decision varchar,
	review_minutes double,
	review_requested_at timestamp,
	review_decided_at timestamp,
	reviewer_ref varchar,
	incident_id varchar,
	incident_severity integer,
	incident_started_at timestamp,
	incident_detected_at timestamp,
	incident_resolved_at timestamp,
	incident_minutes double,
	incident_people double,
	incident_cost_usd decimal(18, 9),
	value_usd decimal(18, 9),
	human_minutes double,
	scores map(varchar, varchar) not null,
	score_source varchar,
	-- The row as its file has it, in the columns that we read: {"at", "separator", "cells"}.
	written varchar not null
);

-- Derived: made again by reduce for the runs that changed ----------------------------------------

-- Every usage of tokens or money inside a run: which count, what they cost by the price book.
create table if not exists usages (
	run_id varchar not null,
	span_id varchar not null,
	cost_class varchar not null,
	counted boolean not null,
	provider varchar,
	model varchar,
	used_at timestamp,
	input_tokens bigint,
	cache_read_tokens bigint,
	cache_write_tokens bigint,
	cache_write_1h_tokens bigint,
	output_tokens bigint,
	reasoning_tokens bigint,
	reported_cost_usd decimal(18, 9),
	priced_cost_usd decimal(18, 9),
	price_id integer
);

create table if not exists run_tools (
	run_id varchar not null,
	tool_name varchar not null,
	calls integer not null,
	errors integer not null
);

-- Which run each statement speaks of, and by which id it was found.
create table if not exists statement_runs (
	import_id integer not null,
	line integer not null,
	run_id varchar not null,
	matched_by varchar not null
);

-- What the workspace's success rules make of scores, attributes and end states.
create table if not exists rule_outcomes (
	import_id integer not null,
	run_id varchar not null,
	outcome varchar not null,
	source varchar not null,
	stated_at timestamp,
	-- Which of them, counted from 1; 0 = the usual score names.
	rule integer not null
);

-- A run as its exports describe it, before the workspace's definitions.
create table if not exists run_facts (
	run_id varchar not null,
	import_id integer not null,
	trace_id varchar,
	root_span_id varchar,
	name varchar,
	stated_task varchar,
	case_id varchar,
	attempt integer,
	agent varchar,
	agent_version varchar,
	model varchar,
	provider varchar,
	environment varchar,
	purpose varchar,
	actor varchar,
	conversation_id varchar,
	user_ref varchar,
	started_at timestamp,
	ended_at timestamp,
	duration_us bigint,
	status varchar not null,
	error_type varchar,
	visible_failure boolean,
	confidence double,
	high_stakes boolean,
	human_minutes double,
	value_usd decimal(18, 9),
	weight double not null,
	steps integer,
	spans integer not null,
	llm_calls integer not null,
	tool_calls integer not null,
	error_spans integer not null,
	flags varchar[] not null,
	attributes map(varchar, varchar) not null
);

create table if not exists runs (
	run_id varchar not null,
	import_id integer not null,
	task varchar not null,
	case_id varchar,
	attempt integer,
	name varchar,
	agent varchar not null,
	agent_version varchar,
	model varchar,
	provider varchar,
	environment varchar,
	purpose varchar,
	actor varchar not null,
	conversation_id varchar,
	started_at timestamp,
	ended_at timestamp,
	duration_us bigint,
	status varchar not null,
	error_type varchar,
	agent_outcome varchar not null,
	delivered_outcome varchar not null,
	outcome_source varchar,
	outcome_at timestamp,
	-- What the agent itself makes of it, and how far its outcome is known: `claimed`,
	-- `uncontradicted`, `confirmed`, `audited`.
	claimed_outcome varchar,
	outcome_level varchar,
	verified boolean not null,
	mature boolean not null,
	visible_failure boolean,
	confidence double,
	high_stakes boolean,
	reviewed boolean not null,
	review_requested boolean,
	review_decision varchar,
	review_minutes double,
	review_wait_us bigint,
	human_minutes double,
	value_usd decimal(18, 9),
	incidents integer not null,
	incident_cost_usd decimal(18, 9),
	weight double not null,
	steps integer,
	llm_calls integer not null,
	tool_calls integer not null,
	input_tokens bigint,
	cache_read_tokens bigint,
	cache_write_tokens bigint,
	output_tokens bigint,
	model_cost_usd decimal(18, 9),
	tool_cost_usd decimal(18, 9),
	state_cost_usd decimal(18, 9),
	evaluation_cost_usd decimal(18, 9),
	priced_cost_usd decimal(18, 9),
	reported_cost_usd decimal(18, 9),
	cost_usd decimal(18, 9),
	cost_basis varchar,
	flags varchar[] not null,
	-- What repeats of its case are: 'retries' or 'trials'.
	repeats varchar not null
);

-- One row per case by the task's rule for repeats; item_id groups trials of the same piece of work.
create table if not exists cases (
	case_key varchar not null,
	item_id varchar not null,
	task varchar not null,
	agent varchar not null,
	agent_version varchar,
	model varchar,
	environment varchar,
	purpose varchar,
	actor varchar not null,
	last_run_id varchar not null,
	attempts integer not null,
	started_at timestamp,
	agent_outcome varchar not null,
	delivered_outcome varchar not null,
	claimed_outcome varchar,
	outcome_level varchar,
	verified boolean not null,
	mature boolean not null,
	visible_failure boolean,
	confidence double,
	reviewed boolean not null,
	review_minutes double,
	human_minutes double,
	value_usd decimal(18, 9),
	weight double not null,
	cost_usd decimal(18, 9),
	tool_cost_usd decimal(18, 9),
	state_cost_usd decimal(18, 9),
	evaluation_cost_usd decimal(18, 9),
	incidents integer not null,
	incident_cost_usd decimal(18, 9)
);

-- A bounded sample of the cases with their run attributes: what parts of a task differ in success.
create table if not exists case_features (
	case_key varchar not null,
	task varchar not null,
	agent varchar not null,
	agent_version varchar,
	model varchar,
	environment varchar,
	purpose varchar,
	actor varchar not null,
	mature boolean not null,
	started_at timestamp,
	agent_outcome varchar not null,
	confidence double,
	cost_usd decimal(18, 9),
	attributes map(varchar, varchar) not null
);

create table if not exists case_sampling (share_of integer not null);

-- What people say ------------------------------------------------------------------------------------

-- Answers of people who looked at a run: `right`, `wrong` or `cannot_tell`; taken back, not deleted.
create sequence if not exists audit_ids;
create table if not exists audits (
	audit_id integer primary key,
	run_id varchar not null,
	answer varchar not null,
	seconds double,
	note varchar,
	auditor_ref varchar,
	is_blind boolean not null,
	is_second boolean not null,
	audited_at timestamp not null,
	undone_at timestamp
);

-- Of several answers of one person on a run the last holds: a correction is a row of its own.
create view if not exists held_audits as
select audit_id, run_id, answer, seconds, note, auditor_ref, is_blind, is_second, audited_at
from audits
where undone_at is null
qualify row_number() over (partition by run_id, auditor_ref, is_second order by audit_id desc) = 1;

-- The workspace's definitions, every version; the newest holds.
create table if not exists definitions (
	version integer primary key,
	body json not null,
	note varchar,
	stated_by varchar,
	stated_at timestamp not null
);

-- What people decide -------------------------------------------------------------------------------

-- The price book's rows for the models seen (trace/price.ts), so that a cost can name its rule.
create table if not exists prices (
	price_id integer not null,
	provider varchar not null,
	model varchar not null,
	valid_from timestamp,
	valid_to timestamp,
	day_from_us bigint,
	day_to_us bigint,
	above_input_tokens bigint,
	up_to_input_tokens bigint,
	input_usd_per_mtok double,
	cache_read_usd_per_mtok double,
	cache_write_usd_per_mtok double,
	cache_write_1h_usd_per_mtok double,
	output_usd_per_mtok double,
	reasoning_usd_per_mtok double,
	usd_per_request double not null,
	is_free boolean not null,
	rule varchar not null,
	source varchar not null,
	checked varchar not null
);

-- Inputs that are not computed from runs; append-only, the last row of a (task, name) holds.
create sequence if not exists assumption_ids;
create table if not exists assumptions (
	assumption_id integer primary key,
	task varchar not null,
	name varchar not null,
	value varchar,
	low double,
	high double,
	source varchar not null,
	note varchar,
	stated_by varchar,
	stated_at timestamp not null
);

create table if not exists settings (
	name varchar primary key,
	value json not null
);

-- What is told of runs, by their own exports and by outcomes files alike ------------------------------

create view if not exists told_outcomes as
select import_id, run_id, outcome, source, stated_at
from outcomes
union all
select s.import_id, m.run_id, s.outcome, coalesce(s.outcome_source, 'system'), s.outcome_at
from statements as s
join statement_runs as m using (import_id, line)
where s.outcome is not null
union all
select 0, run_id, case answer when 'right' then 'success' else 'failure' end, 'audit', audited_at
from held_audits
where answer in ('right', 'wrong') and not is_second;

create view if not exists told_scores as
select import_id, score_id, run_id, span_id, name, value_num, value_label, value_bool, source, stated_at
from scores
where run_id is not null
union all
select
	import_id, fingerprint || ':' || entry.key, run_id, null, entry.key, try_cast(entry.value as double),
	case when try_cast(entry.value as double) is null then entry.value end, null,
	coalesce(score_source, 'unknown'), outcome_at
from (
	select s.import_id, s.fingerprint, m.run_id, s.score_source, s.outcome_at, unnest(map_entries(s.scores)) as entry
	from statements as s
	join statement_runs as m using (import_id, line)
	where cardinality(s.scores) > 0
);

create view if not exists told_reviews as
select import_id, review_id, run_id, requested, decision, minutes, requested_at, decided_at, reviewer_ref
from reviews
union all
select
	s.import_id, s.fingerprint, m.run_id, s.review_requested, s.review_decision, s.review_minutes,
	s.review_requested_at, s.review_decided_at, s.reviewer_ref
from statements as s
join statement_runs as m using (import_id, line)
where
	s.review_requested is not null
	or s.review_decision is not null
	or s.review_minutes is not null
	or s.review_decided_at is not null;

create view if not exists told_incidents as
select import_id, incident_id, run_id, task, severity, started_at, detected_at, resolved_at, minutes, people, cost_usd
from incidents
union all
select
	s.import_id, s.incident_id, m.run_id, s.task, s.incident_severity, s.incident_started_at,
	s.incident_detected_at, s.incident_resolved_at, s.incident_minutes, s.incident_people, s.incident_cost_usd
from statements as s
left join statement_runs as m using (import_id, line)
where s.incident_id is not null and (m.run_id is not null or s.task is not null);
