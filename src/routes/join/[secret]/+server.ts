import { redirect } from '@sveltejs/kit';
import { markup } from '#lib/reports/html/markup.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { addressOf } from '#lib/server/access/door.ts';
import { entryForm, entryPage, field } from '#lib/server/access/entry-page.ts';
import { openInvite, useInvite, type Invite } from '#lib/server/access/invites.ts';
import { passwordProblem, readName } from '#lib/server/access/member-name.ts';
import { giveSession, sessionSecret } from '#lib/server/access/session-cookie.ts';
import { startSession } from '#lib/server/access/sign-in.ts';
import { TryLimit } from '#lib/server/access/try-limit.ts';
import type { RequestHandler } from './$types';

const tries = new TryLimit({ burst: 30, refillMs: 2_000, wrong: 5 });

/** What a one-time link opens: the form of a new member, or of a new password. */
export const GET: RequestHandler = async ({ params, request }) => {
	const { invite, refused } = await invited(params.secret, request);
	return invite ? page(invite, '') : refused;
};

/** Uses the link up: name and password, or the new password alone -> signed in. */
export const POST: RequestHandler = async ({ params, request, cookies, url }) => {
	const { invite, refused } = await invited(params.secret, request);
	if (!invite) return refused;
	const given = await entryForm(request);
	const [typed, password] = [given('name'), given('password')];
	const read = invite.member ?? readName(typed);
	const problem = 'problem' in read ? read.problem : passwordProblem(password);
	if ('problem' in read || problem !== null)
		return page(invite, typed, { problem: problem ?? '', status: 400 });
	const nowMs = Date.now();
	const file = await accounts();
	const used = await useInvite(file, params.secret, { name: read.name, password, nowMs });
	if ('problem' in used) return page(invite, typed, { ...used, status: 400 });
	const before = sessionSecret(cookies, url);
	giveSession(cookies, url, await startSession(file, used.member.id, { before, nowMs }));
	redirect(303, '/');
};

async function invited(
	secret: string,
	request: Request
): Promise<{ invite: Invite; refused: null } | { invite: null; refused: Response }> {
	if (!accountsAreOn()) redirect(303, '/');
	const [from, nowMs] = [addressOf(request), Date.now()];
	if (!tries.allows(from, nowMs)) {
		const wait = markup`<p>Wait a minute, then open the link again.</p>`;
		return { invite: null, refused: entryPage('Too many tries', wait, { status: 429 }) };
	}
	const invite = await openInvite(await accounts(), secret, nowMs);
	if (invite) return { invite, refused: null };
	tries.wrong(from, nowMs);
	const over = markup`<p>It works once, for a week. Ask an owner for a new one.</p>`;
	return { invite: null, refused: entryPage('This link does not work', over, { status: 404 }) };
}

const page = (
	{ member, role }: Invite,
	name: string,
	refused?: { problem: string; status: number }
): Response =>
	entryPage(
		member ? `A new password for ${member.name}` : 'You are invited to Breakeven',
		markup`${member ? null : markup`<p>Your role will be ${role}.</p>`}
		<form method="post">
			${member ? null : field('Your name, to sign in with', 'name', 'username', name.slice(0, 200))}
			${field('A new password, 12 characters or more', 'password', 'new-password')}
			<button>${member ? 'Save and sign in' : 'Join'}</button>
		</form>`,
		refused
	);
