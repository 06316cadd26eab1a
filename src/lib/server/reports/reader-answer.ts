import { formatDate } from '../../format.ts';
import { markup } from '../../reports/html/markup.ts';
import { limitedText } from '../limited-text.ts';
import { findLink } from './link-workspace.ts';
import { LinkLimit } from './link-limit.ts';
import { isPassphrase } from './passphrase.ts';
import { plainPage, reportPage, type ReaderPage } from './reader-page.ts';
import { isToken, recordView } from './report-links.ts';
import { findReport, type StoredReport } from './report-store.ts';

/** Who asks, and with what in the body. */
export interface ReaderRequest {
	token: string;
	/** The address that asks. */
	from: string;
	request: Request;
	nowMs: number;
}

const limit = new LinkLimit();

/** What a reader gets: the report, the question for its passphrase, or that the link does not work. */
export async function readerAnswer(asked: ReaderRequest): Promise<Response> {
	const { token, from, request, nowMs } = asked;
	if (!limit.allows(from, nowMs)) return tooMany();
	const found = isToken(token) ? await findLink(token) : null;
	const report = found && (await findReport(found.workspace.warehouse, found.link.reportId));
	if (!found || !report) {
		limit.wrong(from, nowMs);
		return gone();
	}
	const { link, workspace } = found;
	if (link.passphrase !== null) {
		const given = request.method === 'POST' ? await givenPassphrase(request) : null;
		if (given === null) return askPassphrase(false);
		const key = `passphrase of ${link.id} in ${workspace.id}`;
		if (!limit.allows(key, nowMs)) return tooMany();
		if (!(await isPassphrase(given, link.passphrase))) {
			limit.wrong(key, nowMs);
			limit.wrong(from, nowMs);
			return askPassphrase(true);
		}
	}
	// The reader does not wait for it: a long import may be before it in the queue.
	recordView(workspace.warehouse, link.id).catch(() =>
		console.error('A view of a report could not be noted.')
	);
	return readerPage(report, link.expiresAt);
}

/** The page as a reader sees it; `until` is when their link ends, null for the owner's preview. */
export const readerPage = (report: StoredReport, until: string | null): Response =>
	answer(
		200,
		reportPage(
			report,
			until === null
				? null
				: markup`<p class="until">This link works until ${formatDate(until)}.</p>`
		)
	);

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

const MOST_BODY_BYTES = 4096;

/** Null where the body is no form or is too large. */
async function givenPassphrase(request: Request): Promise<string | null> {
	const body = await limitedText(request, MOST_BODY_BYTES);
	return body === null ? null : new URLSearchParams(body).get('passphrase');
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
