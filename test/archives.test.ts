import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Receipt } from '#lib/receipt.ts';
import { openFiles } from '#lib/server/archives.ts';
import { undo } from '#lib/server/undo.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import { zipLimits } from '#lib/server/zip-file.ts';
import * as importsApi from '../src/routes/api/v1/imports/+server.ts';
import { importForm } from '../src/routes/data/import-form.server.ts';
import { zipOf, zstdOf, type ZippedFile } from './zip-builder.ts';
import { emptyFolder } from './workspace.ts';

const RUNS = 'run_id,task,agent,success\nr1,refund,a,1\nr2,refund,a,0\nr3,refund,a,1\n';
const MORE_RUNS = 'run_id,task,agent,success\nr4,refund,a,1\nr5,refund,a,1\n';
const OUTCOMES = 'run_id,outcome\nr1,failure\nr9,success\n';

/** Six runs z1 to z6 as `zstd -19` writes them: compressed, with a checksum. */
const PACKED_RUNS = Buffer.from(
	'KLUv/QRo/QEAEoMLEbA79yQ308R0Kol2XRMyyVQHppDxCMRjSM3ErtZleOxehLzz8S7N1voyscPuAgUAgJOmjnMP9vNkxTbLpHnIdA==',
	'base64'
);

let folder: string;

beforeEach(() => {
	folder = emptyFolder();
	process.env.BREAKEVEN_DATA_DIR = folder;
});

afterEach(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
});

interface Answer {
	receipts: Receipt[];
	previews?: { file: string; preview: { unmatched: number } | null }[];
}

/** Sends a file as the page and the command line do, into the workspace `main`. */
async function send(name: string, body: Uint8Array, more: Record<string, string> = {}) {
	const url = new URL(`http://127.0.0.1/api/v1/imports?${new URLSearchParams({ name, ...more })}`);
	const answer = await importsApi.POST({
		url,
		request: new Request(url, { method: 'POST', body: new Uint8Array(body) }),
		locals: { workspace: (options = {}) => openWorkspace('main', options) }
	} as never);
	// Nothing unpacked stays behind.
	expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
	return (await answer.json()) as Answer;
}

const sendZip = async (...files: ZippedFile[]) => (await send('all.zip', zipOf(files))).receipts;

const reasons = (receipts: readonly Receipt[]) =>
	receipts.map(({ file, rejected }) => `${file}: ${rejected[0]?.reason}`);

async function runIds(): Promise<string[]> {
	const { warehouse } = await openWorkspace('main');
	const rows = await warehouse.query<{ id: string }>(
		sql`select regexp_replace(run_id, '^.*[:/]', '') as id from runs order by id`
	);
	return rows.map(({ id }) => id);
}

