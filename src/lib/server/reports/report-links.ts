import { accountName } from '../account-name.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import { newSecret } from '../access/secret.ts';
import { keptPassphrase } from '../access/passphrase.ts';
import { sha256 } from '../sha256.ts';

/** A link as its owner sees it; its secret is nowhere. */
export interface ReportLink {
	id: number;
	created_at: string;
	created_by: string | null;
	expires_at: string;
	revoked_at: string | null;
	has_passphrase: boolean;
	takes_comments: boolean;
	is_open: boolean;
	/** When it was opened, the last ones first. */
	views: string[];
}

/** A link that opens now. */
export interface OpenLink {
	id: number;
	reportId: number;
	/** As kept; null where none is asked for. */
	passphrase: string | null;
	takesComments: boolean;
	expiresAt: string;
}

/** How long a link works unless somebody says otherwise. */
export const LINK_DAYS = 30;
/** The longest that it may. */
export const MOST_LINK_DAYS = 365;

/** What somebody wants of a link. */
export interface LinkWish {
	days?: number;
	/** Null = none. */
	passphrase?: string | null;
	/** Whether its readers may write to the owner. */
	takesComments?: boolean;
}

/** Makes a link to a report; its secret is returned this once and never kept. */
export async function createLink(
	warehouse: Warehouse,
	reportId: number,
	{ days = LINK_DAYS, passphrase = null, takesComments = false }: LinkWish = {}
): Promise<string> {
	const token = newSecret();
	const kept = passphrase === null ? null : await keptPassphrase(passphrase);
	await warehouse.change(async (change) => {
		await change.run(sql`insert into report_links values (
			nextval('report_link_ids'), ${reportId}::integer, ${sha256(token)}, ${kept}::varchar,
			${accountName()}::varchar, now()::timestamp,
			now()::timestamp + to_hours((${days}::double * 24)::integer), null, ${takesComments})`);
		const asks = `${kept === null ? '' : ', asks for a passphrase'}${takesComments ? ', takes comments' : ''}`;
		await recordChange(change, {
			kind: 'link',
			what: 'made',
			object: `link to report ${reportId}`,
			became: `works ${days} days${asks}`
		});
	});
	return token;
}

/** The link that a secret opens; null for one that is unknown, expired or revoked. */
export async function openLink(reader: Reader, token: string): Promise<OpenLink | null> {
	const [row] = await reader.query<{
		id: number;
		report_id: number;
		passphrase: string | null;
		takes_comments: boolean;
		expires_at: string;
	}>(sql`
		select link_id as id, report_id, passphrase, coalesce(takes_comments, false) as takes_comments,
			strftime(expires_at, '%Y-%m-%dT%H:%M:%SZ') as expires_at
		from report_links
		where token_sha256 = ${sha256(token)} and revoked_at is null and expires_at > now()::timestamp`);
	return row
		? {
				id: row.id,
				reportId: row.report_id,
				passphrase: row.passphrase,
				takesComments: row.takes_comments,
				expiresAt: row.expires_at
			}
		: null;
}

/** Closes a link for good; false where there is no such link to this report. */
export async function revokeLink(
	warehouse: Warehouse,
	reportId: number,
	linkId: number
): Promise<boolean> {
	return warehouse.change(async (change) => {
		const [found] = await change.query<{ is_open: boolean }>(sql`
			select revoked_at is null as is_open from report_links
			where link_id = ${linkId}::integer and report_id = ${reportId}::integer`);
		await change.run(sql`
			update report_links set revoked_at = now()::timestamp
			where link_id = ${linkId}::integer and report_id = ${reportId}::integer
				and revoked_at is null`);
		if (found?.is_open)
			await recordChange(change, {
				kind: 'link',
				what: 'revoked',
				object: `link ${linkId} to report ${reportId}`
			});
		return found !== undefined;
	});
}

/** Notes that a link was opened. */
export const recordView = (warehouse: Warehouse, linkId: number): Promise<void> =>
	warehouse.record(sql`insert into report_views values (${linkId}::integer, now()::timestamp)`);

/** The links of a report, the newest first, each with its last views. */
export async function reportLinks(reader: Reader, reportId: number): Promise<ReportLink[]> {
	return reader.query<ReportLink>(sql`
		select
			link_id as id,
			strftime(created_at, '%Y-%m-%dT%H:%M:%SZ') as created_at,
			created_by,
			strftime(expires_at, '%Y-%m-%dT%H:%M:%SZ') as expires_at,
			strftime(revoked_at, '%Y-%m-%dT%H:%M:%SZ') as revoked_at,
			passphrase is not null as has_passphrase,
			coalesce(takes_comments, false) as takes_comments,
			revoked_at is null and expires_at > now()::timestamp as is_open,
			coalesce((
				select list(strftime(viewed_at, '%Y-%m-%dT%H:%M:%SZ') order by viewed_at desc)
				from report_views as v where v.link_id = l.link_id
			), []) as views
		from report_links as l
		where report_id = ${reportId}::integer
		order by link_id desc`);
}
