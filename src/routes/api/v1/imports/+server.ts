import { randomUUID } from 'node:crypto';
import type { ReadableStream } from 'node:stream/web';
import { badRequest, object } from '#lib/server/answers.ts';
import { readMap } from '#lib/server/column-map.ts';
import { closeJob, openJob } from '#lib/server/import-jobs.ts';
import { ingest } from '#lib/server/ingest.ts';
import { receipts } from '#lib/server/receipts.ts';
import { receive, TooLarge } from '#lib/server/upload.ts';
import type { RequestHandler } from './$types';

/** The receipts of a workspace, newest first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ receipts: await receipts(warehouse) });
};

/** A file as the request's body -> its receipt. `name`, `format`, `content`, `map`, `job` in the URL. */
export const POST: RequestHandler = async ({ request, url, locals }) => {
	if (!request.body) return badRequest('The request has no body: send the file as its body.');
	const name = url.searchParams.get('name')?.slice(0, 255) || 'upload';
	const map = readMap(url.searchParams.get('map'));
	if ('problem' in map) return badRequest(map.problem);
	const jobId = url.searchParams.get('job') ?? randomUUID();
	const job = openJob(jobId);
	request.signal.addEventListener('abort', () => job.abort.abort());
	try {
		const received = await receive(request.body as ReadableStream<Uint8Array>);
		try {
			job.phase = 'waiting';
			const { warehouse } = await locals.workspace({ create: true });
			const receipt = await ingest(
				{
					...received,
					name,
					format: url.searchParams.get('format') ?? undefined,
					options: { map: map.map, content: url.searchParams.get('content') === '1' }
				},
				warehouse,
				{ progress: (progress) => Object.assign(job, progress), signal: job.abort.signal }
			);
			return object({ receipts: [receipt] });
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
