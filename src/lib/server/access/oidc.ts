import * as client from 'openid-client';
import { addressAllowed, roleOf, type Vouched } from './oidc-claims.ts';
import type { OidcSettings } from './oidc-settings.ts';

/** What a browser must bring back from the issuer, besides the code. */
export interface OidcJourney {
	state: string;
	nonce: string;
	verifier: string;
	/** Where it goes on. */
	to: string;
}

let known: { key: string; found: Promise<client.Configuration> } | null = null;

/** The issuer's own description, asked for once; asked again after it could not be had. */
function configuration({
	issuer,
	clientId,
	clientSecret
}: OidcSettings): Promise<client.Configuration> {
	const key = `${issuer.href} ${clientId}`;
	if (known?.key === key) return known.found;
	const found = client.discovery(issuer, clientId, clientSecret, undefined, {
		// The signature is checked too, although the token comes from the issuer itself over TLS.
		execute: [
			client.enableNonRepudiationChecks,
			...(issuer.protocol === 'https:' ? [] : [client.allowInsecureRequests])
		],
		timeout: 10
	});
	found.catch(() => (known = null));
	known = { key, found };
	return found;
}

/** The address at the issuer to sign in at, and what the browser must bring back. */
export async function oidcStart(
	settings: OidcSettings,
	{ redirectUri, to }: { redirectUri: string; to: string }
): Promise<{ address: URL; journey: OidcJourney }> {
	const config = await configuration(settings);
	const verifier = client.randomPKCECodeVerifier();
	const journey = { state: client.randomState(), nonce: client.randomNonce(), verifier, to };
	const address = client.buildAuthorizationUrl(config, {
		redirect_uri: redirectUri,
		scope: 'openid email profile',
		code_challenge: await client.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256',
		state: journey.state,
		nonce: journey.nonce
	});
	return { address, journey };
}

/** Whom the issuer vouches for at the end of a journey. Throws where anything does not fit. */
export async function oidcEnd(
	settings: OidcSettings,
	url: URL,
	{ state, nonce, verifier }: OidcJourney
): Promise<Vouched | { problem: string }> {
	const config = await configuration(settings);
	const tokens = await client.authorizationCodeGrant(config, url, {
		pkceCodeVerifier: verifier,
		expectedState: state,
		expectedNonce: nonce,
		idTokenExpected: true
	});
	const claims = tokens.claims();
	if (!claims) return { problem: 'The issuer said nothing about you.' };
	const { iss, sub, email, email_verified: isVerified } = claims;
	if (typeof email !== 'string' || isVerified !== true)
		return { problem: 'The issuer does not vouch for an e-mail address of yours.' };
	const role = roleOf(claims, settings);
	return {
		subject: `${iss} ${sub}`,
		name: email,
		role,
		isWelcome: role !== null || addressAllowed(email, settings.domains)
	};
}
