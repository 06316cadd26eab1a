import { redirect } from '@sveltejs/kit';
import { markup } from '#lib/reports/html/markup.ts';
import { accounts, accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { entryPage, safePath } from '#lib/server/access/entry-page.ts';
import { takeJourney } from '#lib/server/access/oidc-cookie.ts';
import { oidcEnd } from '#lib/server/access/oidc.ts';
import { oidcSettings } from '#lib/server/access/oidc-settings.ts';
import { giveSession, sessionSecret } from '#lib/server/access/session-cookie.ts';
import { startSession } from '#lib/server/access/sign-in.ts';
import { ssoMember } from '#lib/server/access/single-sign-on.ts';
import type { RequestHandler } from './$types';

/** Back from the issuer with a code: a session of the member it vouches for. */
export const GET: RequestHandler = async ({ url, cookies }) => {
	const settings = accountsAreOn() ? oidcSettings() : null;
	if (!settings) redirect(303, '/login');
	const journey = takeJourney(cookies, url);
	if (!journey) return refused('This way in is over: start again.');
	const vouched = await oidcEnd(settings, url, journey).catch(() => null);
	if (!vouched) return refused('The answer of the issuer does not fit what was asked.');
	if ('problem' in vouched) return refused(vouched.problem);
	const file = await accounts();
	const nowMs = Date.now();
	const found = await ssoMember(file, vouched, nowMs);
	if ('problem' in found) return refused(found.problem);
	const before = sessionSecret(cookies, url);
	giveSession(cookies, url, await startSession(file, found.member.id, { before, nowMs }));
	redirect(303, safePath(journey.to));
};

const refused = (problem: string): Response =>
	entryPage('You are not signed in', markup`<a class="button" href="/login">Back to sign in</a>`, {
		status: 403,
		problem
	});