describe('a zip file', () => {
	test('is one import for each of its files, each of which can be undone', async () => {
		const receipts = await sendZip(
			{ name: 'week 1/runs.csv', body: RUNS },
			{ name: 'week 2/', body: '' },
			{ name: 'week 2/runs.csv', body: MORE_RUNS },
			{ name: '__MACOSX/week 2/._runs.csv', body: 'x' },
			{ name: '.DS_Store', body: 'x' }
		);
		expect(receipts.map(({ file, runs }) => [file, runs])).toEqual([
			['all.zip/week 1/runs.csv', 3],
			['all.zip/week 2/runs.csv', 2]
		]);
		expect(await runIds()).toEqual(['r1', 'r2', 'r3', 'r4', 'r5']);

		const { warehouse } = await openWorkspace('main');
		await undo(warehouse, receipts[0]?.import_id ?? 0);
		expect(await runIds()).toEqual(['r4', 'r5']);
	});

	test('its files are known again, alone or in another archive', async () => {
		await sendZip({ name: 'a.csv', body: RUNS });
		const [again] = (await send('b.csv', Buffer.from(RUNS))).receipts;
		expect(again).toMatchObject({ rows: { kept: 0, duplicates: 3 } });
		const [packed] = await sendZip({ name: 'c.csv', body: RUNS });
		expect(packed).toMatchObject({ rows: { kept: 0, duplicates: 3 } });
	});

	test('one file that cannot be read leaves the others theirs', async () => {
		const receipts = await sendZip(
			{ name: 'notes.txt', body: 'Dear all' },
			{ name: 'empty.csv', body: '' },
			{ name: 'inner.zip', body: zipOf([{ name: 'a.csv', body: RUNS }]) },
			{ name: 'secret.csv', body: RUNS, encrypted: true },
			{ name: 'old.csv', body: RUNS, packed: { method: 14, bytes: Buffer.from('lzma') } },
			{ name: 'flipped.csv', body: MORE_RUNS, statedCrc32: 1 },
			{ name: 'runs.csv.gz', body: gzipSync(RUNS) },
			{ name: 'more.csv.zst', body: zstdOf(MORE_RUNS) },
			{
				name: 'inner.csv',
				body: '',
				statedBytes: 9,
				packed: { method: 8, bytes: Buffer.from('??') }
			}
		);
		expect(reasons(receipts.filter(({ rows }) => rows.kept === 0))).toEqual([
			expect.stringContaining('all.zip/notes.txt: no known format, it begins with "Dear all"'),
			'all.zip/empty.csv: the file is empty',
			'all.zip/inner.zip: a zip file inside a zip file is not opened: unpack it first',
			'all.zip/secret.csv: the file is encrypted: unpack it first',
			'all.zip/old.csv: the file is packed by method 14, expected deflate or zstd: unpack it first',
			'all.zip/flipped.csv: the file differs from its checksum in the zip file: send it again',
			expect.stringMatching(/^all.zip\/inner.csv: the zip file is damaged \(.+\): send it again$/)
		]);
		// 3 of the .gz, 2 of the .zst.
		expect(await runIds()).toHaveLength(5);
	});

	test('current versions of some tools pack with zstd (method 93)', async () => {
		const packed = { method: 93, bytes: zstdOf(RUNS) };
		const [receipt] = await sendZip({ name: 'a.csv', body: RUNS, packed });
		expect(receipt).toMatchObject({ runs: 3 });
	});

	test('an outcomes file in it counts with the runs beside it; a look at all of it keeps nothing', async () => {
		const zip = zipOf([
			{ name: 'runs.csv', body: RUNS },
			{ name: 'outcomes.csv', body: OUTCOMES }
		]);
		const { previews } = await send('all.zip', zip, { preview: '1' });
		expect(previews).toMatchObject([
			{ file: 'all.zip/runs.csv' },
			{ file: 'all.zip/outcomes.csv', preview: { unmatched: 2 } }
		]);
		const { receipts } = await send('all.zip', zip, { preview: 'outcomes' });
		expect(receipts.map(({ import_id: id }) => id !== null)).toEqual([true, true]);
	});

	test.each([
		['nothing in it', [], 'the zip file holds no files'],
		[
			'a workbook',
			[{ name: '[Content_Types].xml', body: '<x/>' }],
			'a spreadsheet or document (.xlsx, .docx): save the table as CSV'
		],
		[
			'an Inspect log',
			[
				{ name: 'header.json', body: '{}' },
				{ name: 'samples/1_epoch_1.json', body: '{}' }
			],
			'an Inspect log (.eval): not read yet'
		]
	])('%s: one sentence', async (_what, files, reason) => {
		expect(reasons(await sendZip(...files))).toEqual([`all.zip: ${reason}`]);
	});

	test('cut off: one sentence', async () => {
		const whole = zipOf([{ name: 'a.csv', body: RUNS }]);
		const { receipts } = await send('all.zip', whole.subarray(0, whole.length - 30));
		expect(reasons(receipts)).toEqual([
			expect.stringMatching(/^all.zip: the zip file is damaged \(.+\): send it again$/)
		]);
	});

	test('the form for visitors without scripts opens it too', async () => {
		const form = new FormData();
		const zip = zipOf([
			{ name: 'a.csv', body: RUNS },
			{ name: 'b.csv', body: MORE_RUNS }
		]);
		form.append('files', new File([new Uint8Array(zip)], 'all.zip'));
		const request = new Request('http://127.0.0.1/data', { method: 'POST', body: form });
		const told = await importForm(request, 'main');
		expect('receipts' in told && told.receipts.map(({ runs }) => runs)).toEqual([3, 2]);
	});
});

