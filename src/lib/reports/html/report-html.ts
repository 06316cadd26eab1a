import { formatDateTime } from '../../format.ts';
import type { Piece, ReportBlock, ReportDocument } from '../document.ts';
import { noteOf, paragraphs, shownBlocks, titleOf, type ReportTexts } from '../report-texts.ts';
import { barsHtml, intervalsHtml } from './charts.ts';
import { curveHtml } from './curve.ts';
import { markup, type Html } from './markup.ts';
import { tableHtml } from './table.ts';
import { verdictsHtml } from './verdict-lines.ts';

/** A report with the words written into it, and its hash. */
export interface Readable {
	document: ReportDocument;
	sha256: string;
	texts: ReportTexts;
}

/** The whole report as one article; words of the sender are marked as theirs. */
export const reportHtml = ({ document, sha256, texts }: Readable): Html =>
	markup`<article class="report">
		<header>
			<h1>${titleOf(document, texts)}</h1>
			<p class="secondary">
				${document.isDemo ? 'Invented data of the demo company. ' : ''}Frozen
				${formatDateTime(document.createdAt)}. Figures do not change; words in a box are the
				sender’s.
			</p>
			${noteHtml(texts.opening)}
		</header>
		${shownBlocks(document, texts).map((block) => markup`<section id="${block.id}">${blockHtml(block)}${noteHtml(texts[noteOf(block.id)])}</section>`)}
		${originHtml(document, sha256)}
	</article>`;

/** A block under its heading; the heading stays with what comes first. */
export const blockHtml = ({ title, pieces }: ReportBlock): Html =>
	markup`<div class="start">
			<h2>${title}</h2>
			${pieces.slice(0, 1).map(pieceHtml)}
		</div>
		${pieces.slice(1).map(pieceHtml)}`;

function pieceHtml(piece: Piece): Html {
	switch (piece.kind) {
		case 'lead':
			return markup`<p class="lead">${piece.text}</p>`;
		case 'text':
			return markup`<p>${piece.text}</p>`;
		case 'list':
			return markup`<ul>
				${piece.items.map((item) => markup`<li>${item}</li>`)}
			</ul>`;
		case 'verdicts':
			return verdictsHtml(piece.rows);
		case 'table':
			return tableHtml(piece.table);
		case 'intervals':
			return intervalsHtml(piece.chart);
		case 'bars':
			return barsHtml(piece.chart);
		case 'curve':
			return curveHtml(piece.chart);
	}
}

const noteHtml = (text: string | undefined): Html | null =>
	text === undefined
		? null
		: markup`<aside class="note" aria-label="Words of the sender">
				${paragraphs(text).map((one) => markup`<p>${one}</p>`)}
			</aside>`;

/** What the figures were made from, so that two people can see that they hold the same report. */
const originHtml = ({ origin, period }: ReportDocument, sha256: string): Html =>
	markup`<footer>
		<h2>Where it comes from</h2>
		<dl>
			${originLines({ origin, period }, sha256).map(
				([name, value]) =>
					markup`<div>
						<dt>${name}</dt>
						<dd>${value}</dd>
					</div>`
			)}
		</dl>
	</footer>`;

/** The origin of a report in lines of name and value. */
export const originLines = (
	{ origin, period }: Pick<ReportDocument, 'origin' | 'period'>,
	sha256: string
): [string, string][] => [
	['Runs of', period ? `${period.from} to ${period.to}` : 'no dated run'],
	['Prices of', `${origin.priceDate}, ${origin.priceBook}`],
	['Definitions', `version ${origin.definitionsVersion}`],
	['Seed', String(origin.seed)],
	['Made with', `Breakeven ${origin.appVersion}`],
	['Report, SHA-256', sha256],
	['Data, SHA-256', origin.dataSha256]
];
