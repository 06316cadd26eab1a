import type { StoredReport } from './report-store.ts';

/** A kind of file that a report can become. */
export interface ReportExport {
	/** Its name in addresses and file names. */
	format: string;
	label: string;
	/** What is in the file, in words. */
	holds: string;
	/** Content type. */
	type: string;
	make: (report: StoredReport) => Promise<string | Uint8Array>;
}
