import { reaches, type Role } from '../../roles.ts';
import type { OidcSettings } from './oidc-settings.ts';

/** Somebody whom an issuer vouches for. */
export interface Vouched {
	/** Issuer and subject: the one name that never changes hands. */
	subject: string;
	/** Their e-mail address, which the issuer has verified. */
	name: string;
	/** By the claim of roles; null where it says nothing that stands for one. */
	role: Role | null;
	/** Whether they may come in although nobody here knows them. */
	isWelcome: boolean;
}

/** The highest role that a claim's value, or one of its values, stands for; null for none. */
export function roleOf(
	claims: Readonly<Record<string, unknown>>,
	{ roleClaim, roles }: Pick<OidcSettings, 'roleClaim' | 'roles'>
): Role | null {
	if (roleClaim === null || !Object.hasOwn(claims, roleClaim)) return null;
	const found = [claims[roleClaim]].flat().flatMap((value) => {
		const role = typeof value === 'string' ? roles.get(value) : undefined;
		return role ? [role] : [];
	});
	return found.reduce<Role | null>(
		(best, role) => (best !== null && reaches(best, role) ? best : role),
		null
	);
}

/** Whether an address is of one of the domains, exactly: not of one below or one that ends alike. */
export const addressAllowed = (email: string, domains: readonly string[]): boolean =>
	domains.includes(email.toLowerCase().split('@').at(-1) ?? '');
