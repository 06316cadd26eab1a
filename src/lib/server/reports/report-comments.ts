import { tidyText } from '../../reports/report-texts.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';

/** What a reader wrote. */
export interface ReportComment {
	id: number;
	link_id: number;
	/** Null where they gave none. */
	name: string | null;
	words: string;
	written_at: string;
	/** Whether the readers of the report's links see it. */
	is_shown: boolean;
}

/** The longest comment and name, in characters. */
export const MOST_WORDS = 2000;
export const MOST_NAME = 80;
/** A link takes so many: nobody fills the disk through one. */
const MOST_PER_LINK = 200;

/** Keeps a comment for the owner; a sentence where it cannot be kept. */
export async function addComment(
	warehouse: Warehouse,
	{ id, reportId }: { id: number; reportId: number },
	typed: { name: string; words: string }
): Promise<string | null> {
	const words = tidyText(typed.words, false);
	const name = tidyText(typed.name, true);
	if (words === '') return 'There is nothing in it yet.';
	if ([...words].length > MOST_WORDS)
		return `That is ${[...words].length} characters, at most ${MOST_WORDS}.`;
	if ([...name].length > MOST_NAME) return `A name has at most ${MOST_NAME} characters.`;
	const [row] = await warehouse.query<{ n: number }>(
		sql`select count(*) as n from report_comments where link_id = ${id}::integer`
	);
	if ((row?.n ?? 0) >= MOST_PER_LINK) return 'This link takes no more comments.';
	await warehouse.record(sql`insert into report_comments values (
		nextval('report_comment_ids'), ${reportId}::integer, ${id}::integer,
		${name === '' ? null : name}::varchar, ${words}, now()::timestamp, false)`);
	return null;
}

/** The comments on a report, the newest first. */
export const reportComments = (reader: Reader, reportId: number): Promise<ReportComment[]> =>
	reader.query<ReportComment>(sql`
		select comment_id as id, link_id, name, words, is_shown,
			strftime(written_at, '%Y-%m-%dT%H:%M:%SZ') as written_at
		from report_comments where report_id = ${reportId}::integer
		order by comment_id desc`);

/** Shows a comment to readers, or to the owner only; false where there is none. */
export const showComment = (
	warehouse: Warehouse,
	reportId: number,
	commentId: number,
	isShown: boolean
): Promise<boolean> =>
	warehouse.change(async (change) => {
		const found = await change.query(sql`
			update report_comments set is_shown = ${isShown}
			where comment_id = ${commentId}::integer and report_id = ${reportId}::integer
			returning comment_id`);
		if (found.length > 0)
			await recordChange(change, {
				kind: 'report',
				what: isShown ? 'shown' : 'hidden',
				object: `comment ${commentId} on report ${reportId}`
			});
		return found.length > 0;
	});

/** Deletes a comment for good; false where there is none. */
export const deleteComment = (
	warehouse: Warehouse,
	reportId: number,
	commentId: number
): Promise<boolean> =>
	warehouse.change(async (change) => {
		const found = await change.query(sql`
			delete from report_comments
			where comment_id = ${commentId}::integer and report_id = ${reportId}::integer
			returning comment_id`);
		if (found.length > 0)
			await recordChange(change, {
				kind: 'report',
				what: 'deleted',
				object: `comment ${commentId} on report ${reportId}`
			});
		return found.length > 0;
	});
