import { performance } from 'node:perf_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromBuffer } from 'yauzl';
import { noFilters } from '#lib/filters.ts';
import type { ReportDocument, ReportTable } from '#lib/reports/document.ts';
import { tableText } from '#lib/reports/table-text.ts';
import { madeInThread } from '#lib/server/reports/export-thread.ts';
import { exportName, reportExports } from '#lib/server/reports/report-exports.ts';
import type { StoredReport } from '#lib/server/reports/report-store.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { openWorkspace } from './workspace.ts';

/** Markup, a closing tag, a formula, a NUL, half a character and other scripts, all in one name. */
const EVIL =
	'=HYPERLINK("http://evil") <script>alert(1)</script>&amp;\u0000\uD800 Łódź Привет 日本';

const text = (label: string) => ({
	label,
	unit: null,
	isRange: false,
	sums: false,
	decimals: null
});

/** 1.5 and 2.5 USD: the total is 4. */
const data: ReportTable = {
	caption: 'Data behind the report',
	columns: [
		text('Kind of work'),
		{ label: 'Net benefit', unit: 'usd', isRange: true, sums: false, decimals: null },
		{ label: 'Spent', unit: 'usd', isRange: false, sums: true, decimals: 2 }
	],
	rows: [
		[EVIL, { value: 10, low: 5, high: 15 }, 1.5],
		['refund', { value: -3, low: -9, high: 2 }, 2.5]
	]
};

const document: ReportDocument = {
	schema: 'report/1',
	title: 'Title',
	workspace: 'main',
	isDemo: false,
	createdAt: '2026-11-21T10:00:00Z',
	createdBy: null,
	period: { from: '2026-09-01', to: '2026-09-28' },
	filters: noFilters(),
	origin: {
		dataSha256: 'd'.repeat(64),
		priceBook: 'genai-prices 0.1.8',
		priceDate: '2026-09-23',
		seed: 1,
		appVersion: '0.1.0',
		definitionsVersion: 0
	},
	blocks: [
		{ id: 'headline', title: 'In one sentence', pieces: [{ kind: 'lead', text: EVIL }] },
		{
			id: 'verdicts',
			title: 'Verdicts',
			pieces: [
				{
					kind: 'verdicts',
					rows: [
						{
							task: EVIL,
							configuration: EVIL,
							verdict: 'automate',
							sentence: EVIL,
							because: EVIL,
							flipsIf: EVIL,
							evidence: EVIL
						}
					]
				}
			]
		},
		{
			id: 'money',
			title: 'Money',
			pieces: [
				{
					kind: 'intervals',
					chart: {
						title: EVIL,
						unit: 'usd_per_month',
						rows: [{ name: EVIL, verdict: 'automate', value: 10, low: 5, high: 15 }]
					}
				},
				{
					kind: 'bars',
					chart: {
						title: EVIL,
						unit: 'usd',
						classes: ['model', 'review'],
						rows: [{ name: EVIL, values: [1, 2] }]
					}
				},
				{
					kind: 'curve',
					chart: {
						title: EVIL,
						x: { label: EVIL, unit: 'hours' },
						y: { label: 'Net benefit', unit: 'usd' },
						lines: [
							{
								name: EVIL,
								points: [
									{ x: 0, y: 0 },
									{ x: 10, y: 70 }
								]
							}
						]
					}
				},
				{ kind: 'table', table: data }
			]
		},
		{ id: 'method', title: 'How', pieces: [{ kind: 'list', items: ['Drawn 10,000 times.', EVIL] }] }
	],
	tasks: [],
	data,
	inputs: { ...data, caption: 'Inputs' }
};

const report: StoredReport = {
	id: 7,
	document,
	text: JSON.stringify(document),
	sha256: 'a'.repeat(64),
	texts: { title: EVIL, opening: EVIL, 'note:money': EVIL },
	editedAt: null
};

const folder = mkdtempSync(join(tmpdir(), 'breakeven-exports-'));
const made = new Map<string, Buffer>();
beforeAll(async () => {
	process.env.BREAKEVEN_DATA_DIR = folder;
	for (const one of reportExports) made.set(one.format, Buffer.from(await one.make(report)));
});

afterAll(() => {
	delete process.env.BREAKEVEN_DATA_DIR;
	rmSync(folder, { recursive: true, force: true });
});

const fileOf = (format: string): Buffer => made.get(format) ?? Buffer.alloc(0);

/** The text files of an archive by name. */
function unzipped(bytes: Buffer): Promise<Map<string, string>> {
	return new Promise((resolve, reject) =>
		fromBuffer(bytes, { lazyEntries: true }, (fault, zip) => {
			if (fault) return reject(fault);
			const files = new Map<string, string>();
			zip.on('entry', (entry) =>
				zip.openReadStream(entry, (broken, stream) => {
					if (broken) return reject(broken);
					const chunks: Buffer[] = [];
					stream.on('data', (chunk: Buffer) => chunks.push(chunk));
					stream.on('end', () => {
						files.set(entry.fileName, Buffer.concat(chunks).toString());
						zip.readEntry();
					});
				})
			);
			zip.on('end', () => resolve(files));
			zip.readEntry();
		})
	);
}

const xmlOf = async (format: string, name: RegExp): Promise<string> =>
	[...(await unzipped(fileOf(format)))]
		.filter(([file]) => name.test(file))
		.map(([, xml]) => xml)
		.join('\n');

