import { csvExport } from './exports/csv.ts';
import { htmlExport } from './exports/html.ts';
import { jsonExport } from './exports/json.ts';
import { parquetExport } from './exports/parquet.ts';
import { pdfExport } from './exports/pdf.ts';
import { pptxExport } from './exports/pptx.ts';
import { xlsxExport } from './exports/xlsx.ts';
import type { ReportExport } from './report-export.ts';
import type { StoredReport } from './report-store.ts';

/** Every kind of file, the ones for people first. */
export const reportExports: readonly ReportExport[] = [
	htmlExport,
	pdfExport,
	pptxExport,
	xlsxExport,
	csvExport,
	parquetExport,
	jsonExport
];

/** What a file is called on the reader's disk. */
export const exportName = ({ document, id }: StoredReport, { format }: ReportExport): string =>
	`breakeven-report-${id}-${document.createdAt.slice(0, 10)}.${format}`;

/** The answer that hands over a report as a file. */
export async function exportAnswer(report: StoredReport, made: ReportExport): Promise<Response> {
	const body = await made.make(report);
	return new Response(body as BodyInit, {
		headers: {
			'content-type': made.type,
			'content-disposition': `attachment; filename="${exportName(report, made)}"`,
			'cache-control': 'no-store'
		}
	});
}
