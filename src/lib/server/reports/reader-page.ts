import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline';
import { createHash } from 'node:crypto';
import { markup, trusted, type Html } from '../../reports/html/markup.ts';
import { pushbackHtml } from '../../reports/html/pushback.ts';
import { reportHtml, type Readable } from '../../reports/html/report-html.ts';
import { titleOf } from '../../reports/report-texts.ts';
import reader from '../../reports/reader/reader.ts?bundle';
import pageCss from '../../reports/reader/reader-page.css?raw';
import curveCss from '../../reports/curve.css?raw';
import reportCss from '../../reports/report.css?raw';
import prose from '../../../prose.css?raw';
import tokens from '../../../tokens.css?raw';

/** A page that needs nothing but itself, and what a browser may do with it. */
export interface ReaderPage {
	html: string;
	/** Content-Security-Policy: its own style and script by their hashes, and nothing else. */
	policy: string;
}

/** The reader's page of a report; also the file that is handed out. `foot` comes last. */
export const reportPage = (report: Readable, foot: Html | null = null): ReaderPage =>
	page(
		titleOf(report.document, report.texts),
		markup`<main>${reportHtml(report)}${pushbackHtml(report.document)}${foot}</main>`
	);

/** A page with a few words and no report. */
export const plainPage = (title: string, body: Html): ReaderPage =>
	page(
		title,
		markup`<main class="asked">
			<h1>${title}</h1>
			${body}
		</main>`
	);

const face = `@font-face{font-family:'Inter Variable';font-weight:100 900;font-display:swap;src:url(${font}) format('woff2')}`;
const style = `${face}\n${tokens}\n${prose}\n${pageCss}\n${reportCss}\n${curveCss}`;
/** Closing tags inside the script's own strings would end it. */
const script = reader.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');

const digest = (text: string): string =>
	`'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const CONTENT = `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; font-src data:; img-src data:; base-uri 'none'; form-action 'self'`;

function page(title: string, body: Html): ReaderPage {
	const all = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(CONTENT)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(style)}</style>
<script>${trusted(script)}</script>
</head>
<body>
${body}
</body>
</html>
`;
	return { html: all.html, policy: `${CONTENT}; frame-ancestors 'none'` };
}
