import { reportPage } from '../reader-page.ts';
import type { ReportExport } from '../report-export.ts';

/** One file that needs nothing else: style, font and the sliders' script are in it. */
export const htmlExport: ReportExport = {
	format: 'html',
	label: 'HTML',
	holds: 'the reader’s page in one file, sliders included, that opens without a network',
	type: 'text/html; charset=utf-8',
	make: (report) => Promise.resolve(reportPage(report).html)
};
