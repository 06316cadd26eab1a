-- Reports: what was frozen, what was written beside it, and who may read it from outside.

create sequence if not exists report_ids;

-- `document` is the text that was hashed, byte for byte; a row is never changed.
create table if not exists reports (
	report_id integer not null,
	document varchar not null,
	sha256 varchar not null,
	created_at timestamp not null
);

-- Words of the owner by place; append-only, the last one of a place holds; null = taken back.
create sequence if not exists report_text_ids;
create table if not exists report_texts (
	text_id integer not null,
	report_id integer not null,
	place varchar not null,
	words varchar,
	stated_by varchar,
	stated_at timestamp not null
);

-- Links for readers without an account. Of a link's secret only the SHA-256 is kept.
create sequence if not exists report_link_ids;
create table if not exists report_links (
	link_id integer not null,
	report_id integer not null,
	token_sha256 varchar not null,
	passphrase varchar,
	created_by varchar,
	created_at timestamp not null,
	expires_at timestamp not null,
	revoked_at timestamp
);

create table if not exists report_views (
	link_id integer not null,
	viewed_at timestamp not null
);
