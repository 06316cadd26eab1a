import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { makeBackup } from '#lib/server/backup/make-backup.ts';
import { NotRestored, restore } from '#lib/server/backup/restore.ts';
import { receive, TooLarge } from '#lib/server/upload.ts';
import { exists, isWorkspaceName, workspaces } from '#lib/server/workspaces.ts';
import type { RequestHandler } from './$types';

/** Every workspace, or the one that is named, as one archive. */
export const GET: RequestHandler = async ({ url }) => {
	const only = url.searchParams.get('workspace');
	if (only !== null && !exists(only))
		return notFound(`There is no workspace called "${only.slice(0, 60)}".`);
	if (workspaces().length === 0) return notFound('There is nothing to back up yet.');
	const { manifest, chunks, discard } = await makeBackup(only);
	const sent = async function* () {
		try {
			yield* chunks;
		} finally {
			await discard();
		}
	};
	return new Response(Readable.toWeb(Readable.from(sent())) as BodyInit, {
		headers: {
			'content-type': 'application/gzip',
			'content-disposition': `attachment; filename="${fileName(manifest.made_at)}"`,
			'cache-control': 'no-store'
		}
	});
};

/** `breakeven-2026-11-21-2112.tar.gz` */
const fileName = (madeAt: string): string =>
	`breakeven-${madeAt.slice(0, 16).replace('T', '-').replace(':', '')}.tar.gz`;

/** A backup as the body -> the workspaces that came back; damaged, or in the way of one: nothing changes. */
export const POST: RequestHandler = async ({ request, url }) => {
	const only = url.searchParams.get('workspace');
	const to = url.searchParams.get('to');
	if (to !== null && !isWorkspaceName(to))
		return badRequest(
			`“${to.slice(0, 60)}” cannot name a workspace: lower-case letters, digits and dashes, at most 40.`
		);
	const wish = {
		...{ only, to },
		replace: url.searchParams.get('replace') === '1',
		check: url.searchParams.get('check') === '1'
	};
	// Without it SvelteKit hands over no body at all.
	if (!request.headers.has('content-type'))
		return badRequest(
			"Expected a backup as the body and its content-type (-H 'content-type: application/gzip')."
		);
	if (!request.body) return badRequest('Expected a backup as the body.');
	try {
		const received = await receive(request.body as ReadableStream<Uint8Array>);
		try {
			return object({ ...(await restore(received.path, wish)) });
		} finally {
			await received.discard();
		}
	} catch (error) {
		if (error instanceof NotRestored) return badRequest(error.message, error.isTaken ? 409 : 422);
		if (error instanceof TooLarge) return badRequest(`The backup: ${error.message}.`, 413);
		throw error;
	}
};
