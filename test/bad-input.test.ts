import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { sql } from '#lib/server/warehouse/sql.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const head = 'run_id,task,agent,success,cost_usd,started_at\n';
const row = 'r1,desk,bot,1,0.5,2026-03-01T10:00:00Z\n';
const long = head + Array.from({ length: 2000 }, (_, at) => row.replace('r1', `r${at}`)).join('');
const utf16 = Buffer.from(`\ufeff${head}${row}`, 'utf16le');

describe('nothing of it can be read: one sentence, nothing stored', () => {
	const files: [string, string | Uint8Array, string, RegExp][] = [
		['empty', '', 'a.csv', /^the file is empty$/],
		['only a header', head, 'a.csv', /^the file has no rows$/],
		['zeros', new Uint8Array(1000), 'a.csv', /^a binary file of no known kind: expected OTLP/],
		[
			'a gzip file cut short',
			gzipSync(long).subarray(0, 3000),
			'a.csv.gz',
			/ends before it is whole: send it again/
		],
		[
			'a damaged gzip file',
			Buffer.from('\x1f\x8bnonsense nonsense', 'latin1'),
			'a.csv.gz',
			/is damaged \(.*\): send it again/
		],
		['a page to sign in', '<!doctype html><p>Sign in', 'a.json', /begins with "<!doctype html>/],
		['JSON of something else', '{"hello": "world"}', 'a.json', /^no known format, it begins with/],
		['another table', 'name,price\nmilk,1\n', 'a.csv', /a table needs a column for agent, model/],
		[
			'traces cut short',
			'{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af',
			'a.json',
			/damaged or ends too early, export it again/
		]
	];
	test.each(files)('%s', async (_, content, name, reason) => {
		const warehouse = await emptyWorkspace();
		const receipt = await importText(warehouse, name, content);
		expect(receipt.rows).toEqual({ read: 1, kept: 0, duplicates: 0, rejected: 1 });
		expect(receipt.rejected).toHaveLength(1);
		expect(receipt.rejected[0]?.reason).toMatch(reason);
		expect(receipt.import_id).toBeNull();
		expect(await warehouse.query(sql`select import_id from imports`)).toEqual([]);
	});
});

describe('what can be read is kept, and the rest is told by line', () => {
	const read = async (content: string | Uint8Array) => {
		const warehouse = await emptyWorkspace();
		const receipt = await importText(warehouse, 'a.csv', content);
		const { read: all, kept, duplicates, rejected } = receipt.rows;
		expect(kept + duplicates + rejected).toBe(all);
		const runs = await warehouse.query(
			sql`select run_id, task, cost_usd::varchar as cost, started_at::varchar as at from runs order by run_id`
		);
		return { receipt, runs, rows: [kept, duplicates, rejected] };
	};
	const kept = [
		{ run_id: 'table:r1', task: 'desk', cost: '0.500000000', at: '2026-03-01 10:00:00' }
	];

	test.each([
		['UTF-8 with a byte order mark', `\ufeff${head}${row}`],
		['UTF-16, little end first', utf16],
		['UTF-16, big end first', Buffer.from(utf16).swap16()],
		['Windows line ends', (head + row).replaceAll('\n', '\r\n')],
		['no line end at the end', (head + row).trimEnd()]
	])('%s', async (_, content) => {
		expect((await read(content)).runs).toEqual(kept);
	});

	test('Windows-1252, as spreadsheets save it, with a word of caution', async () => {
		const { receipt, runs } = await read(
			Buffer.from(head + row.replace('desk', 'caf\xe9'), 'latin1')
		);
		expect(runs).toMatchObject([{ task: 'café' }]);
		expect(receipt.warnings[0]).toContain('read as Windows-1252');
	});

	test('NaN is an unknown cost; 1e308, -5 and Infinity are none', async () => {
		const costs = ['NaN', '1e308', '-1e308', 'Infinity', '-5', '1e400'];
		const lines = costs.map((cost, at) => row.replace('r1', `r${at}`).replace('0.5', cost));
		const { receipt, runs, rows } = await read(head + lines.join(''));
		expect(rows).toEqual([1, 0, 5]);
		expect(runs).toMatchObject([{ run_id: 'table:r0', cost: null }]);
		expect(receipt.rejected[0]).toEqual({
			at: 'line 3',
			reason: 'cost_usd is "1e308", expected a number from 0 to 999999999',
			count: 1
		});
	});

	test('years 0 and 9999 are kept without a date; a 30 February is refused', async () => {
		const days = ['0000-01-01', '9999-12-31', '10000-01-01', '2026-02-30', 'never'];
		const lines = days.map((day, at) =>
			row.replace('r1', `r${at}`).replace('2026-03-01T10:00:00Z', day)
		);
		const { receipt, runs, rows } = await read(head + lines.join(''));
		expect(rows).toEqual([2, 0, 3]);
		expect(runs).toMatchObject([{ at: null }, { at: null }]);
		expect(receipt.warnings).toContainEqual(expect.stringContaining('outside 2000 to 2099'));
	});

	test('the same id three times is one run', async () => {
		expect((await read(head + row + row + row.replace('0.5', '0.7'))).rows).toEqual([1, 2, 0]);
	});

	test('lines of separators alone, as spreadsheets leave them, are no rows', async () => {
		const { rows } = await read(`${head}${row}${',,,,,\n'.repeat(500)}`);
		expect(rows).toEqual([1, 0, 0]);
	});

	test('20,000 columns of one name: kept under numbers, told in six sentences', async () => {
		const many = (cell: string) => Array<string>(20_000).fill(cell).join();
		const { receipt, rows } = await read(
			`run_id,task,agent,${many('a')}\nr1,desk,bot,${many('1')}\n`
		);
		expect(rows).toEqual([1, 0, 0]);
		expect(receipt.warnings.filter((one) => one.includes('column'))).toHaveLength(6);
	});

	test('rows too short, too long, and a quote that never closes', async () => {
		const { receipt, rows } = await read(`${head}${row}r2,desk\nr3,d,b,1,1,,,,\n"r4,desk\n`);
		expect(rows).toEqual([1, 0, 3]);
		expect(receipt.rejected.map(({ at, reason }) => `${at}: ${reason.slice(0, 24)}`)).toEqual([
			'line 3: the row has 2 cells, the',
			'line 4: the row has 9 cells, the',
			'line 5: a quote is opened here a'
		]);
	});
});

describe('hostile text', () => {
	const hostile = [
		'<script>alert(1)</script>',
		'=cmd|"/c calc"!A1',
		`o'clock "quoted" \\ ; drop table runs; --`,
		'\u202egnp.exe',
		'{{7*7}} ${7*7} %00 %s',
		'a'.repeat(5000)
	];
	test.each(hostile)('%s is a name like any other', async (name) => {
		const warehouse = await emptyWorkspace();
		const cell = `"${name.replaceAll('"', '""')}"`;
		const table = `run_id,task,agent,agent_version,model,failure_mode,case_id,success\n${Array(7).fill(cell).join(',')},0\n`;
		const receipt = await importText(warehouse, 'a.csv', table);
		expect(receipt.rows).toMatchObject({ read: 1 });
		const [run] = await warehouse.query<{ task: string; agent: string }>(
			sql`select task, agent from runs`
		);
		if (receipt.rows.kept === 1) expect(name.startsWith(run?.task.slice(0, 100) ?? '?')).toBe(true);
		else expect(receipt.rejected[0]?.reason).toMatch(/too long|longer than/);
	});
});

describe('at once', () => {
	test('the same file twice is imported once', async () => {
		const warehouse = await emptyWorkspace();
		const both = await Promise.all([
			importText(warehouse, 'a.csv', long),
			importText(warehouse, 'b.csv', long)
		]);
		expect(both.map(({ rows }) => rows.kept).sort((a, b) => a - b)).toEqual([0, 2000]);
		expect(await warehouse.query(sql`select count(*) as n from runs`)).toEqual([{ n: 2000 }]);
	});

	test('two files with runs in common: each run once', async () => {
		const warehouse = await emptyWorkspace();
		const other = long.replaceAll(/^r(\d)$/gm, 'x$1') + row.replace('r1', 'other');
		await Promise.all([
			importText(warehouse, 'a.csv', long),
			importText(warehouse, 'b.csv', other)
		]);
		expect(await warehouse.query(sql`select count(*) as n from runs`)).toEqual([{ n: 2001 }]);
	});
});
