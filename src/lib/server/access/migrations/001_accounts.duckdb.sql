-- Who may come in, for the whole installation. Times are milliseconds since 1970 UTC; of every secret
-- only its SHA-256 is kept, of passwords scrypt. Rows are never deleted but sessions.
create sequence if not exists member_ids;
create table if not exists members (
	member_id integer not null,
	name varchar not null,
	role varchar not null,
	-- `salt:hash`; null = comes in another way only.
	password varchar,
	-- Issuer and subject of the sign-on that vouches for them.
	subject varchar,
	created_ms bigint not null,
	removed_ms bigint
);

create table if not exists sessions (
	secret_sha256 varchar not null,
	member_id integer not null,
	created_ms bigint not null,
	seen_ms bigint not null,
	expires_ms bigint not null
);

-- One-time links: `member_id` null = for somebody new with `role`, else a new password for a member.
create sequence if not exists invite_ids;
create table if not exists invites (
	invite_id integer not null,
	secret_sha256 varchar not null,
	member_id integer,
	role varchar,
	made_by varchar not null,
	created_ms bigint not null,
	expires_ms bigint not null,
	used_ms bigint
);

create sequence if not exists token_ids;
create table if not exists tokens (
	token_id integer not null,
	secret_sha256 varchar not null,
	member_id integer not null,
	name varchar not null,
	role varchar not null,
	is_read_only boolean not null,
	created_ms bigint not null,
	expires_ms bigint not null,
	used_ms bigint,
	revoked_ms bigint
);

-- As in a workspace.
create sequence if not exists change_ids;
create table if not exists changes (
	change_id integer not null,
	changed_at timestamp not null,
	who varchar not null,
	kind varchar not null,
	what varchar not null,
	object varchar not null,
	was varchar,
	became varchar
);
