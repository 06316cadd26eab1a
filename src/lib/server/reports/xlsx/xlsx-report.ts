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
			data: fitted(summary(report), SUMMARY),
			columns: SUMMARY.map((width) => ({ width }))
		},
		...tables.map((table) => ({
			sheet: sheetName(table.caption, names),
			data: fitted(rowsOf(table), widthsOf(table)),
			columns: widthsOf(table).map((width) => ({ width })),
			stickyRowsCount: 1
		}))
	]).toBuffer();
}

interface TextCell {
	value: string;
	type: typeof String;
	fontWeight?: 'bold';
	wrap?: boolean;
	alignVertical?: 'top';
	height?: number;
}
interface FigureCell {
	value: number;
	type: typeof Number;
	alignVertical?: 'top';
	height?: number;
}
interface SumCell {
	value: string;
	type: 'Formula';
	fontWeight: 'bold';
	height?: number;
}
type Cell = TextCell | FigureCell | SumCell | null;

const words = (text: string): TextCell => ({
	value: harmlessCell(plainText(text)).slice(0, MOST_CHARACTERS),
	type: String,
	wrap: true,
	alignVertical: 'top'
});
const bold = (text: string): TextCell => ({ ...words(text), fontWeight: 'bold' });
/** A title that runs over the empty cells at its right. */
const title = (text: string): TextCell => ({ ...bold(text), wrap: false });

/** More is a damaged file to a spreadsheet. */
const MOST_CHARACTERS = 32_000;
/** The widths of the first sheet, in characters. */
const SUMMARY = [26, 100];
/** The height of a line, and of the highest row that there can be, in points. */
const LINE = 15;
const HIGHEST = 405;

function widthsOf(table: ReportTable): number[] {
	const { headings, isFigure } = expandedTable(table);
	return headings.map((heading, at) =>
		at === 0 ? 26 : Math.min(30, Math.max(isFigure[at] ? 12 : 20, heading.length))
	);
}

/** Rows as high as their longest text: not every spreadsheet finds that out by itself. */
function fitted(rows: readonly Cell[][], widths: readonly number[]): Cell[][] {
	return rows.map((row) => {
		const lines = row.map((cell, at) =>
			cell && 'wrap' in cell && cell.wrap ? linesIn(cell.value, widths[at] ?? 12) : 1
		);
		const height = Math.min(HIGHEST, LINE * Math.max(1, ...lines));
		return row.map((cell): Cell => cell && { ...cell, height });
	});
}

/** Bold and wide letters need some room to spare. */
const linesIn = (text: string, width: number): number =>
	text
		.split('\n')
		.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / (width * 0.9))), 0);

/** What the report says, and where it comes from. */
function summary({ document, sha256, texts }: StoredReport): Cell[][] {
	const sentences = shownBlocks(document, texts).flatMap(({ id, title: heading, pieces }) => {
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
		return said.length + written.length > 0 ? [[title(heading)], ...said, ...written, []] : [];
	});
	return [
		[title(titleOf(document, texts))],
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
	return typeof value === 'number' ? { value, type: Number, alignVertical: 'top' } : words(value);
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
