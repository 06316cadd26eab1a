-- What we said of a task after each change that altered it: append-only, the last row of a task holds.
-- `stands` is what is told; `pending` waits for a second import or a person; verdict NULL = no runs left.
create sequence if not exists verdict_ids;
create table if not exists verdicts (
	verdict_id integer primary key,
	task varchar not null,
	recorded_at timestamp not null,
	status varchar not null,
	verdict varchar,
	cause varchar not null,
	cause_reference varchar,
	cause_text varchar not null,
	-- The last day of the data then: what later runs said is known only from later days.
	data_to varchar,
	evidence_hash varchar not null,
	record json
);
