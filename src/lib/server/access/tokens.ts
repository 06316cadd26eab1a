import { isRole, lesserRole, reaches, type Role } from '../../roles.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sha256 } from '../sha256.ts';
import { sql } from '../warehouse/sql.ts';
import type { Reader, Warehouse } from '../warehouse/warehouse.ts';
import type { Actor } from './actor.ts';
import { memberById } from './members.ts';
import { isSecret, newSecret } from './secret.ts';

/** A token of the API as its owner sees it; its secret is nowhere. */
export interface Token {
	id: number;
	name: string;
	memberId: number;
	member: string;
	role: Role;
	isReadOnly: boolean;
	createdMs: number;
	expiresMs: number;
	/** When it was last used, to the hour; null = never. */
	usedMs: number | null;
}

/** What somebody asked of a new token, as they wrote it. */
export interface TokenWish {
	name: string;
	role: string;
	isReadOnly: boolean;
	days: string;
}

const PREFIX = 'bke_';
const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 365;
const NOTED_MS = DAY_MS / 24;

/** Makes a token of at most the member's own role; its secret is told this once. */
export async function makeToken(
	accounts: Warehouse,
	member: { id: number; name: string; role: Role },
	wish: TokenWish,
	nowMs: number
): Promise<{ secret: string } | { problem: string }> {
	const name = wish.name.trim();
	if (!/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u.test(name))
		return { problem: 'A token needs a name of letters, digits, spaces and . _ -, at most 40.' };
	const { role } = wish;
	if (!isRole(role) || !reaches(member.role, role))
		return { problem: 'A token may do at most what you may.' };
	const days = Number(wish.days);
	if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
		return { problem: `“${wish.days.slice(0, 20)}” days: expected a whole number from 1 to 365.` };
	const secret = PREFIX + newSecret();
	await accounts.change(async (change) => {
		await change.run(sql`insert into tokens values (
			nextval('token_ids'), ${sha256(secret)}, ${member.id}::integer, ${name}, ${role},
			${wish.isReadOnly}, ${nowMs}::bigint, ${nowMs + days * DAY_MS}::bigint, null, null)`);
		await recordChange(change, {
			kind: 'token',
			what: 'made',
			object: `token ${name} of ${member.name}`,
			became: `${role}${wish.isReadOnly ? ', reads only' : ''}, ${days} days`
		});
	});
	return { secret };
}

/** The tokens that work now, of one member or of all (null), the newest first. */
export const tokens = (reader: Reader, memberId: number | null, nowMs: number): Promise<Token[]> =>
	reader.query<Token>(sql`
		select t.token_id as id, t.name, t.member_id as "memberId", m.name as member, t.role,
			t.is_read_only as "isReadOnly", t.created_ms as "createdMs", t.expires_ms as "expiresMs",
			t.used_ms as "usedMs"
		from tokens as t join members as m on m.member_id = t.member_id
		where t.revoked_ms is null and t.expires_ms > ${nowMs}::bigint
			and (${memberId}::integer is null or t.member_id = ${memberId}::integer)
		order by t.token_id desc`);

/** Takes a token back; with `memberId` only one of theirs. False where there is none. */
export const revokeToken = (
	accounts: Warehouse,
	id: number,
	memberId: number | null,
	nowMs: number
): Promise<boolean> =>
	accounts.change(async (change) => {
		const found = (await tokens(change, memberId, nowMs)).find((one) => one.id === id);
		if (!found) return false;
		await change.run(
			sql`update tokens set revoked_ms = ${nowMs}::bigint where token_id = ${id}::integer`
		);
		const object = `token ${found.name} of ${found.member}`;
		await recordChange(change, { kind: 'token', what: 'revoked', object });
		return true;
	});

/** In whose name a token asks; null for one that is unknown, expired or revoked. */
export async function tokenActor(
	accounts: Warehouse,
	secret: string,
	nowMs: number
): Promise<(Actor & { isReadOnly: boolean }) | null> {
	if (!secret.startsWith(PREFIX) || !isSecret(secret.slice(PREFIX.length))) return null;
	const hash = sha256(secret);
	const [row] = await accounts.query<{
		id: number;
		name: string;
		member_id: number;
		role: Role;
		is_read_only: boolean;
		used_ms: number | null;
	}>(sql`
		select token_id as id, name, member_id, role, is_read_only, used_ms from tokens
		where secret_sha256 = ${hash} and revoked_ms is null and expires_ms > ${nowMs}::bigint`);
	const member = row && (await memberById(accounts, row.member_id));
	if (!row || !member) return null;
	if (row.used_ms === null || nowMs - row.used_ms > NOTED_MS)
		await accounts.record(
			sql`update tokens set used_ms = ${nowMs}::bigint where token_id = ${row.id}::integer`
		);
	return {
		kind: 'token',
		name: `${member.name} (token ${row.name})`,
		role: lesserRole(row.role, member.role),
		memberId: member.id,
		isReadOnly: row.is_read_only
	};
}
