import { JobThread } from '../job-thread.ts';
import type { ExportJob } from './export-worker.ts';
import type { StoredReport } from './report-store.ts';

const thread = new JobThread<ExportJob, Uint8Array>(() => import('./export-worker.ts'), 120_000);

/** A report as a file, made in a thread of its own. */
export const madeInThread = (
	format: ExportJob['format'],
	report: StoredReport
): Promise<Uint8Array> => thread.do({ format, report });
