import { redirect } from '@sveltejs/kit';
import { markup } from '#lib/reports/html/markup.ts';
import { accountsAreOn } from '#lib/server/access/accounts-file.ts';
import { entryPage, safePath } from '#lib/server/access/entry-page.ts';
import { giveJourney } from '#lib/server/access/oidc-cookie.ts';
import { oidcStart } from '#lib/server/access/oidc.ts';
import { oidcSettings } from '#lib/server/access/oidc-settings.ts';
import type { RequestHandler } from './$types';

/** On to the issuer, to sign in there. */
export const GET: RequestHandler = async ({ url, cookies }) => {
	const settings = accountsAreOn() ? oidcSettings() : null;
	if (!settings) redirect(303, '/login');
	const redirectUri = `${url.origin}/login/oidc/callback`;
	const to = safePath(url.searchParams.get('to'));
	const started = await oidcStart(settings, { redirectUri, to }).catch(() => null);
	if (!started) return unreachable();
	giveJourney(cookies, url, started.journey);
	redirect(303, started.address.href);
};

const unreachable = (): Response =>
	entryPage(
		'Single sign-on does not answer',
		markup`<p>Its issuer could not be reached. Try again, or <a href="/login">sign in with a password</a>.</p>`,
		{ status: 502 }
	);
