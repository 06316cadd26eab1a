import { madeInThread } from '../export-thread.ts';
import type { ReportExport } from '../report-export.ts';

/** The report on paper: real text in our own font, tagged for screen readers. */
export const pdfExport: ReportExport = {
	format: 'pdf',
	label: 'PDF',
	holds: 'the report on A4, fits Letter; real text, tagged for screen readers',
	type: 'application/pdf',
	make: (report) => madeInThread('pdf', report)
};
