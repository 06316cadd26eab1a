import { colour } from '../report-colours.ts';
import { PAGE, styles, WIDTH, type PdfFlow } from './pdf-flow.ts';
import { drawLine, lineHeight, linesOf, widthOf, type TypeStyle } from './pdf-lines.ts';

/** A table ready to be set. */
export interface PdfTable {
	headings: readonly string[];
	isFigure: readonly boolean[];
	rows: readonly (readonly string[])[];
	totals: readonly string[] | null;
	/** A column that is drawn, not written: its place, and what to draw into a box. */
	drawing?: {
		at: number;
		share: number;
		draw: (row: number, x: number, y: number, width: number) => void;
	};
}

const GAP = 8;
const PAD = 3.5;

/** Sets a table: rows stay whole, and the heading is repeated on every page. */
export function pdfTable(flow: PdfFlow, table: PdfTable): void {
	const widths = widthsOf(flow, table);
	const struct = flow.open('Table');
	const head = () => setRow(flow, struct, table, widths, table.headings, styles.head, 'TH', null);
	flow.need(heightOf(flow, table.headings, widths, styles.head) + 2 * ROW);
	head();
	const all = [
		...table.rows.map((cells, at) => ({ cells, at, style: styles.cell })),
		...(table.totals ? [{ cells: table.totals, at: null, style: styles.total }] : [])
	];
	for (const { cells, at, style } of all) {
		if (flow.need(heightOf(flow, cells, widths, style))) repeatHead(flow, table, widths);
		setRow(flow, struct, table, widths, cells, style, 'TD', at);
	}
	struct.end();
}

const ROW = 20;

/** How wide each column is, in points. */
function widthsOf({ doc }: PdfFlow, { headings, rows, totals, drawing }: PdfTable): number[] {
	const cells = (at: number): [string, TypeStyle][] => [
		[headings[at] ?? '', styles.head],
		...rows.map((row): [string, TypeStyle] => [row[at] ?? '', styles.cell]),
		[totals?.[at] ?? '', styles.total]
	];
	const drawn = drawing ? WIDTH * drawing.share : 0;
	const room = WIDTH - drawn - GAP * (headings.length - 1);
	const asked = headings.map((_, at) => {
		if (at === drawing?.at) return { least: 0, most: 0 };
		const words = cells(at).flatMap(([text, style]) =>
			text.split(' ').map((word) => widthOf(doc, word, style))
		);
		const whole = cells(at).map(([text, style]) => widthOf(doc, text, style));
		return { least: Math.min(Math.max(...words) + 1, room / 3), most: Math.max(...whole) + 1 };
	});
	const written = asked.filter((_, at) => at !== drawing?.at);
	const widths = shared(written, room);
	if (drawing) widths.splice(drawing.at, 0, drawn);
	return widths;
}

/** Every column gets what it needs; those that want more share what is left, the modest ones first. */
function shared(asked: readonly { least: number; most: number }[], room: number): number[] {
	const least = asked.reduce((sum, one) => sum + one.least, 0);
	if (least > room) return asked.map((one) => (one.least * room) / least);
	const widths = asked.map((one) => one.least);
	let left = room - least;
	const order = asked
		.map((one, at) => ({ at, wants: one.most - one.least }))
		.sort((a, b) => a.wants - b.wants);
	order.forEach(({ at, wants }, done) => {
		const more = Math.min(wants, left / (order.length - done));
		widths[at] = (widths[at] ?? 0) + more;
		left -= more;
	});
	const others = Math.max(1, widths.length - 1);
	return widths.map((width, at) => (at > 0 ? width + left / others : width));
}

function heightOf(
	{ doc }: PdfFlow,
	cells: readonly string[],
	widths: readonly number[],
	style: TypeStyle
): number {
	const lines = cells.map((text, at) => linesOf(doc, text, style, widths[at] || 1).length);
	return Math.max(1, ...lines) * lineHeight(style) + 2 * PAD;
}

function setRow(
	flow: PdfFlow,
	struct: PDFKit.PDFStructureElement,
	table: PdfTable,
	widths: readonly number[],
	cells: readonly string[],
	style: TypeStyle,
	tag: 'TH' | 'TD',
	at: number | null
): void {
	const { doc } = flow;
	rule(flow);
	const row = doc.struct('TR');
	struct.add(row);
	eachCell(widths, (column, x, width) => {
		if (column === table.drawing?.at) return;
		const isHead = tag === 'TH' || column === 0;
		row.add(
			doc.struct(isHead ? 'TH' : 'TD', isHead ? scoped(tag === 'TH' ? 'Column' : 'Row') : {}, () =>
				setCell(flow, cells[column] ?? '', style, x, width, table.isFigure[column] ?? false)
			)
		);
	});
	row.end();
	const { drawing } = table;
	if (drawing && at !== null) {
		eachCell(widths, (column, x, width) => {
			if (column === drawing.at) flow.artifact(() => drawing.draw(at, x, flow.y + PAD, width));
		});
	}
	flow.y += heightOf(flow, cells, widths, style);
}

/** What a heading is the heading of; pdfkit knows the option, its types do not. */
const scoped = (scope: 'Row' | 'Column'): { title?: string; scope: string } => ({ scope });

/** The heading again on a new page: for the eye, not for a screen reader. */
function repeatHead(
	flow: PdfFlow,
	{ headings, isFigure, drawing }: PdfTable,
	widths: readonly number[]
): void {
	flow.artifact(() =>
		eachCell(widths, (column, x, width) => {
			if (column !== drawing?.at)
				setCell(flow, headings[column] ?? '', styles.head, x, width, isFigure[column] ?? false);
		})
	);
	flow.y += heightOf(flow, headings, widths, styles.head);
}

function eachCell(
	widths: readonly number[],
	set: (column: number, x: number, width: number) => void
): void {
	let x = PAGE.left;
	widths.forEach((width, column) => {
		set(column, x, width);
		x += width + GAP;
	});
}

function setCell(
	flow: PdfFlow,
	text: string,
	style: TypeStyle,
	x: number,
	width: number,
	isFigure: boolean
): void {
	linesOf(flow.doc, text, style, width || 1).forEach((line, at) => {
		const left = isFigure ? x + Math.max(0, width - line.width) : x;
		drawLine(flow.doc, line, style, left, flow.y + PAD + at * lineHeight(style));
	});
}

function rule(flow: PdfFlow): void {
	flow.artifact(() => {
		flow.doc
			.moveTo(PAGE.left, flow.y)
			.lineTo(PAGE.left + WIDTH, flow.y)
			.lineWidth(0.5)
			.strokeColor(colour('hairline'))
			.stroke();
	});
}
