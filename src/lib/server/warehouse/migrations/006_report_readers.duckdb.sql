-- What readers write below a report, and reports that are written to a folder by the calendar.

-- Whether readers of a link may write; null = made before anybody could say so: they may not.
alter table report_links add column if not exists takes_comments boolean;

-- Plain text of people without an account, by the link they came through. Only the owner sees one
-- until it is shown; one that is deleted is gone.
create sequence if not exists report_comment_ids;
create table if not exists report_comments (
	comment_id integer primary key,
	report_id integer not null,
	link_id integer not null,
	name varchar,
	words varchar not null,
	written_at timestamp not null,
	is_shown boolean not null
);

-- A report every week or month, over the runs of `filters` (as in an address).
create sequence if not exists report_schedule_ids;
create table if not exists report_schedules (
	schedule_id integer primary key,
	every varchar not null,
	formats varchar not null,
	filters varchar not null,
	stated_by varchar,
	stated_at timestamp not null,
	is_paused boolean not null
);

-- What became of each week or month: append-only, the last row of a period holds.
create sequence if not exists report_drop_ids;
create table if not exists report_drops (
	drop_id integer primary key,
	schedule_id integer not null,
	period varchar not null,
	outcome varchar not null,
	report_id integer,
	told varchar not null,
	dropped_at timestamp not null
);
