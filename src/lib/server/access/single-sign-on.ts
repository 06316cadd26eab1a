import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { readName } from './member-name.ts';
import { addMember, changeRole, memberByName, members, type Member } from './members.ts';
import type { Vouched } from './oidc-claims.ts';

/**
 * The member that a trusted proxy vouches for. Whom the proxy lets in and nobody knows here becomes a
 * viewer; null for a name that cannot be one.
 */
export async function vouchedMember(
	accounts: Warehouse,
	given: string,
	nowMs: number
): Promise<Member | null> {
	const read = readName(given);
	if ('problem' in read) return null;
	const known = await memberByName(accounts, read.name);
	if (known) return known;
	const about = { ...read, role: 'viewer', password: null, subject: null, nowMs } as const;
	await accounts.change((change) => addMember(change, about));
	return memberByName(accounts, read.name);
}

/**
 * The member whom an issuer vouches for: by subject, else the one who has that address as a name and
 * is bound to the subject from now on, else somebody new if they are welcome. Their role follows the
 * claim where it says one; the last owner stays one.
 */
export async function ssoMember(
	accounts: Warehouse,
	vouched: Vouched,
	nowMs: number
): Promise<{ member: Member } | { problem: string }> {
	const found = await accounts.change(async (change) => {
		const { subject, name, role, isWelcome } = vouched;
		const all = await members(change);
		const same = all.find((one) => one.subject === subject);
		if (same) return { member: same };
		const known = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
		if (known?.subject) return { problem: `${name} is bound to another account of the issuer.` };
		if (known) {
			await change.run(
				sql`update members set subject = ${subject} where member_id = ${known.id}::integer`
			);
			await recordChange(change, {
				...{ kind: 'member', what: 'bound to single sign-on', object: known.name }
			});
			return { member: known };
		}
		const read = readName(name);
		if (!isWelcome || 'problem' in read)
			return { problem: `Nobody here knows ${name}: ask an owner for a link, and take that name.` };
		const about = { ...read, role: role ?? 'viewer', password: null, subject, nowMs } as const;
		const member = await addMember(change, about);
		return member ? { member } : { problem: `Somebody here is called ${name} already.` };
	});
	if ('problem' in found || vouched.role === null || vouched.role === found.member.role)
		return found;
	await changeRole(accounts, found.member.id, vouched.role, nowMs);
	return found;
}
