import { sha256 } from '../sha256.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';
import { memberById, type Member } from './members.ts';
import { isSecret, newSecret } from './secret.ts';

const HOUR_MS = 3_600_000;
/** A session ends when nothing was asked for so long. */
export const IDLE_MS = 72 * HOUR_MS;
/** And so long after signing in, whatever was asked. */
export const LONGEST_MS = 30 * 24 * HOUR_MS;
/** How exactly the last use is known. */
const NOTED_MS = HOUR_MS / 12;

/** Opens a session inside a change; the secret goes to the browser and is kept nowhere. */
export async function openSession(
	change: Change,
	memberId: number,
	nowMs: number
): Promise<string> {
	const secret = newSecret();
	await change.run(sql`insert into sessions values (
		${sha256(secret)}, ${memberId}::integer, ${nowMs}::bigint, ${nowMs}::bigint,
		${nowMs + LONGEST_MS}::bigint)`);
	await change.run(sql`delete from sessions
		where expires_ms <= ${nowMs}::bigint or seen_ms <= ${nowMs - IDLE_MS}::bigint`);
	return secret;
}

/** Whose session a secret opens now; null for one that is unknown or over. */
export async function sessionMember(
	accounts: Warehouse,
	secret: string,
	nowMs: number
): Promise<Member | null> {
	if (!isSecret(secret)) return null;
	const hash = sha256(secret);
	const [row] = await accounts.query<{ member_id: number; seen_ms: number }>(sql`
		select member_id, seen_ms from sessions
		where secret_sha256 = ${hash} and expires_ms > ${nowMs}::bigint
			and seen_ms > ${nowMs - IDLE_MS}::bigint`);
	if (!row) return null;
	if (nowMs - row.seen_ms > NOTED_MS)
		await accounts.record(
			sql`update sessions set seen_ms = ${nowMs}::bigint where secret_sha256 = ${hash}`
		);
	return memberById(accounts, row.member_id);
}

/** Ends one session. */
export const closeSession = (accounts: Warehouse, secret: string): Promise<void> =>
	accounts.record(sql`delete from sessions where secret_sha256 = ${sha256(secret)}`);

/** Ends every session of a member. */
export const closeAllSessions = (accounts: Warehouse, memberId: number): Promise<void> =>
	accounts.record(sql`delete from sessions where member_id = ${memberId}::integer`);

/** How many sessions of a member are open. */
export async function openSessions(
	reader: Reader,
	memberId: number,
	nowMs: number
): Promise<number> {
	const [row] = await reader.query<{ count: number }>(sql`
		select count(*) as count from sessions
		where member_id = ${memberId}::integer and expires_ms > ${nowMs}::bigint
			and seen_ms > ${nowMs - IDLE_MS}::bigint`);
	return row?.count ?? 0;
}
