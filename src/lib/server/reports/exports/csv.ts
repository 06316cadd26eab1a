import { expandedTable } from '../../../reports/expanded-table.ts';
import { csvLine } from '../../csv-line.ts';
import type { ReportExport } from '../report-export.ts';

/** The figures behind the report, one line per task; a range is three columns, unknown is empty. */
export const csvExport: ReportExport = {
	format: 'csv',
	label: 'CSV',
	holds: 'the figures behind it, one line per kind of work',
	type: 'text/csv; charset=utf-8',
	make({ document }) {
		const { headings, rows } = expandedTable(document.data);
		return Promise.resolve([headings, ...rows].map((cells) => csvLine(cells)).join(''));
	}
};
