import { paramsOf, type Filters } from '../../filters.ts';
import { canonicalJson } from '../../reports/canonical-json.ts';
import type { ReportDocument } from '../../reports/document.ts';
import type { ReportTexts } from '../../reports/report-texts.ts';
import { accountName } from '../account-name.ts';
import { recordChange } from '../change-log/record-change.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import type { PreviousReport } from './facts.ts';
import { sha256 } from '../sha256.ts';

/** A report as it is kept. */
export interface StoredReport {
	id: number;
	document: ReportDocument;
	/** The text that was hashed, byte for byte. */
	text: string;
	sha256: string;
	texts: ReportTexts;
	/** When somebody last wrote into it, ISO; null when nobody has. */
	editedAt: string | null;
}

/** A report in the list. */
export interface ListedReport {
	id: number;
	title: string;
	headline: string;
	created_at: string;
	created_by: string | null;
	period: ReportDocument['period'];
	sha256: string;
	/** Links that still open it, and how often any was opened. */
	links: number;
	views: number;
}

/** The stored text is not the one that was hashed: somebody or something has changed it. */
export class ReportDamaged extends Error {
	constructor(id: number) {
		super(`report ${id} is not what was frozen: its hash does not fit any more`);
	}
}

/** Freezes a document; its id. */
export function storeReport(warehouse: Warehouse, document: ReportDocument): Promise<number> {
	const text = canonicalJson(document);
	return warehouse.change(async (change) => {
		const [row] = await change.query<{ id: number }>(
			sql`select nextval('report_ids')::integer as id`
		);
		const id = row?.id ?? 1;
		await change.run(sql`insert into reports values (
			${id}::integer, ${text}, ${sha256(text)}, ${document.createdAt}::timestamp)`);
		await recordChange(change, {
			kind: 'report',
			what: 'frozen',
			object: `${document.title} (report ${id})`
		});
		return id;
	});
}

/** A report by its id, checked against its hash; null when there is none. */
export async function findReport(reader: Reader, id: number): Promise<StoredReport | null> {
	const [row] = await reader.query<{ document: string; sha256: string }>(
		sql`select document, sha256 from reports where report_id = ${id}::integer`
	);
	if (!row) return null;
	if (sha256(row.document) !== row.sha256) throw new ReportDamaged(id);
	const document = JSON.parse(row.document) as ReportDocument;
	const { texts, editedAt } = await textsOf(reader, id);
	return { id, document, text: row.document, sha256: row.sha256, texts, editedAt };
}

/** Every report, newest first. */
export async function listReports(reader: Reader): Promise<ListedReport[]> {
	const rows = await reader.query<ListedRow>(sql`
		with held as (
			select report_id, words from report_texts where place = 'title'
			qualify row_number() over (partition by report_id order by text_id desc) = 1
		),
		opened as (select link_id, count(*) as views from report_views group by link_id),
		shared as (
			select
				report_id,
				count(*) filter (where revoked_at is null and expires_at > now()::timestamp) as links,
				coalesce(sum(views), 0)::bigint as views
			from report_links left join opened using (link_id)
			group by report_id
		)
		select
			r.report_id as id,
			coalesce(h.words, r.document ->> '$.title') as title,
			coalesce(r.document ->> '$.blocks[0].pieces[0].text', '') as headline,
			strftime(r.created_at, '%Y-%m-%dT%H:%M:%SZ') as created_at,
			r.document ->> '$.createdBy' as created_by,
			r.document ->> '$.period.from' as "from",
			r.document ->> '$.period.to' as "to",
			r.sha256,
			coalesce(s.links, 0) as links,
			coalesce(s.views, 0) as views
		from reports as r
		left join held as h using (report_id)
		left join shared as s using (report_id)
		order by r.report_id desc`);
	return rows.map(({ from, to, ...row }) => ({
		...row,
		period: from !== null && to !== null ? { from, to } : null
	}));
}

type ListedRow = Omit<ListedReport, 'period'> & { from: string | null; to: string | null };

/** The newest report under the same filters and of the same scenarios; null when this is the first. */
export async function newestLike(
	reader: Reader,
	filters: Filters,
	scenarios: readonly { id: number }[]
): Promise<PreviousReport | null> {
	const asked = paramsOf(filters).toString();
	const ids = String(scenarios.map(({ id }) => id));
	const rows = await reader.query<{ id: number; filters: string; scenarios: string | null }>(sql`
		select report_id as id, document -> '$.filters' as filters,
			document -> '$.scenarios' as scenarios
		from reports order by report_id desc`);
	const like = rows.find(
		(row) =>
			paramsOf(JSON.parse(row.filters) as Filters).toString() === asked &&
			String((JSON.parse(row.scenarios ?? '[]') as { id: number }[]).map(({ id }) => id)) === ids
	);
	const found = like && (await findReport(reader, like.id));
	return found ? { id: found.id, document: found.document } : null;
}

/** What belongs to a report beside itself. */
const BELONGING = ['report_texts', 'report_comments', 'report_links'] as const;

/** Deletes a report for good, with its words, links, views and comments; false where there is none. */
export const deleteReport = (warehouse: Warehouse, id: number): Promise<boolean> =>
	warehouse.change(async (change) => {
		const [found] = await change.query<{ title: string; sha256: string }>(sql`
			delete from reports where report_id = ${id}::integer
			returning document ->> '$.title' as title, sha256`);
		if (!found) return false;
		const { texts } = await textsOf(change, id);
		await change.run(sql`delete from report_views where link_id in (
			select link_id from report_links where report_id = ${id}::integer)`);
		for (const table of BELONGING)
			await change.run(sql`delete from ${raw(table)} where report_id = ${id}::integer`);
		await recordChange(change, {
			kind: 'report',
			what: 'deleted',
			object: `${texts.title ?? found.title} (report ${id})`,
			was: `SHA-256 ${found.sha256}`
		});
		return true;
	});

/** Keeps what the owner wrote; an empty text takes an earlier one back. */
export const storeTexts = (
	warehouse: Warehouse,
	id: number,
	written: ReadonlyMap<string, string>
): Promise<void> =>
	warehouse.change(async (change) => {
		const { texts } = await textsOf(change, id);
		for (const [place, words] of written) {
			await change.run(sql`insert into report_texts values (
				nextval('report_text_ids'), ${id}::integer, ${place}, ${words === '' ? null : words}::varchar,
				${accountName()}::varchar, now()::timestamp)`);
			await recordChange(change, {
				kind: 'report',
				what: 'worded',
				object: `${place} of report ${id}`,
				was: texts[place] ?? null,
				became: words === '' ? null : words
			});
		}
	});

async function textsOf(
	reader: Reader,
	id: number
): Promise<{ texts: ReportTexts; editedAt: string | null }> {
	const rows = await reader.query<{ place: string; words: string | null; at: string }>(sql`
		select place, words, strftime(stated_at, '%Y-%m-%dT%H:%M:%SZ') as at
		from report_texts where report_id = ${id}::integer
		qualify row_number() over (partition by place order by text_id desc) = 1
		order by place`);
	const held = rows.filter((row) => row.words !== null);
	return {
		texts: Object.fromEntries(held.map(({ place, words }) => [place, words ?? ''])),
		editedAt:
			rows
				.map((row) => row.at)
				.sort()
				.at(-1) ?? null
	};
}
