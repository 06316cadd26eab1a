import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { refusal } from '#lib/server/guard.ts';
import { commentTicket, isTicket } from '#lib/server/reports/comment-ticket.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { readerAnswer } from '#lib/server/reports/reader-answer.ts';
import { deleteComment, reportComments, showComment } from '#lib/server/reports/report-comments.ts';
import { createLink, reportLinks } from '#lib/server/reports/report-links.ts';
import { deleteReport, findReport, listReports } from '#lib/server/reports/report-store.ts';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace, type Workspace } from '#lib/server/workspaces.ts';
import * as reportPage from '../src/routes/reports/[id]/+page.server.ts';
import { importFile } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakeven-comments-'));
let workspace: Workspace;
let reportId: number;

beforeAll(async () => {
	process.env.BREAKEVEN_DATA_DIR = folder;
	workspace = await openWorkspace('main', { create: true });
	const table = join(folder, 'a.csv');
	writeFileSync(table, 'run_id,task,success,cost\na,refund,1,0.1\n');
	await importFile(workspace.warehouse, table);
	reportId = (await makeReport(workspace, { filters: noFilters() })) ?? 0;
});
afterAll(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
	rmSync(folder, { recursive: true, force: true });
});

let visitor = 0;

/** What a visitor gets who opens a link, or sends its form. */
async function visit(token: string, form?: Record<string, string>, from = `visitor ${visitor++}`) {
	const request = new Request('http://127.0.0.1/r/x', {
		method: form ? 'POST' : 'GET',
		...(form ? { body: new URLSearchParams(form) } : {})
	});
	const answer = await readerAnswer({ token, from, request, nowMs: 0 });
	return { status: answer.status, text: await answer.text() };
}

const ticketIn = (text: string): string => /name="ticket" value="([^"]*)"/.exec(text)?.[1] ?? '';
const comments = () => reportComments(workspace.warehouse, reportId);
const newLink = (more: { passphrase?: string; takesComments?: boolean } = {}) =>
	createLink(workspace.warehouse, reportId, { takesComments: true, ...more });

describe('a reader may write to the owner', () => {
	test('only where the owner allows it', async () => {
		const token = await newLink({ takesComments: false });
		const { text } = await visit(token);
		expect(text).not.toContain('<textarea');
		const sent = await visit(token, { comment: 'Hello', ticket: commentTicket('main 1', 0) });
		expect(sent.text).toContain('This link takes no comments.');
		expect(await comments()).toEqual([]);
	});

	test('what they write is text, is the owner’s to show, and then readers see it', async () => {
		const evil = '</textarea><script>alert(1)</script>\n\n=1+1 \u202Efdp.exe';
		const token = await newLink();
		const { text } = await visit(token);
		const sent = await visit(token, {
			comment: evil,
			name: '<b>Ana</b>',
			ticket: ticketIn(text)
		});
		expect(sent.text).toContain('Sent to the person who shared this report.');
		expect(sent.text.match(/<script/g)).toHaveLength(1);
		const [kept] = await comments();
		expect(kept).toMatchObject({
			name: '<b>Ana</b>',
			words: '</textarea><script>alert(1)</script>\n\n=1+1 fdp.exe',
			is_shown: false
		});
		expect((await visit(token)).text).not.toContain('=1+1');
		expect(await showComment(workspace.warehouse, reportId, kept?.id ?? 0, true)).toBe(true);
		const shown = await visit(token);
		expect(shown.text).toContain('&#60;/textarea&#62;&#60;script&#62;alert(1)');
		expect(shown.text.match(/<script/g)).toHaveLength(1);
		expect(await deleteComment(workspace.warehouse, reportId, kept?.id ?? 0)).toBe(true);
		expect(await deleteComment(workspace.warehouse, reportId, kept?.id ?? 0)).toBe(false);
		expect(await comments()).toEqual([]);
	});

	test('who may not moderate does not get them on the page of the report', async () => {
		const token = await newLink();
		await visit(token, { comment: 'Not shown yet', ticket: ticketIn((await visit(token)).text) });
		const seenBy = async (role: string) => {
			const page = (await reportPage.load({
				...{ params: { id: String(reportId) }, depends: () => undefined },
				...{ url: new URL('http://127.0.0.1/reports/1') },
				locals: { actor: { role }, workspace: () => Promise.resolve(workspace) }
			} as never)) as { comments: { words: string }[] };
			return page.comments.map(({ words }) => words);
		};
		expect(await seenBy('analyst')).toEqual(['Not shown yet']);
		expect(await seenBy('viewer')).toEqual([]);
		await deleteComment(workspace.warehouse, reportId, (await comments())[0]?.id ?? 0);
	});

	test('a form from elsewhere writes nothing; what was typed comes back', async () => {
		const token = await newLink();
		for (const ticket of ['', 'x', commentTicket('main 999', 0), `0.${'0'.repeat(64)}`]) {
			const { text } = await visit(token, { comment: 'typed <here>', ticket });
			expect(text).toContain('It was not sent');
			expect(text).toContain('typed &#60;here&#62;</textarea');
		}
		expect(await comments()).toEqual([]);
	});

	test('nothing and too much are refused, and six at once are enough', async () => {
		const token = await newLink();
		const ticket = ticketIn((await visit(token)).text);
		const send = async (comment: string) => (await visit(token, { comment, ticket }, 'one')).text;
		expect(await send(' \u0000 ')).toContain('There is nothing in it yet.');
		expect(await send('x'.repeat(2001))).toContain('That is 2001 characters, at most 2000.');
		// 30 tries, 5 a comment: two are used up above.
		for (let at = 0; at < 4; at++) expect(await send(`comment ${at}`)).toContain('Sent to');
		expect(await send('one more')).toContain('It was not sent: wait a minute');
		expect(await comments()).toHaveLength(4);
	});

	test('behind a passphrase only who has given it', async () => {
		const token = await newLink({ passphrase: 'blue horse 42' });
		const blind = await visit(token, { comment: 'Hello', ticket: '' });
		expect(blind.text).toContain('asks for a passphrase');
		const opened = await visit(token, { passphrase: 'blue horse 42' });
		const sent = await visit(token, { comment: 'From inside', ticket: ticketIn(opened.text) });
		expect(sent.text).toContain('Sent to');
	});

	test('a ticket is for one link and one day', () => {
		const ticket = commentTicket('main 1', 1000);
		expect(isTicket(ticket, 'main 1', 1000)).toBe(true);
		expect(isTicket(ticket, 'main 2', 1000)).toBe(false);
		expect(isTicket(ticket, 'main 1', 999)).toBe(false);
		expect(isTicket(ticket, 'main 1', 1000 + 24 * 3_600_000 + 1)).toBe(false);
		expect(isTicket('zzzzzzzzzzzz.' + 'f'.repeat(64), 'main 1', 1000)).toBe(false);
	});
});

