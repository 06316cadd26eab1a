import writeExcelFile from 'write-excel-file/node';
import type { ReportTable } from '../../../reports/document.ts';
import { curveTable } from '../../../reports/curve-axes.ts';
import { expandedTable } from '../../../reports/expanded-table.ts';
import { originLines } from '../../../reports/html/report-html.ts';
import { noteOf, shownBlocks, titleOf } from '../../../reports/report-texts.ts';
import { harmlessCell } from '../../csv-line.ts';
import { plainText } from '../plain-text.ts';
import type { StoredReport } from '../report-store.ts';

/** Every table as numbers, a sum as a formula; text that looks like a formula is made harmless. */
export async function xlsxReport(report: StoredReport): Promise<Uint8Array> {
	const names = new Set<string>();
	const tables = [report.document.data, ...blockTables(report), report.document.inputs];
	return writeExcelFile([
		{
			sheet: sheetName('Report', names),
			data: summary(report),
			columns: [{ width: 26 }, { width: 100 }]
		},
		...tables.map((table) => ({
			sheet: sheetName(table.caption, names),
			data: rowsOf(table),
			columns: expandedTable(table).headings.map((heading, at) => ({
				width: at === 0 ? 26 : Math.min(30, Math.max(12, heading.length))
			})),
			stickyRowsCount: 1
		}))
	]).toBuffer();
}

interface TextCell {
	value: string;
	type: typeof String;
	fontWeight?: 'bold';
	wrap?: boolean;
}
interface FigureCell {
	value: number;
	type: typeof Number;
}
interface SumCell {
	value: string;
	type: 'Formula';
	fontWeight: 'bold';
}
type Cell = TextCell | FigureCell | SumCell | null;

const words = (text: string): TextCell => ({
	value: harmlessCell(plainText(text)),
	type: String,
	wrap: true
});
const bold = (text: string): TextCell => ({ ...words(text), fontWeight: 'bold' });

/** What the report says, and where it comes from. */
function summary({ document, sha256, texts }: StoredReport): Cell[][] {
	const sentences = shownBlocks(document, texts).flatMap(({ id, title, pieces }) => {
		const note = texts[noteOf(id)];
		const said = pieces.flatMap((piece): Cell[][] => {
			if (piece.kind === 'lead' || piece.kind === 'text') return [[null, words(piece.text)]];
			if (piece.kind === 'list') return piece.items.map((item) => [null, words(item)]);
			if (piece.kind === 'verdicts')
				return piece.rows.flatMap(({ task, sentence, pending }) => [
					[words(task), words(sentence)],
					...(pending ? [[null, words(pending)]] : [])
				]);
			return [];
		});
		const written: Cell[][] = note === undefined ? [] : [[words('From the sender'), words(note)]];
		return said.length + written.length > 0 ? [[bold(title)], ...said, ...written, []] : [];
	});
	return [
		[bold(titleOf(document, texts))],
		...(texts.opening === undefined ? [] : [[words('From the sender'), words(texts.opening)]]),
		[],
		...sentences,
		...originLines(document, sha256).map(([name, value]) => [words(name), words(value)])
	];
}

function blockTables({ document, texts }: StoredReport): ReportTable[] {
	return shownBlocks(document, texts).flatMap(({ title, pieces }) =>
		pieces.flatMap((piece) => {
			if (piece.kind === 'table') return [{ ...piece.table, caption: title }];
			return piece.kind === 'curve' ? [{ ...curveTable(piece.chart), caption: title }] : [];
		})
	);
}

function rowsOf(table: ReportTable): Cell[][] {
	const { headings, sums, rows } = expandedTable(table);
	const total = headings.map((_, at): Cell => {
		if (!sums[at]) return at === 0 ? bold('Total') : null;
		const column = letters(at);
		return {
			value: `SUM(${column}2:${column}${rows.length + 1})`,
			type: 'Formula',
			fontWeight: 'bold'
		};
	});
	return [
		headings.map(bold),
		...rows.map((cells) => cells.map(cellOf)),
		...(sums.includes(true) && rows.length > 0 ? [total] : [])
	];
}

function cellOf(value: string | number | null): Cell {
	if (value === null) return null;
	return typeof value === 'number' ? { value, type: Number } : words(value);
}

/** The name of a column: A, B, ... Z, AA. */
const letters = (at: number): string =>
	at < 26 ? String.fromCharCode(65 + at) : letters(Math.floor(at / 26) - 1) + letters(at % 26);

/** At most 31 characters, none that Excel forbids, each name once. */
function sheetName(title: string, taken: Set<string>): string {
	const plain = title
		.replace(/[\\/?*[\]:']/g, ' ')
		.slice(0, 28)
		.trim();
	let name = plain;
	for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain} ${n}`;
	taken.add(name.toLowerCase());
	return name;
}
