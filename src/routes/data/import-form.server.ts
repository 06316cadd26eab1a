import type { ReadableStream } from 'node:stream/web';
import type { Receipt } from '#lib/receipt.ts';
import { readMap } from '#lib/server/column-map.ts';
import { openFiles } from '#lib/server/archives.ts';
import { ingest } from '#lib/server/ingest.ts';
import { finishArchive } from '#lib/server/verdict-history/archive-verdicts.ts';
import { receive } from '#lib/server/upload.ts';
import { openWorkspace } from '#lib/server/workspaces.ts';

/** A form is held in memory as a whole, so it may only be this large; the page streams instead. */
export const MAX_FORM_BYTES = 10_000_000;

/** Reads the files of a form into a workspace, one receipt each; a problem when it is no such form. */
export async function importForm(
	request: Request,
	workspace: string
): Promise<{ receipts: Receipt[] } | { problem: string; status: number }> {
	const bytes = Number(request.headers.get('content-length') ?? 0);
	if (bytes > MAX_FORM_BYTES) {
		return {
			problem:
				'The files are larger than 10 MB together: turn on scripts, or use the command line (breakeven ingest FILE).',
			status: 413
		};
	}
	const form = await request.formData();
	const files = form.getAll('files').filter((one) => one instanceof File && one.size > 0) as File[];
	if (files.length === 0) return { problem: 'No file was chosen.', status: 400 };
	const map = readMap(text(form.get('map')));
	if ('problem' in map) return { problem: map.problem, status: 400 };
	const { warehouse } = await openWorkspace(workspace, { create: true });
	const receipts: Receipt[] = [];
	for (const file of files) {
		const received = await receive(file.stream() as ReadableStream<Uint8Array>);
		try {
			const format = text(form.get('format')) ?? undefined;
			const options = { map: map.map, content: form.get('content') === '1' };
			const name = file.name.slice(0, 255) || 'upload';
			for await (const opened of openFiles({ ...received, name, format, options })) {
				if ('refused' in opened) receipts.push(opened.refused);
				else {
					const archive = opened.file.name === name ? null : name;
					receipts.push(await ingest(opened.file, warehouse, { archive }));
				}
			}
		} finally {
			await received.discard();
			await finishArchive(warehouse);
		}
	}
	return { receipts };
}

const text = (value: FormDataEntryValue | null): string | null =>
	typeof value === 'string' && value.trim() !== '' ? value : null;
