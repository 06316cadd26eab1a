import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { noFilters } from '#lib/filters.ts';
import { commentsHtml } from '#lib/reports/html/comments.ts';
import type { ReportDocument, ReportTable } from '#lib/reports/document.ts';
import { textPlaces, tidyText } from '#lib/reports/report-texts.ts';
import { reportPage } from '#lib/server/reports/reader-page.ts';
import { reportExports } from '#lib/server/reports/report-exports.ts';
import type { StoredReport } from '#lib/server/reports/report-store.ts';
import { hostileTexts } from './hostile-texts.ts';

const words = (label: string) => ({
	label,
	unit: null,
	isRange: false,
	sums: false,
	decimals: null
});

const table = (texts: readonly string[]): ReportTable => ({
	caption: texts[0] ?? '',
	columns: [words(texts[1] ?? ''), { ...words(texts[2] ?? ''), unit: 'usd', sums: true }],
	rows: texts.map((text, at) => [text, at])
});

/** A report in which every text is one of these. */
function reportOf(texts: readonly string[]): StoredReport {
	const [one = '', two = '', three = ''] = texts;
	const name = (at: number) => texts[at % texts.length] ?? '';
	const document: ReportDocument = {
		schema: 'report/1',
		title: one,
		workspace: 'main',
		isDemo: false,
		createdAt: '2026-11-21T10:00:00Z',
		createdBy: two,
		period: null,
		filters: { ...noFilters(), task: [...texts] },
		origin: {
			dataSha256: 'd'.repeat(64),
			priceBook: one,
			priceDate: two,
			seed: 1,
			appVersion: three,
			definitionsVersion: 0
		},
		blocks: [
			{
				id: 'a',
				title: two,
				pieces: [
					{ kind: 'lead', text: three },
					{ kind: 'text', text: one },
					{ kind: 'list', items: [...texts] },
					{
						kind: 'verdicts',
						rows: texts.map((text, at) => ({
							task: text,
							configuration: name(at + 1),
							verdict: 'automate',
							sentence: name(at + 2),
							because: text,
							flipsIf: text,
							evidence: text,
							changed: text,
							pending: text
						}))
					},
					{ kind: 'table', table: table(texts) },
					{
						kind: 'intervals',
						chart: {
							title: one,
							unit: 'usd',
							heading: two,
							rows: texts.map((text) => ({ name: text, verdict: null, value: 1, low: 0, high: 2 }))
						}
					},
					{
						kind: 'bars',
						chart: {
							title: one,
							unit: 'usd',
							classes: ['model'],
							rows: texts.map((text) => ({ name: text, values: [1] }))
						}
					},
					{
						kind: 'curve',
						chart: {
							title: one,
							x: { label: two, unit: 'hours' },
							y: { label: three, unit: 'usd' },
							lines: texts.slice(0, 2).map((text) => ({
								name: text,
								points: [
									{ x: 0, y: 0 },
									{ x: 1, y: 1 }
								]
							}))
						}
					}
				]
			}
		],
		tasks: texts.map((task) => ({ task })) as ReportDocument['tasks'],
		data: table(texts),
		inputs: table(texts)
	};
	const places = textPlaces(document).map(({ place, most }, at) => [
		place,
		tidyText(name(at), place === 'title').slice(0, most)
	]);
	return {
		id: 1,
		document,
		text: JSON.stringify(document),
		sha256: 'a'.repeat(64),
		texts: Object.fromEntries(places) as StoredReport['texts'],
		editedAt: null
	};
}

/** The same report with harmless words: whatever is built from it has the same shape. */
const harmless = hostileTexts.map((_, at) => `word ${at}`);

const folder = mkdtempSync(join(tmpdir(), 'breakeven-hostile-'));
const files = new Map<string, Buffer>();

beforeAll(async () => {
	process.env.BREAKEVEN_DATA_DIR = folder;
	const report = reportOf(hostileTexts);
	for (const { format, make } of reportExports) files.set(format, Buffer.from(await make(report)));
});
afterAll(() => {
	delete process.env.BREAKEVEN_DATA_DIR;
	rmSync(folder, { recursive: true, force: true });
});

