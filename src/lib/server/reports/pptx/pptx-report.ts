import PptxGenJS from 'pptxgenjs';
import { formatDateTime } from '../../../format.ts';
import type { Piece, ReportBlock } from '../../../reports/document.ts';
import { originLines } from '../../../reports/html/report-html.ts';
import { noteOf, shownBlocks, titleOf, type ReportTexts } from '../../../reports/report-texts.ts';
import { colour } from '../report-colours.ts';
import type { StoredReport } from '../report-store.ts';
import { plainText } from '../plain-text.ts';
import {
	barSlide,
	curveSlide,
	intervalSlide,
	listSlides,
	tableSlides,
	textSlide,
	verdictSlides
} from './slides.ts';

/** Slides that can be edited: charts and tables are PowerPoint's own, definitions are in the notes. */
export async function pptxReport({ document, sha256, texts }: StoredReport): Promise<Uint8Array> {
	const deck = new PptxGenJS();
	deck.layout = 'LAYOUT_WIDE';
	deck.theme = { headFontFace: 'Arial', bodyFontFace: 'Arial' };
	deck.title = plainText(titleOf(document, texts));
	const origin = originLines(document, sha256)
		.map(([name, value]) => `${name}: ${value}`)
		.join('\n');
	const method = document.blocks.find((block) => block.id === 'method');
	const notes = plainText(`${method ? wordsOf(method) : ''}\n\n${origin}`);
	const first = deck.addSlide();
	first.addText(deck.title, {
		x: 0.7,
		y: 2.2,
		w: 12,
		h: 1.6,
		fontSize: 36,
		bold: true,
		color: colour('ink').slice(1),
		valign: 'bottom'
	});
	first.addText(
		plainText(
			`${document.isDemo ? 'Invented data of the demo company. ' : ''}Frozen ${formatDateTime(document.createdAt)}.${texts.opening ? `\n\nFrom the sender: ${texts.opening}` : ''}`
		),
		{
			x: 0.7,
			y: 3.9,
			w: 12,
			h: 2.6,
			fontSize: 14,
			color: colour('ink-2').slice(1),
			valign: 'top',
			fit: 'shrink'
		}
	);
	first.addNotes(notes);
	for (const block of shownBlocks(document, texts)) blockSlides(deck, block, texts, notes);
	return (await deck.write({ outputType: 'nodebuffer' })) as Uint8Array;
}

/** A slide per chart or table; words before one stand above it. */
function blockSlides(deck: PptxGenJS, block: ReportBlock, texts: ReportTexts, notes: string): void {
	const note = texts[noteOf(block.id)];
	const said = note ? `From the sender: ${plainText(note)}\n\n${notes}` : notes;
	const rest = block.pieces.filter((piece) => piece.kind !== 'lead' && piece.kind !== 'text');
	const above = block.pieces
		.flatMap((piece) =>
			piece.kind === 'lead' || piece.kind === 'text' ? [plainText(piece.text)] : []
		)
		.join(' ');
	if (rest.length === 0) textSlide(deck, { title: block.title, notes: said }, above);
	rest.forEach((piece, at) =>
		pieceSlides(deck, { title: block.title, notes: said, above: at === 0 ? above : '' }, piece)
	);
}

function pieceSlides(
	deck: PptxGenJS,
	head: { title: string; notes: string; above: string },
	piece: Piece
): void {
	switch (piece.kind) {
		case 'list':
			return listSlides(deck, head, piece.items);
		case 'verdicts':
			return verdictSlides(deck, head, piece.rows);
		case 'table':
			return tableSlides(deck, head, piece.table);
		case 'intervals':
			return intervalSlide(deck, head, piece.chart);
		case 'bars':
			return barSlide(deck, head, piece.chart);
		case 'curve':
			return curveSlide(deck, head, piece.chart);
		default:
			return textSlide(deck, head, plainText(piece.text));
	}
}

const wordsOf = ({ title, pieces }: ReportBlock): string =>
	[title, ...pieces.flatMap((piece) => (piece.kind === 'list' ? piece.items : []))].join('\n');
