import { randomUUID } from 'node:crypto';
import type { ReadableStream } from 'node:stream/web';
import { emptyReceipt, type Receipt } from '#lib/receipt.ts';
import { badRequest, object } from '#lib/server/answers.ts';
import { openFiles } from '#lib/server/archives.ts';
import { readMap } from '#lib/server/column-map.ts';
import { closeJob, job as jobOf, openJob } from '#lib/server/import-jobs.ts';
import {
	ingest,
	isOutcomesFile,
	unreadable,
	type IncomingFile,
	type Progress
} from '#lib/server/ingest.ts';
import type { OutcomeMatches } from '#lib/outcome-matches.ts';
import { previewImport } from '#lib/server/preview-import.ts';
import { finishArchive } from '#lib/server/verdict-history/archive-verdicts.ts';
import { receipts } from '#lib/server/receipts.ts';
import { receive, TooLarge } from '#lib/server/upload.ts';
import { OWN } from '#lib/server/workspaces.ts';
import type { RequestHandler } from './$types';

/** The receipts of a workspace, newest first. */
export const GET: RequestHandler = async ({ locals }) => {
	const { warehouse } = await locals.workspace();
	return object({ receipts: await receipts(warehouse) });
};

/**
 * A file as the request's body -> its receipt, or one for each file of a zip file. `name`, `format`,
 * `content`, `map`, `job` in the URL; with `preview=1` nothing is stored and the answer says what would
 * be, with `preview=outcomes` so for an outcomes file that came by itself.
 */
export const POST: RequestHandler = async ({ request, url, locals }) => {
	const name = url.searchParams.get('name')?.slice(0, 255) || 'upload';
	const map = readMap(url.searchParams.get('map'));
	if ('problem' in map) return badRequest(map.problem);
	const jobId = url.searchParams.get('job') ?? randomUUID();
	if (jobOf(jobId)) return badRequest(`${name}: an upload is under way as job ${jobId}.`, 409);
	const workspace = url.searchParams.get('workspace') ?? OWN;
	const job = openJob(jobId, { name, workspace });
	// A client that goes while it sends calls it off; once all is here it is read to its end.
	request.signal.addEventListener('abort', () => job.abort.abort());
	const found: Found[] = [];
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
			for await (const opened of openFiles(file)) {
				job.abort.signal.throwIfAborted();
				found.push(
					'refused' in opened
						? { receipt: opened.refused }
						: await take(opened.file, {
								...{ locals, watch },
								preview: url.searchParams.get('preview'),
								archive: opened.file.name === name ? null : name
							})
				);
			}
		} finally {
			await received.discard();
			await finish(found, name, locals);
		}
		return answer(found);
	} catch (error) {
		if (error instanceof TooLarge) return badRequest(`${name}: ${error.message}.`, 413);
		if (!job.abort.signal.aborted) throw error;
		if (found.length === 0) return badRequest(`${name}: the import was cancelled.`, 499);
		return answer([...found, { receipt: emptyReceipt(name, 'file', CUT_SHORT) }]);
	} finally {
		closeJob(jobId);
	}
};

const CUT_SHORT = 'cancelled: what of the zip file had been read by then is imported';

/** What came of one file; `matches` where it was only looked at. */
interface Found {
	receipt: Receipt;
	matches?: OutcomeMatches | null;
}

/** Imports a file, or only looks at what importing it would do. */
async function take(
	file: IncomingFile,
	{
		locals,
		preview,
		archive,
		watch
	}: {
		locals: App.Locals;
		preview: string | null;
		/** The name of the zip file that it came in; null for one that came alone. */
		archive: string | null;
		watch: Parameters<typeof previewImport>[2];
	}
): Promise<Found> {
	const refused = await unreadable(file);
	if (refused) return { receipt: refused };
	const looks =
		preview === '1' || (preview === 'outcomes' && archive === null && (await isOutcomesFile(file)));
	const { warehouse } = await locals.workspace({ create: preview !== '1' });
	if (looks) return previewImport(file, warehouse, watch);
	return { receipt: await ingest(file, warehouse, { ...watch, archive }) };
}

/** The verdicts of all files of a zip file, once. */
async function finish(found: readonly Found[], name: string, locals: App.Locals): Promise<void> {
	const isArchive = found.some(({ receipt }) => receipt.import_id && receipt.file !== name);
	if (isArchive) await finishArchive((await locals.workspace()).warehouse);
}

/** `preview` is about the first file that was only looked at, `previews` about each of them by name. */
function answer(found: readonly Found[]): Response {
	const receipts = found.map(({ receipt }) => receipt);
	const looked = found.filter(({ matches }) => matches !== undefined);
	if (looked.length === 0) return object({ receipts });
	const previews = looked.map(({ receipt, matches }) => ({ file: receipt.file, preview: matches }));
	return object({ receipts, preview: looked[0]?.matches ?? null, previews });
}

/** The body of an empty file: its receipt says so. */
const nothing = (): ReadableStream<Uint8Array> =>
	new Blob([]).stream() as ReadableStream<Uint8Array>;
