import type { Role } from '../../roles.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sha256 } from '../sha256.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';
import { currentActor } from './actor.ts';
import { addMember, memberById, setPassword, type Member } from './members.ts';
import { keptPassphrase } from './passphrase.ts';
import { isSecret, newSecret } from './secret.ts';

/** How long a one-time link waits. */
const WAITS_MS = 7 * 24 * 3_600_000;

/** A one-time link that waits. */
export interface Invite {
	id: number;
	/** The member who gets a new password; null for somebody new. */
	member: Pick<Member, 'id' | 'name' | 'role'> | null;
	/** Of somebody new; null for a new password. */
	role: Role | null;
	madeBy: string;
	expiresMs: number;
}

/** Makes a one-time link for somebody new; its secret is told this once. */
export const inviteMember = (accounts: Warehouse, role: Role, nowMs: number): Promise<string> =>
	accounts.change(async (change) => {
		const secret = await addInvite(change, { memberId: null, role, nowMs });
		await recordChange(change, {
			...{ kind: 'member', what: 'invited' },
			...{ object: 'somebody new', became: role }
		});
		return secret;
	});

/** Makes a one-time link to a new password; null where there is no such member. */
export const invitePassword = (
	accounts: Warehouse,
	memberId: number,
	nowMs: number
): Promise<string | null> =>
	accounts.change(async (change) => {
		const member = await memberById(change, memberId);
		if (!member) return null;
		await recordChange(change, {
			...{ kind: 'member', what: 'given a link to a new password', object: member.name }
		});
		return addInvite(change, { memberId, role: null, nowMs });
	});

/** Takes a one-time link back; false where none waits. */
export const revokeInvite = (accounts: Warehouse, id: number, nowMs: number): Promise<boolean> =>
	accounts.change(async (change) => {
		const found = (await waitingInvites(change, nowMs)).find((one) => one.id === id);
		if (!found) return false;
		await change.run(
			sql`update invites set used_ms = ${nowMs}::bigint where invite_id = ${id}::integer`
		);
		const object = found.member?.name ?? `somebody new, ${found.role}`;
		await recordChange(change, { kind: 'member', what: 'link taken back', object });
		return true;
	});

/** Every link that waits, the newest first. */
export async function waitingInvites(reader: Reader, nowMs: number): Promise<Invite[]> {
	const rows = await inviteRows(reader, nowMs);
	return rows.map(({ hash: _, ...invite }) => invite);
}

/** The link that a secret opens; null for one that is unknown, used or expired. */
export async function openInvite(
	reader: Reader,
	secret: string,
	nowMs: number
): Promise<Invite | null> {
	if (!isSecret(secret)) return null;
	const hash = sha256(secret);
	return (await inviteRows(reader, nowMs)).find((one) => one.hash === hash) ?? null;
}

/** Uses a link up: the member who came in, or why nobody did. */
export const useInvite = (
	accounts: Warehouse,
	secret: string,
	{ name, password, nowMs }: { name: string; password: string; nowMs: number }
): Promise<{ member: Pick<Member, 'id' | 'name' | 'role'> } | { problem: string }> =>
	accounts.change(async (change) => {
		const invite = await openInvite(change, secret, nowMs);
		if (!invite) return { problem: 'This link does not work any more.' };
		const member = invite.member ?? (await newMember(change, invite));
		if (!member) return { problem: 'Somebody here has this name: choose another.' };
		if (invite.member) await setPassword(change, invite.member, password);
		await change.run(sql`update invites set used_ms = ${nowMs}::bigint
			where invite_id = ${invite.id}::integer`);
		return { member };

		async function newMember(change: Change, { role }: Invite): Promise<Member | null> {
			const kept = await keptPassphrase(password);
			const about = { name, role: role ?? 'viewer', password: kept, subject: null, nowMs };
			return addMember(change, about);
		}
	});

async function addInvite(
	change: Change,
	{ memberId, role, nowMs }: { memberId: number | null; role: Role | null; nowMs: number }
): Promise<string> {
	const secret = newSecret();
	await change.run(sql`insert into invites values (
		nextval('invite_ids'), ${sha256(secret)}, ${memberId}::integer, ${role}::varchar,
		${currentActor().name}, ${nowMs}::bigint, ${nowMs + WAITS_MS}::bigint, null)`);
	return secret;
}

async function inviteRows(reader: Reader, nowMs: number): Promise<(Invite & { hash: string })[]> {
	const rows = await reader.query<{
		id: number;
		hash: string;
		member_id: number | null;
		name: string | null;
		member_role: Role | null;
		role: Role | null;
		made_by: string;
		expires_ms: number;
	}>(sql`
		select i.invite_id as id, i.secret_sha256 as hash, i.member_id, m.name, m.role as member_role, i.role, i.made_by,
			i.expires_ms
		from invites as i left join members as m on m.member_id = i.member_id
		where i.used_ms is null and i.expires_ms > ${nowMs}::bigint and m.removed_ms is null
		order by i.invite_id desc`);
	return rows.map(({ id, hash, member_id, name, member_role, role, made_by, expires_ms }) => ({
		id,
		hash,
		member:
			member_id === null
				? null
				: { id: member_id, name: name ?? '', role: member_role ?? 'viewer' },
		role,
		madeBy: made_by,
		expiresMs: expires_ms
	}));
}
