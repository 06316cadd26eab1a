import { formatDate } from '../../format.ts';
import { commentsHtml, type CommentsPart } from '../../reports/html/comments.ts';
import { markup } from '../../reports/html/markup.ts';
import { limitedText } from '../limited-text.ts';
import type { Workspace } from '../workspaces.ts';
import { commentTicket, isTicket } from './comment-ticket.ts';
import { findLink } from './link-workspace.ts';
import { isSecret } from '../access/secret.ts';
import { TryLimit } from '../access/try-limit.ts';
import { isPassphrase } from '../access/passphrase.ts';
import { plainPage, reportPage, type ReaderPage } from './reader-page.ts';
import { addComment, MOST_NAME, MOST_WORDS, reportComments } from './report-comments.ts';
import { recordView, type OpenLink } from './report-links.ts';
import { findReport, type StoredReport } from './report-store.ts';

/** Who asks, and with what in the body. */
export interface ReaderRequest {
	token: string;
	/** The address that asks. */
	from: string;
	request: Request;
	nowMs: number;
}

/** 30 at once, then one every two seconds; a wrong guess costs five. */
const limit = new TryLimit({ burst: 30, refillMs: 2_000, wrong: 5 });

/** What a reader gets: the report, the question for its passphrase, or that the link does not work. */
export async function readerAnswer(asked: ReaderRequest): Promise<Response> {
	const { token, from, request, nowMs } = asked;
	if (!limit.allows(from, nowMs)) return tooMany();
	const found = isSecret(token) ? await findLink(token) : null;
	const report = found && (await findReport(found.workspace.warehouse, found.link.reportId));
	if (!found || !report) {
		limit.wrong(from, nowMs);
		return gone();
	}
	const { link, workspace } = found;
	const named = `${workspace.id} ${link.id}`;
	const form = request.method === 'POST' ? await formOf(request) : new URLSearchParams();
	const ticket = isTicket(form.get('ticket') ?? '', named, nowMs);
	if (link.passphrase !== null && !ticket) {
		const given = form.get('passphrase');
		if (given === null) return askPassphrase(false);
		const key = `passphrase of ${link.id} in ${workspace.id}`;
		if (!limit.allows(key, nowMs)) return tooMany();
		if (!(await isPassphrase(given, link.passphrase))) {
			limit.wrong(key, nowMs);
			limit.wrong(from, nowMs);
			return askPassphrase(true);
		}
	}
	const sent = form.has('comment')
		? await received(found, form, { isAllowed: ticket && limit.allows(`comment ${from}`, nowMs) })
		: null;
	if (sent === null) noteView(found);
	else limit.wrong(`comment ${from}`, nowMs);
	const comments = await reportComments(workspace.warehouse, report.id);
	const part: CommentsPart = {
		shown: comments.filter((one) => one.is_shown),
		ticket: link.takesComments ? commentTicket(named, nowMs) : null,
		told: sent,
		typed: sent && !sent.isKept ? typedOf(form) : { name: '', words: '' },
		most: { name: MOST_NAME, words: MOST_WORDS }
	};
	return readerPage(report, { until: link.expiresAt, comments: part });
}

interface Found {
	workspace: Workspace;
	link: OpenLink;
}

/** The reader does not wait for it: a long import may be before it in the queue. */
function noteView({ workspace, link }: Found): void {
	recordView(workspace.warehouse, link.id).catch(() =>
		console.error('A view of a report could not be noted.')
	);
}

const typedOf = (form: URLSearchParams) => ({
	name: form.get('name') ?? '',
	words: form.get('comment') ?? ''
});

/** Keeps a comment, or says why not. */
async function received(
	{ workspace, link }: Found,
	form: URLSearchParams,
	{ isAllowed }: { isAllowed: boolean }
): Promise<NonNullable<CommentsPart['told']>> {
	if (!link.takesComments) return { isKept: false, sentence: 'This link takes no comments.' };
	if (!isAllowed)
		return {
			isKept: false,
			sentence: 'It was not sent: wait a minute, then press Send again.'
		};
	const problem = await addComment(workspace.warehouse, link, typedOf(form));
	return problem === null
		? { isKept: true, sentence: 'Sent to the person who shared this report.' }
		: { isKept: false, sentence: problem };
}

/** The page as a reader sees it; `link` is what theirs brings with it, null for the owner's preview. */
export function readerPage(
	report: StoredReport,
	link: { until: string; comments: CommentsPart } | null
): Response {
	if (link === null) return answer(200, reportPage(report));
	const { until, comments } = link;
	const isTold = comments.ticket !== null || comments.shown.length > 0 || comments.told !== null;
	return answer(
		200,
		reportPage(
			report,
			markup`${isTold ? commentsHtml(comments) : null}
				<p class="until">This link works until ${formatDate(until)}.</p>`
		)
	);
}

/** The same for a link that never was, has expired or was taken back. */
const gone = (): Response =>
	answer(
		404,
		plainPage(
			'This link does not work',
			markup`<p>It may have expired or been taken back. Ask the person who sent it for a new one.</p>`
		)
	);

const tooMany = (): Response =>
	answer(
		429,
		plainPage('Too many tries', markup`<p>Wait a minute, then open the link again.</p>`),
		{
			'retry-after': '60'
		}
	);

const askPassphrase = (wasWrong: boolean): Response =>
	answer(
		wasWrong ? 403 : 200,
		plainPage(
			'This report asks for a passphrase',
			markup`<form method="post" class="asked">
				${wasWrong ? markup`<p role="alert">That was not it.</p>` : null}<label for="passphrase"
					>Passphrase, from the person who sent the link</label
				><input
					type="password"
					id="passphrase"
					name="passphrase"
					required
					maxlength="200"
					autocomplete="off"
				/><button>Open the report</button>
			</form>`
		)
	);

/** A comment of the longest kind, every character of it escaped. */
const MOST_BODY_BYTES = 32_768;

/** Empty where the body is too large. */
async function formOf(request: Request): Promise<URLSearchParams> {
	return new URLSearchParams((await limitedText(request, MOST_BODY_BYTES)) ?? '');
}

const answer = (
	status: number,
	{ html: body, policy }: ReaderPage,
	more: Record<string, string> = {}
): Response =>
	new Response(body, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': policy,
			'cache-control': 'no-store',
			'referrer-policy': 'no-referrer',
			'x-robots-tag': 'noindex, nofollow',
			...more
		}
	});
