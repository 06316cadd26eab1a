-- Prices that the workspace entered itself (contracts, own servers): a version is the whole list, the newest holds.
create table if not exists own_prices (
	version integer primary key,
	body json not null,
	note varchar,
	stated_by varchar,
	stated_at timestamp not null
);
