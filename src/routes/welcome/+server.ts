import { redirect } from '@sveltejs/kit';
import { markup } from '#lib/reports/html/markup.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { addressOf } from '#lib/server/access/door.ts';
import { entryForm, entryPage, field } from '#lib/server/access/entry-page.ts';
import { passwordProblem, readName } from '#lib/server/access/member-name.ts';
import { members } from '#lib/server/access/members.ts';
import { giveSession } from '#lib/server/access/session-cookie.ts';
import { startSession } from '#lib/server/access/sign-in.ts';
import { welcomeOwner } from '#lib/server/access/welcome.ts';
import type { RequestHandler } from './$types';

/** The page on which the first owner shows the code from the terminal. */
export const GET: RequestHandler = async () => {
	await onlyFirst();
	return page({ code: '', name: '' });
};

/** Code, name and password -> the first owner, signed in. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
	await onlyFirst();
	const given = await entryForm(request);
	const typed = { code: given('code'), name: given('name') };
	const read = readName(typed.name);
	const problem = 'problem' in read ? read.problem : passwordProblem(given('password'));
	if ('problem' in read || problem !== null)
		return page(typed, { problem: problem ?? '', status: 400 });
	const file = await accounts();
	const nowMs = Date.now();
	const asked = { code: typed.code, ...read, password: given('password') };
	const made = await welcomeOwner(file, { ...asked, from: addressOf(request), nowMs });
	if ('problem' in made) return page(typed, made);
	giveSession(cookies, url, await startSession(file, made.member.id, { before: null, nowMs }));
	redirect(303, '/members');
};

async function onlyFirst(): Promise<void> {
	if (!accountsAreOn()) redirect(303, '/');
	if ((await members(await accounts())).length > 0) redirect(303, '/login');
}

const page = (
	{ code, name }: { code: string; name: string },
	refused?: { problem: string; status: number }
): Response =>
	entryPage(
		'Welcome to Breakeven',
		markup`<p>Nobody has an account yet. The terminal that started Breakeven shows a code: with it you
			become the first owner, who invites the others.</p>
		<form method="post" action="/welcome">
			${field('Code from the terminal', 'code', 'one-time-code', code.slice(0, 200))}
			${field('Your name, to sign in with', 'name', 'username', name.slice(0, 200))}
			${field('A new password, 12 characters or more', 'password', 'new-password')}
			<button>Become the owner</button>
		</form>`,
		refused
	);
