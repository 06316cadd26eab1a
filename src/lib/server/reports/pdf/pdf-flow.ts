import { colour } from '../report-colours.ts';
import { drawLine, lineHeight, linesOf, type TypeStyle } from './pdf-lines.ts';

/** A4 with room enough that the same lines fit on Letter. */
export const PAGE = { width: 595.28, height: 841.89, left: 56, right: 56, top: 50, bottom: 100 };

/** The width of the column, in points. */
export const WIDTH = PAGE.width - PAGE.left - PAGE.right;

/** The sizes of a report on paper. */
export const styles = {
	title: { size: 20, weight: 'bold', colour: colour('ink') },
	heading: { size: 13.5, weight: 'bold', colour: colour('ink') },
	task: { size: 10.5, weight: 'bold', colour: colour('ink') },
	lead: { size: 13, weight: 'bold', colour: colour('ink') },
	text: { size: 9.5, weight: 'regular', colour: colour('ink') },
	small: { size: 8, weight: 'regular', colour: colour('ink-2') },
	cell: { size: 8, weight: 'regular', colour: colour('ink') },
	head: { size: 7.5, weight: 'bold', colour: colour('ink-2') },
	total: { size: 8, weight: 'bold', colour: colour('ink') }
} as const satisfies Record<string, TypeStyle>;

/** Where the next thing goes: text from top to bottom, page after page, each piece under its tag. */
export class PdfFlow {
	readonly doc: PDFKit.PDFDocument;
	#root: PDFKit.PDFStructureElement;
	y = PAGE.top;

	constructor(doc: PDFKit.PDFDocument) {
		this.doc = doc;
		this.#root = doc.struct('Document');
		doc.addStructure(this.#root);
	}

	/** A paragraph; `keep` are points that must fit on the same page after it. */
	text(
		text: string,
		style: TypeStyle,
		{ tag = 'P', indent = 0, keep = 0 }: { tag?: string; indent?: number; keep?: number } = {}
	): void {
		const lines = linesOf(this.doc, text, style, WIDTH - indent);
		const height = lineHeight(style);
		this.need(Math.min(lines.length, 2) * height + keep);
		this.tagged(tag, () => {
			for (const line of lines) {
				this.need(height);
				drawLine(this.doc, line, style, PAGE.left + indent, this.y);
				this.y += height;
			}
		});
	}

	/** Something under a tag of its own, at the end of the document. */
	tagged(tag: string, draw: () => void): void {
		const part = this.doc.struct(tag, {}, draw);
		this.#root.add(part);
		part.end();
	}

	/** A tag that others are put into; the caller ends it. */
	open(tag: string): PDFKit.PDFStructureElement {
		const part = this.doc.struct(tag);
		this.#root.add(part);
		return part;
	}

	/** Something that is only to be looked at. */
	artifact(draw: () => void): void {
		this.doc.markContent('Artifact', { type: 'Layout' });
		draw();
		this.doc.endMarkedContent();
	}

	/** Goes to the next page where so many points are not left; whether it did. */
	need(points: number): boolean {
		if (this.y + points <= PAGE.height - PAGE.bottom) return false;
		this.doc.addPage();
		this.y = PAGE.top;
		return true;
	}

	space(points: number): void {
		if (this.y > PAGE.top) this.y += points;
	}

	end(): void {
		this.#root.end();
	}
}