describe('forms sent to a reader’s page', () => {
	const through = (door: string, method: string, origin: string | null, path = '/r/abc') =>
		refusal(
			new Request(`http://127.0.0.1:4480${path}`, {
				method,
				headers: {
					host: '127.0.0.1:4480',
					'x-breakeven-door': door,
					...(origin === null ? {} : { origin })
				}
			}),
			new URL(`http://127.0.0.1:4480${path}`)
		)?.status ?? null;

	test.each(['app', 'share'])(
		'%s: from the page itself they pass, from another site not',
		(door) => {
			for (const origin of ['null', 'http://127.0.0.1:4480', 'https://127.0.0.1:4480', null])
				expect(through(door, 'POST', origin), String(origin)).toBeNull();
			for (const origin of ['https://evil.example', 'http://127.0.0.1:4481', 'http://127.0.0.1'])
				expect(through(door, 'POST', origin), origin).toBe(403);
			expect(through(door, 'GET', 'https://evil.example')).toBeNull();
		}
	);

	test('"Origin: null" changes nothing anywhere else', () => {
		for (const path of ['/reports/1', '/api/v1/reports', '/r/abc/x'])
			expect(through('app', 'POST', 'null', path)).toBe(403);
	});
});

describe('a report is deleted', () => {
	test('with its words, links, views and comments; others stay, and the log says so', async () => {
		const id = (await makeReport(workspace, { filters: noFilters() })) ?? 0;
		const token = await createLink(workspace.warehouse, id, { takesComments: true });
		const { text } = await visit(token);
		await visit(token, { comment: 'Hello', ticket: ticketIn(text) });
		expect(await deleteReport(workspace.warehouse, id)).toBe(true);
		expect(await deleteReport(workspace.warehouse, id)).toBe(false);
		expect((await visit(token)).status).toBe(404);
		expect(await findReport(workspace.warehouse, id)).toBeNull();
		for (const table of ['report_texts', 'report_comments', 'report_links'])
			expect(
				await workspace.warehouse.query(
					sql`select 1 from ${raw(table)} where report_id = ${id}::integer`
				)
			).toEqual([]);
		expect((await listReports(workspace.warehouse)).map((one) => one.id)).toEqual([reportId]);
		expect((await reportLinks(workspace.warehouse, reportId)).length).toBeGreaterThan(0);
		const logged = await workspace.warehouse.query(
			sql`select what, object, was from changes where kind = 'report' order by change_id desc limit 1`
		);
		expect(logged).toEqual([
			{
				what: 'deleted',
				object: `Which work is worth an agent? (report ${id})`,
				was: expect.stringMatching(/^SHA-256 [0-9a-f]{64}$/)
			}
		]);
	});
});
