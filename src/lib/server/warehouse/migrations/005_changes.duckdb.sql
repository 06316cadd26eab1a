-- Who changed what, when: append-only. `was` and `became` are short texts for people, never secrets.
create sequence if not exists change_ids;

create table if not exists changes (
	change_id integer primary key,
	changed_at timestamp not null,
	who varchar not null,
	kind varchar not null,
	what varchar not null,
	object varchar not null,
	was varchar,
	became varchar
);
