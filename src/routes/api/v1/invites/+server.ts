import { isRole } from '#lib/roles.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { inviteMember, invitePassword } from '#lib/server/access/invites.ts';
import { memberByName } from '#lib/server/access/members.ts';
import { badRequest, notFound, object } from '#lib/server/answers.ts';
import type { RequestHandler } from './$types';

/** A one-time link for somebody new with a role, or for a member who needs a new password. */
export const POST: RequestHandler = async ({ url }) => {
	if (!accountsAreOn()) return notFound('There are no accounts here: start with serve --accounts.');
	const file = await accounts();
	const nowMs = Date.now();
	const name = url.searchParams.get('member');
	if (name !== null) {
		const member = await memberByName(file, name);
		const secret = member && (await invitePassword(file, member.id, nowMs));
		return secret ? object({ path: `/join/${secret}` }) : notFound('There is no such member.');
	}
	const role = url.searchParams.get('role');
	if (!isRole(role)) return badRequest('role is missing: viewer, analyst, engineer or owner.');
	return object({ path: `/join/${await inviteMember(file, role, nowMs)}` });
};
