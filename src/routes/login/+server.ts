import { redirect } from '@sveltejs/kit';
import { markup } from '#lib/reports/html/markup.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { addressOf } from '#lib/server/access/door.ts';
import { entryForm, entryPage, field, safePath } from '#lib/server/access/entry-page.ts';
import { members } from '#lib/server/access/members.ts';
import { oidcSettings } from '#lib/server/access/oidc-settings.ts';
import { giveSession, sessionSecret } from '#lib/server/access/session-cookie.ts';
import { signIn, startSession } from '#lib/server/access/sign-in.ts';
import type { RequestHandler } from './$types';

/** The page to sign in; `to` is where it goes on. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const to = safePath(url.searchParams.get('to'));
	if (!accountsAreOn() || locals.actor) redirect(303, to);
	if ((await members(await accounts())).length === 0) redirect(303, '/welcome');
	return page({ to, name: '' });
};

/** Name and password -> a session of its own. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	if (!accountsAreOn()) redirect(303, '/');
	const given = await entryForm(request);
	const [name, to] = [given('name'), safePath(given('to'))];
	const nowMs = Date.now();
	const file = await accounts();
	const from = addressOf(request);
	const found = await signIn(file, { name, password: given('password'), from, nowMs });
	if ('problem' in found) return page({ to, name }, found);
	const before = sessionSecret(cookies, url);
	giveSession(cookies, url, await startSession(file, found.member.id, { before, nowMs }));
	redirect(303, to);
};

const page = (
	{ to, name }: { to: string; name: string },
	refused?: { problem: string; status: number }
): Response =>
	entryPage(
		'Sign in to Breakeven',
		markup`<form method="post" action="/login">
			${field('Name', 'name', 'username', name.slice(0, 200))}
			${field('Password', 'password', 'current-password')}
			<input type="hidden" name="to" value="${to}">
			<button>Sign in</button>
		</form>
		${oidcSettings() && markup`<a class="button" href="/login/oidc?to=${encodeURIComponent(to)}">Single sign-on</a>`}
		<p class="secondary">No account, or a forgotten password? An owner sends you a link.</p>`,
		refused
	);
