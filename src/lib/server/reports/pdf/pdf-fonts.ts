import cyrillic from '@fontsource/inter/files/inter-cyrillic-400-normal.woff?inline';
import cyrillicBold from '@fontsource/inter/files/inter-cyrillic-600-normal.woff?inline';
import greek from '@fontsource/inter/files/inter-greek-400-normal.woff?inline';
import greekBold from '@fontsource/inter/files/inter-greek-600-normal.woff?inline';
import latin from '@fontsource/inter/files/inter-latin-400-normal.woff?inline';
import latinBold from '@fontsource/inter/files/inter-latin-600-normal.woff?inline';
import latinExt from '@fontsource/inter/files/inter-latin-ext-400-normal.woff?inline';
import latinExtBold from '@fontsource/inter/files/inter-latin-ext-600-normal.woff?inline';

export type Weight = 'regular' | 'bold';

/** A piece of a line in one font. */
export interface Run {
	font: string;
	text: string;
}

const FILES: Record<Weight, Record<string, string>> = {
	regular: { latin, latinExt, greek, cyrillic },
	bold: { latin: latinBold, latinExt: latinExtBold, greek: greekBold, cyrillic: cyrillicBold }
};

/** Makes our fonts known to a document; those that no text needs leave nothing in the file. */
export function registerFonts(doc: PDFKit.PDFDocument): void {
	for (const [weight, files] of Object.entries(FILES)) {
		for (const [script, uri] of Object.entries(files))
			doc.registerFont(`${weight}-${script}`, Buffer.from(uri.split(',')[1] ?? '', 'base64'));
	}
}

/** A text in runs of one font each; a character that no font has becomes a question mark. */
export function runsOf(doc: PDFKit.PDFDocument, text: string, weight: Weight): Run[] {
	const runs: Run[] = [];
	for (const character of text) {
		const script = scriptOf(doc, character, weight);
		const font = `${weight}-${script ?? 'latin'}`;
		const last = runs.at(-1);
		const shown = script ? character : '?';
		if (last?.font === font) last.text += shown;
		else runs.push({ font, text: shown });
	}
	return runs;
}

/** Which of our files has a character, the same in every weight; null where none has. */
const scripts = new Map<string, string | null>();

function scriptOf(doc: PDFKit.PDFDocument, character: string, weight: Weight): string | null {
	const known = scripts.get(character);
	if (known !== undefined) return known;
	const script =
		Object.keys(FILES[weight]).find((one) => has(doc, `${weight}-${one}`, character)) ?? null;
	if (scripts.size < 10_000) scripts.set(character, script);
	return script;
}

/** What pdfkit keeps of an embedded font, of which its types say nothing. */
interface Embedded {
	_font: { font: { hasGlyphForCodePoint: (point: number) => boolean } };
}

function has(doc: PDFKit.PDFDocument, font: string, character: string): boolean {
	doc.font(font);
	const { font: glyphs } = (doc as unknown as Embedded)._font;
	return glyphs.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}
