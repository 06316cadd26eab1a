-- Saved scenarios: every save is a version that never changes; the newest is what a scenario is.
create sequence if not exists scenario_ids;

create table if not exists scenario_versions (
	scenario_id integer not null,
	version integer not null,
	body json not null,
	note varchar,
	stated_by varchar,
	stated_at timestamp not null,
	primary key (scenario_id, version)
);

-- A locked version holds for something outside, a report or a decision; the newest statement counts,
-- a null reason unlocks.
create sequence if not exists scenario_lock_ids;

create table if not exists scenario_locks (
	lock_id integer primary key,
	scenario_id integer not null,
	version integer not null,
	reason varchar,
	stated_by varchar,
	stated_at timestamp not null
);
