import type { ReportBlock, ReportDocument } from './document.ts';

/** What the owner has written, by place; a place without a text is absent. */
export type ReportTexts = Readonly<Record<string, string>>;

/** A place in a report where words can be written; figures have none. */
export interface TextPlace {
	place: string;
	label: string;
	most: number;
}

const NOTE = 'note:';

/** The place of a block's note. */
export const noteOf = (blockId: string): string => `${NOTE}${blockId}`;

/** Every place of a report, in the order in which it is read. */
export const textPlaces = ({ blocks }: Pick<ReportDocument, 'blocks'>): TextPlace[] => [
	{ place: 'title', label: 'Title', most: 120 },
	{ place: 'opening', label: 'Opening words', most: 2000 },
	...blocks.map(({ id, title }) => ({ place: noteOf(id), label: `Note on: ${title}`, most: 2000 }))
];

/** The place of the order of blocks: their names with commas; those it does not name are left out. */
export const ORDER = 'order';

/** The blocks that are shown, in the order that the owner wants; all of them until somebody says otherwise. */
export function shownBlocks(
	{ blocks }: Pick<ReportDocument, 'blocks'>,
	texts: ReportTexts
): ReportBlock[] {
	const order = texts[ORDER]?.split(',');
	return order ? order.flatMap((id) => blocks.find((block) => block.id === id) ?? []) : [...blocks];
}

/** The title as it stands: the written one, else the report's own. */
export const titleOf = (document: Pick<ReportDocument, 'title'>, texts: ReportTexts): string =>
	texts.title ?? document.title;

/** Text as it is kept: one kind of line end, no other control characters, no blank ends. */
export function tidyText(text: string, isLine: boolean): string {
	const plain = text
		.replace(/\r\n?/g, '\n')
		// eslint-disable-next-line no-control-regex -- exactly these are to go
		.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, '')
		.toWellFormed();
	return (isLine ? plain.replace(/\s+/g, ' ') : plain.replace(/\n{3,}/g, '\n\n')).trim();
}

/** The paragraphs of a text. */
export const paragraphs = (text: string): string[] => text.split(/\n{2,}/).filter(Boolean);
