import { format, formatInterval, unitLabel } from '../../../format.ts';
import type { BarChart, IntervalChart } from '../../../reports/document.ts';
import { colour, costColour, verdictColour } from '../report-colours.ts';
import { PAGE, styles, type PdfFlow } from './pdf-flow.ts';
import { pdfTable } from './pdf-table.ts';

/** The height of a drawing in its row, in points. */
const HEIGHT = 11;
const DRAWN = { at: 1, share: 0.4 };

/** Estimates with their ranges on one scale with a zero line, written beside it. */
export function pdfIntervals(flow: PdfFlow, { title, unit, heading, rows }: IntervalChart): void {
	const ends = rows.flatMap(({ value, low, high }) => [low ?? value ?? 0, high ?? value ?? 0]);
	const least = Math.min(0, ...ends);
	const span = Math.max(0, ...ends) - least || 1;
	flow.text(title, styles.small, { tag: 'Caption', keep: 60 });
	pdfTable(flow, {
		headings: [heading ?? 'Kind of work', '', `${unitLabel(unit)} (90 % range)`],
		isFigure: [false, false, true],
		rows: rows.map(({ name, value, low, high }) => [
			name,
			'',
			formatInterval(value, low, high, unit, { surface: 'table' })
		]),
		totals: null,
		drawing: {
			...DRAWN,
			draw(at, left, y, width) {
				const row = rows[at];
				const x = (figure: number) => left + ((figure - least) / span) * width;
				flow.doc.rect(x(0) - 0.3, y - 2, 0.6, HEIGHT + 4).fill(colour('hairline-strong'));
				if (!row || row.value === null) return;
				const from = x(row.low ?? row.value);
				const to = x(row.high ?? row.value);
				const mark = verdictColour(row.verdict);
				flow.doc
					.fillOpacity(0.45)
					.rect(from, y + 3, Math.max(1, to - from), HEIGHT - 6)
					.fill(mark);
				flow.doc
					.fillOpacity(1)
					.rect(x(row.value) - 1, y, 2, HEIGHT)
					.fill(mark);
			}
		}
	});
}

/** Bars made of classes of cost on one scale, with a key. */
export function pdfBars(flow: PdfFlow, { title, unit, classes, rows }: BarChart): void {
	const totals = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
	const most = Math.max(...totals) || 1;
	flow.text(title, styles.small, { tag: 'Caption', keep: 80 });
	key(flow, classes);
	pdfTable(flow, {
		headings: ['Kind of work', '', `${unitLabel(unit)} a case`],
		isFigure: [false, false, true],
		rows: rows.map(({ name }, at) => [
			name,
			'',
			format(totals[at] ?? null, unit, { surface: 'table' })
		]),
		totals: null,
		drawing: {
			...DRAWN,
			draw(at, left, y, width) {
				let x = left;
				rows[at]?.values.forEach((value, of) => {
					const size = (value / most) * width;
					const name = classes[of];
					if (name && size > 0) flow.doc.rect(x, y, size, HEIGHT).fill(costColour(name));
					x += size;
				});
			}
		}
	});
}

function key(flow: PdfFlow, classes: BarChart['classes']): void {
	let x = PAGE.left;
	flow.tagged('P', () => {
		for (const name of classes) {
			flow.doc.rect(x, flow.y + 2, 7, 7).fill(costColour(name));
			flow.doc.font('regular-latin').fontSize(styles.small.size).fillColor(styles.small.colour);
			flow.doc.text(`${name} `, x + 10, flow.y, { lineBreak: false });
			x += 18 + flow.doc.widthOfString(name);
		}
	});
	flow.y += 14;
}