describe('a zip file that holds too much', () => {
	const opened = async (files: ZippedFile[], limits: Partial<typeof zipLimits>) => {
		const path = join(folder, 'all.zip');
		writeFileSync(path, zipOf(files));
		const file = { path, name: 'all.zip', bytes: 1, sha256: '', options: {} };
		const told: string[] = [];
		for await (const one of openFiles(file, { ...zipLimits, ...limits }))
			told.push('file' in one ? one.file.name : (one.refused.rejected[0]?.reason ?? ''));
		return told;
	};
	const a = { name: 'a.csv', body: RUNS };

	test('by its files, by its bytes, or by how often its size', async () => {
		expect(await opened([a, { ...a, name: 'b.csv' }], { files: 1 })).toEqual([
			'the zip file holds more than 1 files: send them in several zip files'
		]);
		const gigabyte = 1024 ** 3;
		expect(await opened([{ ...a, statedBytes: 3 * gigabyte }], { bytes: 2 * gigabyte })).toEqual([
			'the zip file unpacks to more than 2 GB: send its files one by one'
		]);
		const zeros = { name: 'zeros.csv', body: Buffer.alloc(200_000) };
		expect(await opened([zeros], { times: 300, freeBytes: 100_000 })).toEqual([
			'the zip file unpacks to more than 300 times its size: unpack it first if that is right'
		]);
		expect(await opened([zeros], { times: 300, freeBytes: 300_000 })).toEqual([
			'all.zip/zeros.csv'
		]);
	});

	test('more than it states is not unpacked', async () => {
		const zeros = { name: 'zeros.csv', body: Buffer.alloc(200_000), statedBytes: 10 };
		expect(await opened([zeros], {})).toEqual([
			expect.stringMatching(/^the zip file is damaged \(.+\): send it again$/)
		]);
	});
});

describe('a zstd file', () => {
	test('is read whatever is in it, and known again unpacked', async () => {
		const [receipt] = (await send('runs.csv.zst', PACKED_RUNS)).receipts;
		expect(receipt).toMatchObject({ file: 'runs.csv.zst', runs: 6 });
		const frames = Buffer.concat([zstdOf(RUNS), zstdOf('r4,refund,a,1\n')]);
		expect((await send('frames.csv.zst', frames)).receipts[0]).toMatchObject({ runs: 4 });
		const plain = Buffer.from(`${RUNS}r4,refund,a,1\n`);
		expect((await send('plain.csv', plain)).receipts[0]?.rows.duplicates).toBe(4);
	});

	test('of many blocks comes out whole', async () => {
		const rows = Array.from({ length: 20_000 }, (_, at) => `b${at},refund,a,1`);
		const body = `run_id,task,agent,success\n${rows.join('\n')}\n`;
		expect((await send('many.csv.zst', zstdOf(body))).receipts[0]).toMatchObject({ runs: 20_000 });
	});

	test.each([
		['cut off', PACKED_RUNS.subarray(0, 60), /^a.zst: the zstd file ends before it is whole/],
		['cut off in its checksum', PACKED_RUNS.subarray(0, -2), /ends before it is whole: send it/],
		[
			'broken',
			Buffer.concat([PACKED_RUNS.subarray(0, 9), Buffer.alloc(70, 255)]),
			/^a.zst: the zstd file is damaged \(.+\): send it again$/
		],
		['with a huge window', zstdOf(RUNS, 28), /needs a window of more than 128 MB: unpack it first/],
		['in a gzip file', gzipSync(PACKED_RUNS), /a zstd file inside another packed file: unpack it/],
		[
			'with a zip file inside',
			zstdOf(zipOf([])),
			/inside another packed file|the zip file|no known/
		]
	])('%s: one sentence', async (_what, body, reason) => {
		const told = reasons((await send('a.zst', body)).receipts);
		expect(told).toHaveLength(1);
		expect(told[0]).toMatch(reason);
	});
});
