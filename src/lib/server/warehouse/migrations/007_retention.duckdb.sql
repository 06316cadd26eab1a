-- What was removed because its time was over: append-only.
create sequence if not exists removal_ids;
create table if not exists removals (
	removal_id integer primary key,
	removed_at timestamp not null,
	-- content, spans, runs or sums
	part varchar not null,
	-- The first day that stayed.
	before_day date not null,
	rows_removed bigint not null,
	runs_removed bigint not null,
	first_day date,
	last_day date
);

-- Runs whose spans were removed: their facts stay as they were read from them.
create table if not exists spanless_runs (run_id varchar not null);

-- Runs that were removed and whose hours are kept, by their hash: the same run again counts once.
create table if not exists gone_runs (run_hash ubigint not null);
