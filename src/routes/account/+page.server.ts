import { error, fail, redirect } from '@sveltejs/kit';
import { lesserRole, roles } from '#lib/roles.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { passwordProblem } from '#lib/server/access/member-name.ts';
import { memberById, setPassword, type Member } from '#lib/server/access/members.ts';
import { roleWords } from '#lib/server/access/roles-in-words.ts';
import { giveSession, sessionSecret } from '#lib/server/access/session-cookie.ts';
import { closeAllSessions, openSessions } from '#lib/server/access/sessions.ts';
import { signIn, startSession } from '#lib/server/access/sign-in.ts';
import { addressOf } from '#lib/server/access/door.ts';
import { makeToken, revokeToken, tokens } from '#lib/server/access/tokens.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who I am here: role, password, sessions, tokens. */
export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('breakeven:data');
	const me = await myself(locals);
	const file = await accounts();
	const nowMs = Date.now();
	return {
		name: me.name,
		role: me.role,
		words: roles
			.filter((role) => lesserRole(role, me.role) === role)
			.map((role) => roleWords[role]),
		roles: roles.filter((role) => lesserRole(role, me.role) === role),
		hasPassword: me.password !== null,
		sessions: await openSessions(file, me.id, nowMs),
		tokens: await tokens(file, me.id, nowMs)
	};
};

export const actions: Actions = {
	/** Another password; every other session ends. */
	password: async ({ request, locals, cookies, url }) => {
		const me = await myself(locals);
		const form = await request.formData();
		const [before, password] = ['before', 'password'].map((name) => String(form.get(name) ?? ''));
		const file = await accounts();
		const nowMs = Date.now();
		if (me.password === null) return fail(400, { problem: 'You sign in without a password.' });
		const asked = { name: me.name, password: before ?? '', from: addressOf(request), nowMs };
		const found = await signIn(file, asked);
		if ('problem' in found) {
			const wrong = 'That is not your password.';
			return fail(found.status, { problem: found.status === 429 ? found.problem : wrong });
		}
		const problem = passwordProblem(password ?? '');
		if (problem) return fail(400, { problem });
		await file.change((change) => setPassword(change, me, password ?? ''));
		const session = { before: sessionSecret(cookies, url), nowMs };
		giveSession(cookies, url, await startSession(file, me.id, session));
		return { saved: 'Your password is changed; your other sessions have ended.' };
	},

	/** Ends every session, this one too. */
	everywhere: async ({ locals }) => {
		const me = await myself(locals);
		await closeAllSessions(await accounts(), me.id);
		redirect(303, '/login');
	},

	/** Makes a token; it is shown this once. */
	token: async ({ request, locals }) => {
		const me = await myself(locals);
		const form = await request.formData();
		const text = (name: string) => String(form.get(name) ?? '');
		const wish = {
			name: text('name'),
			role: text('role'),
			days: text('days'),
			isReadOnly: form.get('read_only') === '1'
		};
		const made = await makeToken(await accounts(), me, wish, Date.now());
		return 'problem' in made ? fail(400, { problem: made.problem }) : { token: made.secret };
	},

	/** Takes one of my tokens back. */
	revoke: async ({ request, locals }) => {
		const me = await myself(locals);
		const id = Number((await request.formData()).get('id') ?? NaN) || 0;
		const done = await revokeToken(await accounts(), id, me.id, Date.now());
		return done
			? { saved: 'The token does not work any more.' }
			: fail(404, { problem: 'There is no such token any more.' });
	}
};

/** Only a member has an account, and a token must not make others. */
async function myself({ actor }: App.Locals): Promise<Member> {
	if (!accountsAreOn()) error(404, 'There are no accounts here.');
	if (actor?.kind !== 'member' || actor.memberId === null)
		error(403, 'Only somebody who has signed in has an account here.');
	return (
		(await memberById(await accounts(), actor.memberId)) ?? error(403, 'This account is gone.')
	);
}
