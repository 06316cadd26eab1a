import { axesOf, axisName, placeOn } from '../../../reports/curve-axes.ts';
import type { CurveChart } from '../../../reports/document.ts';
import { plainText } from '../plain-text.ts';
import { colour } from '../report-colours.ts';
import { PAGE, styles, WIDTH, type PdfFlow } from './pdf-flow.ts';
import { drawLine, linesOf } from './pdf-lines.ts';

/** The height of the drawing and the room for the figures at its left, in points. */
const HEIGHT = 150;
const LEFT = 48;

/** Lines through points on axes from zero; a screen reader gets the finding above them. */
export function pdfCurve(flow: PdfFlow, chart: CurveChart): void {
	const { x, y } = axesOf(chart);
	flow.text(plainText(chart.title), styles.small, { tag: 'Caption', keep: HEIGHT + 45 });
	flow.text(axisName(chart.y), styles.small);
	flow.space(6);
	const top = flow.y;
	const left = (value: number) => PAGE.left + LEFT + placeOn(x, value) * (WIDTH - LEFT);
	const down = (value: number) => top + (1 - placeOn(y, value)) * HEIGHT;
	flow.artifact(() => {
		const { doc } = flow;
		for (const { at, text } of y.ticks) {
			doc
				.moveTo(left(x.low), down(at))
				.lineTo(left(x.high), down(at))
				.lineWidth(0.5)
				.strokeColor(colour(at === 0 ? 'hairline-strong' : 'hairline'))
				.stroke();
			write(flow, text, PAGE.left + LEFT - 6, down(at) - 5, 'right');
		}
		for (const { at, text } of x.ticks) write(flow, text, left(at), top + HEIGHT + 4, 'middle');
		chart.lines.forEach(({ points }, at) => {
			points.forEach((point, first) => {
				if (first === 0) doc.moveTo(left(point.x), down(point.y));
				else doc.lineTo(left(point.x), down(point.y));
			});
			doc
				.lineWidth(1.4)
				.strokeColor(colour(`series-${at + 1}`))
				.stroke();
		});
	});
	flow.y = top + HEIGHT + 17;
	flow.text(axisName(chart.x), styles.small, { indent: LEFT });
}

/** A short text that ends at `x`, or has it in its middle; the last figure stays on the page. */
function write({ doc }: PdfFlow, text: string, x: number, y: number, by: 'right' | 'middle'): void {
	for (const line of linesOf(doc, text, styles.small, WIDTH)) {
		const from = by === 'right' ? x - line.width : x - line.width / 2;
		drawLine(doc, line, styles.small, Math.min(from, PAGE.left + WIDTH - line.width), y);
	}
}
