import font from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline';
import { createHash } from 'node:crypto';
import { markup, trusted, type Html } from '../../reports/html/markup.ts';
import tokens from '../../../tokens.css?raw';
import pageCss from './entry-page.css?raw';

const face = `@font-face{font-family:'Inter Variable';font-weight:100 900;font-display:swap;src:url(${font}) format('woff2')}`;
const style = `${face}\n${tokens}\n${pageCss}`;
const script =
	"try{const a=localStorage.getItem('appearance');document.documentElement.classList.toggle('dark',a?a==='dark':matchMedia('(prefers-color-scheme: dark)').matches)}catch{}";

const digest = (text: string): string =>
	`'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const POLICY = `default-src 'none'; style-src ${digest(style)}; script-src ${digest(script)}; font-src data:; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

/** A page for those who are not in yet: one answer that needs nothing of the app. */
export function entryPage(
	title: string,
	body: Html,
	{ status = 200, problem = null }: { status?: number; problem?: string | null } = {}
): Response {
	const { html } = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/favicon.svg">
<title>${title} – Breakeven</title>
<style>${trusted(style)}</style>
<script>${trusted(script)}</script>
</head>
<body>
<main>
<h1>${title}</h1>
${problem === null ? null : markup`<p role="alert">${problem}</p>`}
${body}
</main>
</body>
</html>
`;
	return new Response(html, {
		status,
		headers: {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': POLICY,
			'cache-control': 'no-store',
			...(status === 429 ? { 'retry-after': '60' } : {})
		}
	});
}

/** A line of a form; `kind` is what the browser fills in by itself. */
export const field = (
	label: string,
	name: string,
	kind: 'username' | 'current-password' | 'new-password' | 'one-time-code',
	value = ''
): Html =>
	markup`<label>${label}<input name="${name}" type="${kind.endsWith('password') ? 'password' : 'text'}" autocomplete="${kind}" value="${value}" required maxlength="200"></label>`;

/** What a form of such a page says, as text; a body that is none is empty. */
export async function entryForm(request: Request): Promise<(name: string) => string> {
	const form = await request.formData().catch(() => new FormData());
	return (name) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
}

/** A path of this app to go to next, whatever was asked for. */
export const safePath = (asked: string | null): string =>
	asked !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(asked) ? asked : '/';
