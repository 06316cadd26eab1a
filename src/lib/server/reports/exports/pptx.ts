import { madeInThread } from '../export-thread.ts';
import type { ReportExport } from '../report-export.ts';

/** Slides that can be edited: charts and tables are PowerPoint's own, definitions are in the notes. */
export const pptxExport: ReportExport = {
	format: 'pptx',
	label: 'PPTX',
	holds: 'slides with charts and tables of PowerPoint’s own, how it was computed in the notes',
	type: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
	make: (report) => madeInThread('pptx', report)
};
