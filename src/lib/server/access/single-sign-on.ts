import { readName } from './member-name.ts';
import { addMember, memberByName, type Member } from './members.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

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
