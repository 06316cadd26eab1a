import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { pdfReport } from './pdf/pdf-report.ts';
import { pptxReport } from './pptx/pptx-report.ts';
import type { StoredReport } from './report-store.ts';
import { xlsxReport } from './xlsx/xlsx-report.ts';

/** A file to make; the number is told back with it. */
export interface ExportOrder {
	number: number;
	format: ThreadFormat;
	report: StoredReport;
}

/** The file, or why there is none. */
export type ExportAnswer = { number: number } & (
	{ kind: 'file'; bytes: Uint8Array } | { kind: 'failed'; message: string }
);

const makers = { pdf: pdfReport, pptx: pptxReport, xlsx: xlsxReport };

/** The kinds of file that take too long for the thread that answers pages. */
export type ThreadFormat = keyof typeof makers;

/** How a worker knows that it is one of ours. */
export const WORKER_NAME = 'breakeven-report-files';

/** This module: a worker starts from the same file, in the build as from the sources. */
export const workerUrl = import.meta.url;

if (!isMainThread && (workerData as { name?: string } | null)?.name === WORKER_NAME) listen();

function listen(): void {
	let before = Promise.resolve();
	parentPort?.on('message', (order: ExportOrder) => {
		before = before.then(() => make(order));
	});
}

async function make({ number, format, report }: ExportOrder): Promise<void> {
	try {
		const file = await makers[format](report);
		// A copy of its own: a small file may lie in a pool of bytes that others use.
		answer({ number, kind: 'file', bytes: Uint8Array.from(file) });
	} catch (fault) {
		answer({ number, kind: 'failed', message: (fault as Error).message });
	}
}

function answer(message: ExportAnswer): void {
	const moved = message.kind === 'file' ? [message.bytes.buffer as ArrayBuffer] : [];
	parentPort?.postMessage(message, moved);
}
