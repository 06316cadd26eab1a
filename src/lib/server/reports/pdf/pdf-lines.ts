import { runsOf, type Run, type Weight } from './pdf-fonts.ts';

/** How a text is set. */
export interface TypeStyle {
	size: number;
	weight: Weight;
	colour: string;
}

/** A line of text and how wide it is, in points. */
export interface Line {
	runs: Run[];
	width: number;
}

/** Figures of one width that no comma is drawn under; fontkit takes a record where the types know a list. */
const FEATURES = {
	features: {
		tnum: true,
		kern: false,
		calt: false,
		ccmp: false
	} as unknown as PDFKit.Mixins.OpenTypeFeatures[]
};

/** Lines of 1.35 times the size of their letters. */
export const lineHeight = ({ size }: TypeStyle): number => size * 1.35;

/** Breaks a text into lines that fit; a word that does not fit alone is cut. */
export function linesOf(
	doc: PDFKit.PDFDocument,
	text: string,
	style: TypeStyle,
	width: number
): Line[] {
	return text.split('\n').flatMap((paragraph) => {
		const lines: { text: string; width: number }[] = [{ text: '', width: 0 }];
		for (const word of paragraph.split(/(?<= )/)) {
			for (const part of cut(doc, word, style, width)) {
				const last = lines.at(-1);
				const wide = widthOf(doc, part, style);
				const bare = widthOf(doc, part.trimEnd(), style);
				if (last && (last.text === '' || last.width + bare <= width)) {
					last.text += part;
					last.width += wide;
				} else lines.push({ text: part, width: wide });
			}
		}
		return lines.map((line) => ({
			runs: runsOf(doc, line.text, style.weight),
			width: line.width - widthOf(doc, ' ', style) * (line.text.endsWith(' ') ? 1 : 0)
		}));
	});
}

/** Widths that were measured, per document: the same words come again and again. */
const measured = new WeakMap<PDFKit.PDFDocument, Map<string, number>>();

/** The width of a text in one line, in points. */
export function widthOf(
	doc: PDFKit.PDFDocument,
	text: string,
	{ size, weight }: TypeStyle
): number {
	const known = measured.get(doc) ?? new Map<string, number>();
	measured.set(doc, known);
	const key = `${weight} ${text}`;
	let width = known.get(key);
	if (width === undefined) {
		width = runsOf(doc, text, weight).reduce(
			(sum, run) => sum + doc.font(run.font).fontSize(1).widthOfString(run.text, FEATURES),
			0
		);
		known.set(key, width);
	}
	return width * size;
}

/** Draws a line with its top at `y`. */
export function drawLine(
	doc: PDFKit.PDFDocument,
	{ runs }: Line,
	{ size, colour }: TypeStyle,
	x: number,
	y: number
): void {
	for (const { font, text } of runs) {
		doc.font(font).fontSize(size).fillColor(colour);
		doc.text(text, x, y, { lineBreak: false, ...FEATURES });
		x += doc.widthOfString(text, FEATURES);
	}
}

function cut(doc: PDFKit.PDFDocument, word: string, style: TypeStyle, width: number): string[] {
	if (widthOf(doc, word.trimEnd(), style) <= width) return [word];
	const parts = [''];
	let filled = 0;
	// Without kerning a word is as wide as its characters together.
	for (const character of word) {
		const wide = widthOf(doc, character, style);
		const isFull = filled > 0 && filled + wide > width;
		filled = isFull ? wide : filled + wide;
		if (isFull) parts.push(character);
		else parts[parts.length - 1] += character;
	}
	return parts;
}
