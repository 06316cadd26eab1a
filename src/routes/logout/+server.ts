import { redirect } from '@sveltejs/kit';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { sessionSecret, takeSession } from '#lib/server/access/session-cookie.ts';
import { closeSession } from '#lib/server/access/sessions.ts';
import type { RequestHandler } from './$types';

/** Ends this browser's session. */
export const POST: RequestHandler = async ({ cookies, url }) => {
	if (!accountsAreOn()) redirect(303, '/');
	const secret = sessionSecret(cookies, url);
	if (secret) await closeSession(await accounts(), secret);
	takeSession(cookies, url);
	redirect(303, '/login');
};