const fileOf = (format: string): Buffer => files.get(format) ?? Buffer.alloc(0);

/** The tags of a document in order, each with the names of its attributes. */
const tagsOf = (text: string): string[] =>
	(text.match(/<[!/?a-z][^>]*>/gi) ?? []).map((tag) => tag.replace(/="[^"]*"/g, '=""'));

/** The text files of an archive by name. */
function unzipped(bytes: Buffer): Promise<Map<string, string>> {
	return new Promise((resolve, reject) =>
		fromBuffer(bytes, { lazyEntries: true }, (fault, zip) => {
			if (fault) return reject(fault);
			const found = new Map<string, string>();
			zip.on('entry', (entry) =>
				zip.openReadStream(entry, (broken, stream) => {
					if (broken) return reject(broken);
					const chunks: Buffer[] = [];
					stream.on('data', (chunk: Buffer) => chunks.push(chunk));
					stream.on('end', () => {
						found.set(entry.fileName, Buffer.concat(chunks).toString());
						zip.readEntry();
					});
				})
			);
			zip.on('end', () => resolve(found));
			zip.readEntry();
		})
	);
}

describe('hostile words in every place of a report', () => {
	test('HTML: they add no tag and no attribute', () => {
		// Words of the sender are parted into paragraphs by empty lines; none of these has one.
		const plain = reportPage(reportOf(harmless)).html;
		expect(tagsOf(fileOf('html').toString())).toEqual(tagsOf(plain));
	});

	test('comments of readers: neither', () => {
		const part = (texts: readonly string[]) =>
			commentsHtml({
				shown: texts.map((text) => ({
					name: text,
					words: text,
					written_at: '2026-11-21T10:00:00Z'
				})),
				ticket: '1',
				told: { isKept: true, sentence: texts[0] ?? '' },
				typed: { name: texts[1] ?? '', words: texts[2] ?? '' },
				most: { name: 80, words: 2000 }
			}).html;
		expect(tagsOf(part(hostileTexts))).toEqual(tagsOf(part(harmless)));
	});

	test.each(['pptx', 'xlsx'])(
		'%s: no element more, nothing that XML cannot hold',
		async (format) => {
			const evil = await unzipped(fileOf(format));
			for (const [name, xml] of evil) {
				if (!/\.(xml|rels)$/.test(name)) continue;
				// eslint-disable-next-line no-control-regex -- exactly these must be gone
				expect(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(xml), name).toBe(false);
				expect(/<(script|img|svg|iframe|style|base|meta|link|!ENTITY)\b/i.test(xml), name).toBe(
					false
				);
				expect(/Target="(https?|javascript|file):/i.test(xml), name).toBe(false);
				expect(
					xml.replace(/&(amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/gi, '').includes('&'),
					name
				).toBe(false);
			}
		}
	);

	test('XLSX: the only formulas are sums', async () => {
		const sheets = [...(await unzipped(fileOf('xlsx')))].filter(([name]) =>
			/sheet\d+\.xml$/.test(name)
		);
		const formulas = sheets.flatMap(([, xml]) => xml.match(/<f>[^<]*<\/f>/g) ?? []);
		expect(formulas.length).toBeGreaterThan(0);
		for (const formula of formulas) expect(formula).toMatch(/^<f>SUM\([A-Z]+2:[A-Z]+\d+\)<\/f>$/);
	});

	test('CSV: no cell begins like a formula, and every row has its columns', () => {
		const rows = parse(fileOf('csv'), { bom: false, relax_column_count: false }) as string[][];
		expect(rows).toHaveLength(hostileTexts.length + 1);
		for (const cell of rows.flat())
			expect(cell).not.toMatch(/^[\s\uFEFF\u200B]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/);
	});

	test('PDF: nothing to click, to run or to open, and it ends', () => {
		const pdf = fileOf('pdf').toString('latin1');
		expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
		expect(pdf).not.toMatch(/\/(JavaScript|JS|URI|Launch|EmbeddedFile|OpenAction)\b/);
	});
});
