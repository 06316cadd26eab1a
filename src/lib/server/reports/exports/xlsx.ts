import { madeInThread } from '../export-thread.ts';
import type { ReportExport } from '../report-export.ts';

/** Every table as numbers, a sum as a formula; text that looks like a formula is made harmless. */
export const xlsxExport: ReportExport = {
	format: 'xlsx',
	label: 'XLSX',
	holds: 'every table as numbers, with formulas where a sum is a sum, and all inputs',
	type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	make: (report) => madeInThread('xlsx', report)
};
