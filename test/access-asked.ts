import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cookies, Handle } from '@sveltejs/kit';
import { ask as handle } from '#lib/server/access/ask.ts';
import { accounts, closeAccounts } from '#lib/server/access/accounts-file.ts';
import { currentActor } from '#lib/server/access/actor.ts';
import { addMember } from '#lib/server/access/members.ts';
import { openSession } from '#lib/server/access/sessions.ts';
import type { Role } from '#lib/roles.ts';

/** An installation with accounts in a folder of its own; `end` takes both away. */
export function installation(): { end: () => Promise<void> } {
	const folder = mkdtempSync(join(tmpdir(), 'breakeven-access-'));
	process.env.BREAKEVEN_DATA_DIR = folder;
	process.env.BREAKEVEN_ACCOUNTS = '1';
	return {
		async end() {
			await closeAccounts();
			delete process.env.BREAKEVEN_DATA_DIR;
			delete process.env.BREAKEVEN_ACCOUNTS;
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/** A new member with a session: the secret of it, as their browser has it. */
export async function signedIn(
	name: string,
	role: Role,
	nowMs = Date.now()
): Promise<{ id: number; secret: string }> {
	const file = await accounts();
	return file.change(async (change) => {
		const about = { name, role, password: null, subject: null, nowMs };
		const id = (await addMember(change, about))?.id ?? 0;
		return { id, secret: await openSession(change, id, nowMs) };
	});
}

export interface Asking {
	/** As the router names it; null for an address that nothing answers. */
	route: string | null;
	method?: string;
	url?: string;
	/** Secret of a session. */
	session?: string;
	headers?: Record<string, string>;
	body?: BodyInit;
}

/** What came back; `as` is in whose name the page was made, null where none was. */
export interface Answered {
	status: number;
	location: string | null;
	text: string;
	as: string | null;
	headers: Headers;
}

/** Asks as a browser or program would, through `handle`; the page itself is not made. */
export async function ask({ route, method = 'GET', ...how }: Asking): Promise<Answered> {
	const url = new URL(how.url ?? (route ?? '/nothing').replace(/\?.*/, ''), 'http://127.0.0.1');
	const request = new Request(url, {
		method,
		headers: { host: '127.0.0.1', 'x-breakeven-address': '127.0.0.1', ...how.headers },
		...(how.body === undefined ? {} : { body: how.body, duplex: 'half' })
	} as RequestInit);
	let as: string | null = null;
	const resolve = () => {
		as = currentActor().name;
		return new Response('the page');
	};
	const event = { request, url, route: { id: route }, locals: {}, cookies: cookies(how.session) };
	try {
		const given = { event, resolve } as unknown as Parameters<Handle>[0];
		const answer = await handle(given);
		const { status, headers } = answer;
		return { status, headers, location: headers.get('location'), text: await answer.text(), as };
	} catch (thrown) {
		const { status, location, body } = thrown as Record<string, unknown> & { status?: number };
		if (status === undefined) throw thrown;
		const text = (body as { message?: string } | undefined)?.message ?? '';
		return { status, location: (location as string) ?? null, text, as, headers: new Headers() };
	}
}

const cookies = (session?: string): Cookies =>
	({ get: (name: string) => (name === 'breakeven' ? session : undefined) }) as unknown as Cookies;
