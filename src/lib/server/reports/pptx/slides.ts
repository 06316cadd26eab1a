import type PptxGenJS from 'pptxgenjs';
import { formatInterval, unitLabel } from '../../../format.ts';
import type {
	BarChart,
	CurveAxis,
	CurveChart,
	IntervalChart,
	ReportTable,
	VerdictLine
} from '../../../reports/document.ts';
import { axisName } from '../../../reports/curve-axes.ts';
import { tableText } from '../../../reports/table-text.ts';
import { verdictWords } from '../../../verdicts/verdict-words.ts';
import { plainText } from '../plain-text.ts';
import { colour, costColour, verdictColour } from '../report-colours.ts';

/** What stands at the top of a slide, and in its notes. */
interface Head {
	title: string;
	notes: string;
	/** A line of words under the title; may be empty. */
	above?: string;
}

/** The column of a slide of 13.33 by 7.5 inches. */
const X = 0.7;
const W = 11.9;
const hex = (name: string) => colour(name).slice(1);
const INK = hex('ink');
const INK_2 = hex('ink-2');
const LINE = hex('hairline');

/** A slide with its title and notes; where the rest of it begins, in inches from the top. */
function begun(deck: PptxGenJS, { title, notes, above = '' }: Head) {
	const slide = deck.addSlide();
	slide.addText(plainText(title), {
		x: X,
		y: 0.4,
		w: W,
		h: 0.7,
		fontSize: 26,
		bold: true,
		color: INK
	});
	if (above)
		slide.addText(above, {
			x: X,
			y: 1.1,
			w: W,
			h: 0.9,
			fontSize: 13,
			color: INK_2,
			valign: 'top',
			fit: 'shrink'
		});
	slide.addNotes(plainText(notes));
	return { slide, top: above ? 2 : 1.3 };
}

/** Words alone. */
export function textSlide(deck: PptxGenJS, head: Head, text: string): void {
	const { slide, top } = begun(deck, { ...head, above: '' });
	slide.addText(text, {
		x: X,
		y: top,
		w: W,
		h: 4.5,
		fontSize: 20,
		color: INK,
		valign: 'top',
		fit: 'shrink'
	});
}

/** A list, so many lines to a slide. */
export function listSlides(deck: PptxGenJS, head: Head, items: readonly string[]): void {
	for (const part of parts(items, 7)) {
		const { slide, top } = begun(deck, head);
		slide.addText(
			part.map((item) => ({
				text: plainText(item),
				options: { bullet: true, breakLine: true, paraSpaceAfter: 6 }
			})),
			{ x: X, y: top, w: W, h: 5, fontSize: 14, color: INK, valign: 'top', fit: 'shrink' }
		);
	}
}

/** Verdicts as a table: work, verdict in its colour, sentence. */
export function verdictSlides(deck: PptxGenJS, head: Head, rows: readonly VerdictLine[]): void {
	for (const part of parts(rows, 5)) {
		const { slide, top } = begun(deck, head);
		slide.addTable(
			[
				['Kind of work', 'Verdict', 'Why'].map(heading),
				...part.map(({ task, verdict, sentence, flipsIf, pending }) => [
					cell(task, { bold: true }),
					cell(verdictWords[verdict], { color: verdictColour(verdict).slice(1), bold: true }),
					cell(
						`${sentence}${flipsIf ? ` Flips if ${flipsIf}.` : ''}${pending ? ` ${pending}` : ''}`
					)
				])
			],
			{
				x: X,
				y: top,
				w: W,
				colW: [2.4, 2, 7.5],
				fontSize: 12,
				border: { type: 'solid', pt: 0.5, color: LINE }
			}
		);
	}
}

/** A table, so many rows to a slide, each with its headings. */
export function tableSlides(deck: PptxGenJS, head: Head, table: ReportTable): void {
	const { headings, isFigure, rows, totals } = tableText(table);
	const all = totals ? [...rows, totals] : rows;
	const align = (at: number) => (isFigure[at] ? 'right' : 'left');
	for (const part of parts(all, 9)) {
		const { slide, top } = begun(deck, {
			...head,
			above: head.above ? head.above : plainText(table.caption)
		});
		slide.addTable(
			[
				headings.map((text, at) => ({
					...heading(text),
					options: { ...heading(text).options, align: align(at) }
				})),
				...part.map((cells) =>
					cells.map((text, at) => cell(text, { align: align(at), bold: cells === totals }))
				)
			],
			{
				x: X,
				y: top,
				w: W,
				fontSize: headings.length > 6 ? 9 : 11,
				border: { type: 'solid', pt: 0.5, color: LINE }
			}
		);
	}
}

