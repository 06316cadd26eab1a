import { isRole, type Role } from '../../roles.ts';

/** A single sign-on as the environment describes it. */
export interface OidcSettings {
	issuer: URL;
	clientId: string;
	clientSecret: string;
	/** The claim that says what somebody may do; null = members have the roles given here. */
	roleClaim: string | null;
	/** Values of that claim and what they stand for, the highest role first to match. */
	roles: ReadonlyMap<string, Role>;
	/** Domains of addresses whose people come in as viewers; empty = only members do. */
	domains: readonly string[];
}

/** What `BREAKEVEN_OIDC_*` says; null without an issuer. Throws a sentence where it cannot be meant. */
export function oidcSettings(env: NodeJS.ProcessEnv = process.env): OidcSettings | null {
	const text = (name: string) => env[`BREAKEVEN_OIDC_${name}`]?.trim() ?? '';
	if (text('ISSUER') === '') return null;
	const issuer = new URL(text('ISSUER'));
	const isNear = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname);
	if (issuer.protocol !== 'https:' && !isNear)
		throw new Error('BREAKEVEN_OIDC_ISSUER must be an https address.');
	if (text('CLIENT_ID') === '') throw new Error('BREAKEVEN_OIDC_CLIENT_ID is missing.');
	return {
		issuer,
		clientId: text('CLIENT_ID'),
		clientSecret: text('CLIENT_SECRET'),
		roleClaim: text('ROLE_CLAIM') || null,
		roles: new Map(listed(text('ROLES')).map(rolePair)),
		domains: listed(text('DOMAINS')).map((domain) => domain.toLowerCase())
	};
}

const listed = (text: string): string[] =>
	text
		.split(',')
		.map((one) => one.trim())
		.filter(Boolean);

/** `engineer=platform-team`: whoever has that value gets that role. */
function rolePair(pair: string): [string, Role] {
	const [role, value] = pair.split(/=(.*)/s);
	if (!isRole(role) || !value)
		throw new Error(
			`BREAKEVEN_OIDC_ROLES has "${pair}", expected ROLE=VALUE such as owner=platform-team.`
		);
	return [value, role];
}
