import { answerJobs } from '../job-thread.ts';
import { pdfReport } from './pdf/pdf-report.ts';
import { pptxReport } from './pptx/pptx-report.ts';
import type { StoredReport } from './report-store.ts';
import { xlsxReport } from './xlsx/xlsx-report.ts';

const makers = { pdf: pdfReport, pptx: pptxReport, xlsx: xlsxReport };

/** A file to make, of a kind that takes too long for the thread that answers pages. */
export interface ExportJob {
	format: keyof typeof makers;
	report: StoredReport;
}

/** How a thread knows that it is one of ours. */
export const WORKER_NAME = 'breakeven-report-files';

/** This module: a thread starts from the same file, in the build as from the sources. */
export const workerUrl = import.meta.url;

answerJobs(WORKER_NAME, async ({ format, report }: ExportJob) => makers[format](report));