test('every kind of file is made, and its name says report and day', () => {
	expect([...made.keys()]).toEqual(['html', 'pdf', 'pptx', 'xlsx', 'csv', 'parquet', 'json']);
	expect(reportExports.map((one) => exportName(report, one))).toContain(
		'breakeven-report-7-2026-11-21.pdf'
	);
});

test('while a PDF is made, the thread that answers pages is idle most of the time', async () => {
	const rows = Array.from({ length: 300 }, (_, at) => [`task ${at}`, null, at]);
	const long = { ...document, data: { ...data, rows }, inputs: { ...data, rows } };
	const blocks = [{ id: 'a', title: 'A', pieces: [{ kind: 'table' as const, table: long.data }] }];
	const before = performance.eventLoopUtilization();
	const pdf = await madeInThread('pdf', { ...report, document: { ...long, blocks } });
	const { utilization } = performance.eventLoopUtilization(before);
	expect(Buffer.from(pdf).toString('latin1', 0, 5)).toBe('%PDF-');
	expect(utilization).toBeLessThan(0.5);
});

test('a file that cannot be made says why, and the next one is made', async () => {
	const broken = { ...report, document: { ...document, createdAt: 'never' } };
	await expect(madeInThread('pdf', broken)).rejects.toThrow('not a time: never');
	expect((await madeInThread('xlsx', report)).length).toBeGreaterThan(1000);
});

describe('words of others are words in every file', () => {
	test('HTML: escaped wherever they stand, and nothing is fetched from anywhere', () => {
		const html = fileOf('html').toString();
		expect(html).toContain('&#60;script&#62;alert(1)&#60;/script&#62;&#38;amp;');
		expect(html).not.toContain('<script>alert');
		expect(html.match(/<script\b/g)).toHaveLength(1);
		expect(html.match(/(src|href|action)="(?!data:)/g)).toBeNull();
	});

	test.each(['pptx', 'xlsx'])('%s: escaped, and free of what XML cannot hold', async (format) => {
		const xml = await xmlOf(format, /\.xml$/);
		expect(xml).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
		expect(xml).not.toContain('<script>');
		// eslint-disable-next-line no-control-regex -- exactly these must be gone
		expect(xml).not.toMatch(/[\u0000-\u0008\uFFFE\uFFFF]/);
	});

	test('spreadsheets: what looks like a formula is text', async () => {
		expect(fileOf('csv').toString().split('\r\n')[1]).toMatch(/^"'=HYPERLINK/);
		const xml = await xmlOf('xlsx', /sheet\d+\.xml$|sharedStrings\.xml$/);
		expect(xml).toContain("'=HYPERLINK");
		expect(xml.match(/<f>[^<]*HYPERLINK/)).toBeNull();
	});
});

describe('figures', () => {
	test('XLSX: a sum is a formula over its rows, ranges are three columns of numbers', async () => {
		const xml = await xmlOf('xlsx', /sheet2\.xml$/);
		expect(xml).toContain('<f>SUM(E2:E3)</f>');
		for (const figure of [10, 5, 15, -3, -9, 2, 1.5, 2.5])
			expect(xml).toContain(`<v>${figure}</v>`);
	});

	test('Parquet: the rows of the CSV with types, unknown is null', async () => {
		const path = join(folder, 'r.parquet');
		writeFileSync(path, fileOf('parquet'));
		const warehouse = await openWorkspace(folder);
		const rows = await warehouse.query(sql`select * from read_parquet(${path}) order by "Spent"`);
		await warehouse.close();
		expect(rows).toEqual([
			{
				'Kind of work': EVIL.toWellFormed(),
				'Net benefit': 10,
				'Net benefit, low': 5,
				'Net benefit, high': 15,
				Spent: 1.5
			},
			{
				'Kind of work': 'refund',
				'Net benefit': -3,
				'Net benefit, low': -9,
				'Net benefit, high': 2,
				Spent: 2.5
			}
		]);
	});

	test('PPTX: charts and tables are its own, and the notes tell how it was computed', async () => {
		const files = await unzipped(fileOf('pptx'));
		const names = [...files.keys()];
		expect(names.filter((name) => /charts\/chart[^/]*\.xml$/.test(name))).toHaveLength(3);
		expect(await xmlOf('pptx', /slides\/slide\d+\.xml$/)).toContain('<a:tbl>');
		expect(await xmlOf('pptx', /notesSlides\/notesSlide\d+\.xml$/)).toContain(
			'Drawn 10,000 times.'
		);
	});

	test('PDF: tagged, in a language, with our fonts in it and no script', () => {
		const pdf = fileOf('pdf').toString('latin1');
		expect(pdf.slice(0, 8)).toBe('%PDF-1.7');
		expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true);
		for (const part of [
			'/StructTreeRoot',
			'/Marked true',
			'/Lang (en)',
			'/FontFile2',
			'/S /H1',
			'/S /TH',
			'/Scope /Column'
		])
			expect(pdf).toContain(part);
		expect(pdf).not.toMatch(/\/JavaScript|\/URI|\/Launch/);
	});

	test('a total says how many it could not count', () => {
		const rows = [...data.rows, ['new', null, null]];
		expect(tableText({ ...data, rows }).totals).toEqual(['Total', '', '4.00 (1 unknown)']);
	});
});
