import type { Role } from '../../roles.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';
import { actingAs } from './actor.ts';
import { takeBackLinksOf } from './links-of-maker.ts';
import { keptPassphrase } from './passphrase.ts';

/** Somebody with an account. */
export interface Member {
	id: number;
	name: string;
	role: Role;
	/** As kept; null where they come in another way only. */
	password: string | null;
	/** Issuer and subject of a sign-on; null without one. */
	subject: string | null;
	createdMs: number;
}

/** Members, in the order they came. */
export const members = (reader: Reader): Promise<Member[]> =>
	reader.query<Member>(sql`
		select member_id as id, name, role, password, subject, created_ms as "createdMs"
		from members where removed_ms is null order by member_id`);

/** A member by id; null for one who is not here (any more). */
export async function memberById(reader: Reader, id: number): Promise<Member | null> {
	return (await members(reader)).find((one) => one.id === id) ?? null;
}

/** A member by name, whatever its case; null without one. */
export async function memberByName(reader: Reader, name: string): Promise<Member | null> {
	const same = name.normalize('NFKC').trim().toLowerCase();
	return (await members(reader)).find((one) => one.name.toLowerCase() === same) ?? null;
}

/** Somebody new. */
export interface NewMember {
	name: string;
	role: Role;
	password: string | null;
	subject: string | null;
	nowMs: number;
}

/** Adds a member inside a change; null where the name is taken. */
export async function addMember(
	change: Change,
	{ name, role, password, subject, nowMs }: NewMember
): Promise<Member | null> {
	if (await memberByName(change, name)) return null;
	const [row] = await change.query<{ id: number }>(
		sql`select nextval('member_ids')::integer as id`
	);
	const id = row?.id ?? 1;
	await change.run(sql`insert into members values (
		${id}::integer, ${name}, ${role}, ${password}::varchar, ${subject}::varchar,
		${nowMs}::bigint, null)`);
	await actingAs({ kind: 'member', name, role, memberId: id }, () =>
		recordChange(change, { kind: 'member', what: 'joined', object: name, became: role })
	);
	return { id, name, role, password, subject, createdMs: nowMs };
}

/** Why a member stays as they are. */
export type MemberProblem = 'unknown' | 'last owner';

/** Gives a member another role, and takes their one-time links back where it may make none; what was wrong, or null. */
export const changeRole = (
	accounts: Warehouse,
	id: number,
	role: Role,
	nowMs: number
): Promise<MemberProblem | null> =>
	accounts.change(async (change) => {
		const member = await memberById(change, id);
		if (!member) return 'unknown';
		if (role !== 'owner' && (await isLastOwner(change, member))) return 'last owner';
		if (member.role === role) return null;
		await change.run(sql`update members set role = ${role} where member_id = ${id}::integer`);
		const became = { was: member.role, became: role };
		await recordChange(change, {
			...{ kind: 'member', what: 'role changed', object: member.name },
			...became
		});
		if (role !== 'owner') await takeBackLinksOf(change, member.name, nowMs);
		return null;
	});

/** Takes a member's account away, with their sessions, tokens and one-time links; what was wrong, or null. */
export const removeMember = (
	accounts: Warehouse,
	id: number,
	nowMs: number
): Promise<MemberProblem | null> =>
	accounts.change(async (change) => {
		const member = await memberById(change, id);
		if (!member) return 'unknown';
		if (await isLastOwner(change, member)) return 'last owner';
		await change.run(
			sql`update members set removed_ms = ${nowMs}::bigint where member_id = ${id}::integer`
		);
		await change.run(sql`delete from sessions where member_id = ${id}::integer`);
		await change.run(sql`update tokens set revoked_ms = ${nowMs}::bigint
			where member_id = ${id}::integer and revoked_ms is null`);
		await recordChange(change, {
			kind: 'member',
			what: 'removed',
			object: member.name,
			was: member.role
		});
		await takeBackLinksOf(change, member.name, nowMs);
		return null;
	});

/** Gives a member a new password inside a change and ends all their sessions. */
export async function setPassword(
	change: Change,
	member: Pick<Member, 'id' | 'name' | 'role'>,
	password: string
): Promise<void> {
	const kept = await keptPassphrase(password);
	await change.run(
		sql`update members set password = ${kept} where member_id = ${member.id}::integer`
	);
	await change.run(sql`delete from sessions where member_id = ${member.id}::integer`);
	await actingAs(
		{ kind: 'member', name: member.name, role: member.role, memberId: member.id },
		() => recordChange(change, { kind: 'member', what: 'password changed', object: member.name })
	);
}

async function isLastOwner(reader: Reader, member: Member): Promise<boolean> {
	const owners = (await members(reader)).filter((one) => one.role === 'owner');
	return member.role === 'owner' && owners.length === 1;
}