/** Estimates as a bar chart of PowerPoint's own, their ranges in a table beside it. */
export function intervalSlide(
	deck: PptxGenJS,
	head: Head,
	{ title, unit, heading: of = 'Kind of work', rows }: IntervalChart
): void {
	const { slide, top } = begun(deck, { ...head, above: plainText(title) });
	const known = rows.filter((row) => row.value !== null);
	const names = known.map((row) => plainText(row.name));
	slide.addChart(
		deck.ChartType.bar,
		[
			{
				name: `Estimate, ${unitLabel(unit)}`,
				labels: names,
				values: known.map((row) => row.value ?? 0)
			}
		],
		{
			x: X,
			y: top,
			w: 6.6,
			h: 4.9,
			barDir: 'bar',
			chartColors: known.map((row) => verdictColour(row.verdict).slice(1)),
			...DOWNWARDS,
			catAxisLabelPos: 'low',
			catAxisLabelFontSize: 10,
			valAxisLabelFontSize: 9,
			valAxisLabelFormatCode: '#,##0',
			valGridLine: { color: LINE, size: 0.5 },
			showTitle: false,
			showLegend: false
		}
	);
	slide.addTable(
		[
			[heading(of), heading(`${unitLabel(unit)} (90 % range)`)],
			...known.map(({ name, value, low, high }) => [
				cell(name),
				cell(formatInterval(value, low, high, unit, { surface: 'table' }), { align: 'right' })
			])
		],
		{ x: 7.5, y: top, w: 5.1, fontSize: 11, border: { type: 'solid', pt: 0.5, color: LINE } }
	);
}

/** Classes of cost as stacked bars of PowerPoint's own. */
export function barSlide(
	deck: PptxGenJS,
	head: Head,
	{ title, unit, classes, rows }: BarChart
): void {
	const { slide, top } = begun(deck, { ...head, above: plainText(title) });
	const labels = rows.map((row) => plainText(row.name));
	slide.addChart(
		deck.ChartType.bar,
		classes.map((name, of) => ({ name, labels, values: rows.map((row) => row.values[of] ?? 0) })),
		{
			x: X,
			y: top,
			w: W,
			h: 5,
			barDir: 'bar',
			barGrouping: 'stacked',
			chartColors: classes.map((name) => costColour(name).slice(1)),
			...DOWNWARDS,
			catAxisLabelFontSize: 10,
			valAxisLabelFontSize: 9,
			valAxisTitle: `${unitLabel(unit)} a case`,
			showValAxisTitle: true,
			valAxisTitleFontSize: 9,
			valGridLine: { color: LINE, size: 0.5 },
			showLegend: true,
			legendPos: 'b',
			legendFontSize: 10
		}
	);
}

/** Lines as a scatter chart of PowerPoint's own. */
export function curveSlide(deck: PptxGenJS, head: Head, { title, x, y, lines }: CurveChart): void {
	const { slide, top } = begun(deck, { ...head, above: plainText(title) });
	const all = lines.flatMap((line) => line.points);
	// One way to write figures holds for both axes: shares are percents in numbers.
	const times = ({ unit }: CurveAxis) => (unit === 'ratio' ? 100 : 1);
	slide.addChart(
		deck.ChartType.scatter,
		[
			{ name: plainText(x.label), values: all.map((point) => point.x * times(x)) },
			...lines.map(({ name, points }) => ({
				name: plainText(name),
				values: all.map((point) => (points.includes(point) ? point.y * times(y) : null)) as number[]
			}))
		],
		{
			x: X,
			y: top,
			w: W,
			h: 5,
			chartColors: [hex('series-1'), hex('series-2')],
			lineSize: 2,
			lineDataSymbolSize: 5,
			showCatAxisTitle: true,
			catAxisTitle: slideAxis(x),
			catAxisTitleFontSize: 10,
			catAxisLabelFontSize: 9,
			showValAxisTitle: true,
			valAxisTitle: slideAxis(y),
			valAxisTitleFontSize: 10,
			valAxisLabelFontSize: 9,
			valAxisLabelFormatCode: '#,##0',
			valGridLine: { color: LINE, size: 0.5 },
			showLegend: lines.length > 1,
			legendPos: 'b'
		}
	);
}

const slideAxis = (axis: CurveAxis): string =>
	plainText(axis.unit === 'ratio' ? `${axis.label}, %` : axisName(axis));

/** The first row on top, which pptxgenjs writes and its types do not know. */
const DOWNWARDS = { catAxisOrientation: 'maxMin' as 'minMax' };

type CellOptions = NonNullable<PptxGenJS.TableCell['options']>;

const heading = (text: string) => cell(text, { bold: true, color: INK_2 });

const cell = (text: string, options: CellOptions = {}) => ({
	text: plainText(text),
	options: { color: INK, ...options }
});

/** A list in parts of at most `most`; one empty part for an empty list. */
function parts<T>(items: readonly T[], most: number): T[][] {
	const all: T[][] = [];
	for (let at = 0; at < items.length; at += most) all.push(items.slice(at, at + most));
	return all.length > 0 ? all : [[]];
}
