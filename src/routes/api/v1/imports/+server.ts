import { randomUUID } from 'node:crypto';
import type { ReadableStream } from 'node:stream/web';
import { badRequest, object } from '#lib/server/answers.ts';
import { readMap } from '#lib/server/column-map.ts';
import { closeJob, job as jobOf, openJob } from '#lib/server/import-jobs.ts';
import {
	ingest,
	isOutcomesFile,
	unreadable,
	type IncomingFile,
	type Progress
} from '#lib/server/ingest.ts';
import { previewImport } from '#lib/server/preview-import.ts';
import { receipts } from '#lib/server/receipts.ts';
import { receive, TooLarge } from '#lib/server/upload.ts';
import type { RequestHandler } from './$types';

/** The receipts of a workspace, newest first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ receipts: await receipts(warehouse) });
};

/**
 * A file as the request's body -> its receipt. `name`, `format`, `content`, `map`, `job` in the URL;
 * with `preview=1` nothing is stored and the answer says what would be, with `preview=outcomes` so for
 * outcomes files alone.
 */
export const POST: RequestHandler = async ({ request, url, locals }) => {
	const name = url.searchParams.get('name')?.slice(0, 255) || 'upload';
	const map = readMap(url.searchParams.get('map'));
	if ('problem' in map) return badRequest(map.problem);
	const jobId = url.searchParams.get('job') ?? randomUUID();
	if (jobOf(jobId)) return badRequest(`${name}: an upload is under way as job ${jobId}.`, 409);
	const job = openJob(jobId);
	request.signal.addEventListener('abort', () => job.abort.abort());
	try {
		const received = await receive((request.body as ReadableStream<Uint8Array>) ?? nothing());
		try {
			job.phase = 'waiting';
			const file: IncomingFile = {
				...received,
				name,
				format: url.searchParams.get('format') ?? undefined,
				options: { map: map.map, content: url.searchParams.get('content') === '1' }
			};
			const watch = {
				progress: (progress: Progress) => Object.assign(job, progress),
				signal: job.abort.signal
			};
			const refused = await unreadable(file);
			if (refused) return object({ receipts: [refused] });
			const preview = url.searchParams.get('preview');
			const looks = preview === '1' || (preview === 'outcomes' && (await isOutcomesFile(file)));
			const { warehouse } = await locals.workspace({ create: !looks });
			if (looks) {
				const { receipt, matches } = await previewImport(file, warehouse, watch);
				return object({ receipts: [receipt], preview: matches });
			}
			return object({ receipts: [await ingest(file, warehouse, watch)] });
		} finally {
			await received.discard();
		}
	} catch (error) {
		if (error instanceof TooLarge) return badRequest(`${name}: ${error.message}.`, 413);
		if (job.abort.signal.aborted) return badRequest(`${name}: the import was cancelled.`, 499);
		throw error;
	} finally {
		closeJob(jobId);
	}
};

/** The body of an empty file: its receipt says so. */
const nothing = (): ReadableStream<Uint8Array> =>
	new Blob([]).stream() as ReadableStream<Uint8Array>;
