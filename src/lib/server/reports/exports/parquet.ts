import { expandedTable } from '../../../reports/expanded-table.ts';
import { parquetOf } from '../../warehouse/parquet.ts';
import type { ReportExport } from '../report-export.ts';

/** The figures behind the report with their types, one row per task; unknown is null. */
export const parquetExport: ReportExport = {
	format: 'parquet',
	label: 'Parquet',
	holds: 'the same with types, for programs',
	type: 'application/vnd.apache.parquet',
	make({ document: { data } }) {
		const { headings, isFigure, rows } = expandedTable(data);
		const columns = headings.map((name, at) => ({
			name,
			type: isFigure[at] ? ('double' as const) : ('varchar' as const)
		}));
		return parquetOf({ columns, rows });
	}
};
