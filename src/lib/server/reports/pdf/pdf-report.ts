import PDFDocument from 'pdfkit';
import { formatDate, formatDateTime } from '../../../format.ts';
import type { Piece } from '../../../reports/document.ts';
import { originLines } from '../../../reports/html/report-html.ts';
import { noteOf, shownBlocks, titleOf } from '../../../reports/report-texts.ts';
import { tableText } from '../../../reports/table-text.ts';
import { verdictWords } from '../../../verdicts/verdict-words.ts';
import { plainText } from '../plain-text.ts';
import type { StoredReport } from '../report-store.ts';
import { pdfCurve } from './pdf-curve.ts';
import { pdfBars, pdfIntervals } from './pdf-charts.ts';
import { registerFonts } from './pdf-fonts.ts';
import { PAGE, PdfFlow, styles, WIDTH } from './pdf-flow.ts';
import { drawLine, linesOf } from './pdf-lines.ts';
import { pdfTable } from './pdf-table.ts';

/** The report on paper: real text in our own font, tagged for screen readers. */
export function pdfReport(report: StoredReport): Promise<Uint8Array> {
	const title = plainText(titleOf(report.document, report.texts));
	const doc = new PDFDocument({
		size: [PAGE.width, PAGE.height],
		margin: 0,
		pdfVersion: '1.7',
		lang: 'en',
		tagged: true,
		displayTitle: true,
		...ACCESSIBLE,
		bufferPages: true,
		font: '',
		info: { Title: title, Creator: 'Breakeven', CreationDate: new Date(report.document.createdAt) }
	});
	const chunks: Uint8Array[] = [];
	const done = new Promise<Uint8Array>((resolve, reject) => {
		doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
		doc.on('end', () => resolve(Buffer.concat(chunks)));
		doc.on('error', reject);
	});
	registerFonts(doc);
	const flow = new PdfFlow(doc);
	setReport(flow, report, title);
	flow.end();
	footers(doc, report);
	doc.end();
	return done;
}

/** PDF/UA, which pdfkit knows and its types do not. */
const ACCESSIBLE = { subset: 'PDF/UA' as PDFKit.Mixins.PDFSubsets };

function setReport(flow: PdfFlow, { document, sha256, texts }: StoredReport, title: string): void {
	flow.text(title, styles.title, { tag: 'H1' });
	flow.space(4);
	const invented = document.isDemo ? 'Invented data of the demo company. ' : '';
	flow.text(`${invented}Frozen ${formatDateTime(document.createdAt)}.`, styles.small);
	note(flow, texts.opening);
	for (const { id, title: heading, pieces } of shownBlocks(document, texts)) {
		flow.space(18);
		flow.text(heading, styles.heading, { tag: 'H2', keep: heightOf(pieces[0]) });
		flow.space(4);
		for (const piece of pieces) {
			flow.need(heightOf(piece));
			setPiece(flow, piece);
			flow.space(9);
		}
		note(flow, texts[noteOf(id)]);
	}
	flow.space(18);
	flow.text('Where it comes from', styles.heading, { tag: 'H2', keep: 100 });
	for (const [name, value] of originLines(document, sha256))
		flow.text(`${name}: ${value}`, styles.small);
}

/** What has to fit on one page, in points. */
const KEEP = 60;

/** A drawing stays whole where a page can hold it; of all else only the beginning counts. */
function heightOf(piece: Piece | undefined): number {
	if (piece?.kind === 'intervals' || piece?.kind === 'bars')
		return Math.min(500, 70 + 20 * piece.chart.rows.length);
	if (piece?.kind === 'curve') return 230;
	return piece?.kind === 'text' || piece?.kind === 'lead' ? 30 : KEEP;
}

function setPiece(flow: PdfFlow, piece: Piece): void {
	switch (piece.kind) {
		case 'lead':
			return flow.text(plainText(piece.text), styles.lead);
		case 'text':
			return flow.text(plainText(piece.text), styles.text);
		case 'list':
			for (const item of piece.items) {
				flow.text(`– ${plainText(item)}`, styles.text);
				flow.space(2);
			}
			return;
		case 'verdicts':
			for (const {
				task,
				verdict,
				sentence,
				because,
				flipsIf,
				evidence,
				changed,
				pending
			} of piece.rows) {
				const why = [
					because && `Because ${because}.`,
					flipsIf && `Flips if ${flipsIf}.`,
					`${evidence}.`,
					changed
				];
				flow.space(4);
				flow.text(plainText(`${task}: ${verdictWords[verdict]}`), styles.task, {
					tag: 'H3',
					keep: 40
				});
				flow.text(plainText(sentence), styles.text);
				if (pending) flow.text(plainText(pending), styles.text, { indent: 12 });
				flow.text(plainText(why.filter(Boolean).join(' ')), styles.small);
			}
			return;
		case 'table': {
			const table = tableText(piece.table);
			const plain = (cells: readonly string[]) => cells.map(plainText);
			flow.text(plainText(piece.table.caption), styles.small, { tag: 'Caption', keep: KEEP });
			return pdfTable(flow, {
				headings: plain(table.headings),
				isFigure: table.isFigure,
				rows: table.rows.map(plain),
				totals: table.totals && plain(table.totals)
			});
		}
		case 'intervals':
			return pdfIntervals(flow, named(piece.chart));
		case 'bars':
			return pdfBars(flow, named(piece.chart));
		case 'curve':
			return pdfCurve(flow, piece.chart);
	}
}

const named = <C extends { rows: { name: string }[] }>(chart: C): C => ({
	...chart,
	rows: chart.rows.map((row) => ({ ...row, name: plainText(row.name) }))
});

/** The sender's own words, with a line at their side. */
function note(flow: PdfFlow, text: string | undefined): void {
	if (text === undefined) return;
	flow.space(6);
	const { y } = flow;
	const page = flow.doc.bufferedPageRange().count;
	flow.text(`From the sender: ${plainText(text)}`, styles.text, { tag: 'Note', indent: 12 });
	if (flow.doc.bufferedPageRange().count === page)
		flow.artifact(() => flow.doc.rect(PAGE.left, y, 1.5, flow.y - y).fill(styles.small.colour));
}

/** Page numbers, the day, the prices and the hash: on every page, for the eye only. */
function footers(doc: PDFKit.PDFDocument, { document, sha256 }: StoredReport): void {
	const { start, count } = doc.bufferedPageRange();
	const said = `Frozen ${formatDate(document.createdAt)} · prices of ${document.origin.priceDate} · report ${sha256.slice(0, 16)} · data ${document.origin.dataSha256.slice(0, 16)}`;
	for (let page = start; page < start + count; page++) {
		doc.switchToPage(page);
		doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
		const y = PAGE.height - PAGE.bottom + 18;
		for (const [text, x] of [
			[said, PAGE.left],
			[`${page + 1} / ${count}`, PAGE.left + WIDTH - 24]
		] as const)
			for (const line of linesOf(doc, text, styles.small, WIDTH))
				drawLine(doc, line, styles.small, x, y);
		doc.endMarkedContent();
	}
}
