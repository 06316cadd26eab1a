import { error, fail } from '@sveltejs/kit';
import { isRole, roles } from '#lib/roles.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import {
	inviteMember,
	invitePassword,
	revokeInvite,
	waitingInvites
} from '#lib/server/access/invites.ts';
import {
	changeRole,
	members,
	removeMember,
	type MemberProblem
} from '#lib/server/access/members.ts';
import { roleWords } from '#lib/server/access/roles-in-words.ts';
import { revokeToken, tokens } from '#lib/server/access/tokens.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who may come in, what waits for somebody new, and every token of the API. */
export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('breakeven:data');
	if (!accountsAreOn()) error(404, NO_ACCOUNTS);
	const file = await accounts();
	const nowMs = Date.now();
	const all = await members(file);
	return {
		myId: locals.actor?.memberId ?? null,
		roles: roles.map((role) => ({ role, words: roleWords[role] })),
		members: all.map(({ id, name, role, password, subject, createdMs }) => ({
			...{ id, name, role, createdMs },
			comesBy:
				[
					...(password === null ? [] : ['password']),
					...(subject === null ? [] : ['single sign-on'])
				].join(', ') || 'proxy'
		})),
		invites: await waitingInvites(file, nowMs),
		tokens: await tokens(file, null, nowMs)
	};
};

const NO_ACCOUNTS =
	'There are no accounts here: everybody who reaches this address may do everything. Start Breakeven with --accounts for them.';

const WHY: Record<MemberProblem, string> = {
	unknown: 'There is no such member any more.',
	'last owner': 'The last owner stays: make somebody else an owner first.'
};

export const actions: Actions = {
	/** Makes a one-time link for somebody new. */
	invite: async ({ request, url }) => {
		const role = (await request.formData()).get('role');
		if (!isRole(role)) return fail(400, { problem: 'There is no such role.' });
		const secret = await inviteMember(await accounts(), role, Date.now());
		return { link: `${url.origin}/join/${secret}`, linkFor: `a new ${role}` };
	},

	/** Takes a one-time link back. */
	uninvite: async ({ request }) => {
		const done = await revokeInvite(await accounts(), await idOf(request), Date.now());
		return done ? { done: true } : fail(404, { problem: 'That link does not wait any more.' });
	},

	role: async ({ request }) => {
		const form = await request.formData();
		const role = form.get('role');
		if (!isRole(role)) return fail(400, { problem: 'There is no such role.' });
		const problem = await changeRole(await accounts(), Number(form.get('id')), role, Date.now());
		return problem ? fail(409, { problem: WHY[problem] }) : { done: true };
	},

	remove: async ({ request }) => {
		const problem = await removeMember(await accounts(), await idOf(request), Date.now());
		return problem ? fail(409, { problem: WHY[problem] }) : { done: true };
	},

	/** Makes a one-time link to a new password. */
	reset: async ({ request, url }) => {
		const file = await accounts();
		const id = await idOf(request);
		const secret = await invitePassword(file, id, Date.now());
		const name = (await members(file)).find((one) => one.id === id)?.name;
		return secret && name
			? { link: `${url.origin}/join/${secret}`, linkFor: name }
			: fail(404, { problem: WHY.unknown });
	},

	/** Takes anybody's token back. */
	revoke: async ({ request }) => {
		const done = await revokeToken(await accounts(), await idOf(request), null, Date.now());
		return done ? { done: true } : fail(404, { problem: 'There is no such token any more.' });
	}
};

const idOf = async (request: Request): Promise<number> =>
	Number((await request.formData()).get('id') ?? NaN) || 0;
