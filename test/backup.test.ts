import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { accounts, closeAccounts } from '#lib/server/access/accounts-file.ts';
import { makeBackup } from '#lib/server/backup/make-backup.ts';
import { restore, type RestoreWish } from '#lib/server/backup/restore.ts';
import { tar, untar } from '#lib/server/backup/tar.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { createLink, openLink, reportLinks, revokeLink } from '#lib/server/reports/report-links.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { raw, sql } from '#lib/server/warehouse/sql.ts';
import {
	closeWorkspaces,
	exists,
	openWorkspace,
	removeWorkspace,
	workspaces
} from '#lib/server/workspaces.ts';
import { POST } from '../src/routes/api/v1/backup/+server.ts';
import { emptyFolder, importText } from './workspace.ts';

let folder: string;

beforeEach(() => {
	folder = emptyFolder();
	process.env.BREAKEVEN_DATA_DIR = folder;
});

afterEach(async () => {
	await closeWorkspaces();
	await closeAccounts();
	// Nothing of a copy stays behind.
	expect(left(folder)).toEqual([]);
	delete process.env.BREAKEVEN_DATA_DIR;
});

const left = (place: string): string[] =>
	existsSync(join(place, 'uploads')) ? readdirSync(join(place, 'uploads')) : [];

/** `n` runs, of which every third failed, two minutes of review on every fifth. */
const table = (prefix: string, n: number) =>
	[
		'run_id,task,agent,success,cost_usd,started_at,duration_s,confidence',
		...Array.from(
			{ length: n },
			(_, at) =>
				`${prefix}${at},${at % 2 ? 'refund' : 'triage'},bot,${at % 3 ? 1 : 0},0.${1 + (at % 9)},2026-09-${String(1 + (at % 28)).padStart(2, '0')}T10:00:00Z,${at % 50},0.${at % 10}`
		)
	].join('\n');

async function filled(id: string, n = 300) {
	const workspace = await openWorkspace(id, { create: true });
	await importText(workspace.warehouse, `${id}.csv`, table(id, n));
	return workspace;
}

/** All that a workspace says: every metric by task, and the hash of every report. */
async function said(id: string) {
	const { warehouse } = await openWorkspace(id);
	const names = metrics.map((metric) => metric.name);
	return {
		metrics: await metricRows(warehouse, {
			...{ names, by: ['task'], filters: noFilters(), zone: 'UTC' }
		}),
		reports: await warehouse.query(sql`select report_id, sha256, document from reports order by 1`),
		verdicts: await warehouse.query(
			sql`select verdict_id, verdict, cause_text from verdicts order by 1`
		)
	};
}

async function written(only: string | null = null): Promise<string> {
	const backup = await makeBackup(only);
	const chunks: Uint8Array[] = [];
	for await (const chunk of backup.chunks) chunks.push(chunk);
	await backup.discard();
	const path = join(emptyFolder(), 'b.tar.gz');
	writeFileSync(path, Buffer.concat(chunks));
	return path;
}

const wish = (more: Partial<RestoreWish> = {}): RestoreWish => ({
	...{ only: null, to: null, replace: false, check: false },
	...more
});

describe('a backup', () => {
	test('made while an import waits holds what was acknowledged; restored it says the same', async () => {
		const main = await filled('main');
		await makeReport(main, { filters: noFilters() });
		await filled('other', 30);
		const before = { main: await said('main'), other: await said('other') };
		expect(before.main.reports).toHaveLength(1);

		const importing = importText(main.warehouse, 'more.csv', table('m', 1_000));
		const [path] = await Promise.all([written(), importing]);
		const runs = (await said('main')).metrics.reduce((sum, row) => sum + Number(row.runs), 0);
		expect(runs).toBe(1_300);

		const { rows } = await restore(path, wish({ replace: true }));
		expect(rows.map(({ workspace, replaced }) => [workspace, replaced])).toEqual([
			['main', true],
			['other', true]
		]);
		// The import was either whole in it or not at all: here it was under way when the copy was asked for.
		const after = { main: await said('main'), other: await said('other') };
		expect([300, 1_300]).toContain(rows[0]?.runs);
		expect(after.main.reports).toEqual(before.main.reports);
		expect(after.other).toEqual(before.other);
	});

	test('goes into another name beside the first, and both can be written to', async () => {
		await filled('main');
		const before = await said('main');
		await restore(await written('main'), wish({ to: 'copy' }));
		expect(await said('copy')).toEqual(before);
		const { warehouse } = await openWorkspace('copy');
		await importText(warehouse, 'more.csv', table('m', 10));
		expect(await said('main')).toEqual(before);
	});

	test('holds the accounts; they come back where there are none, or where they may be lost', async () => {
		await filled('main', 10);
		const names = async () =>
			(await accounts()).query(sql`select table_name from duckdb_tables() order by all`);
		const note = (text: string) =>
			accounts().then((file) => file.record(sql`create table ${raw(text)} (x int)`));
		await note('before');
		const path = await written();
		await note('later');
		expect(await restore(path, wish({ only: 'main', to: 'copy' }))).toMatchObject({
			accounts: null
		});
		expect(await names()).toContainEqual({ table_name: 'later' });
		expect(await restore(path, wish({ replace: true }))).toMatchObject({ accounts: 'restored' });
		expect(await names()).toContainEqual({ table_name: 'before' });
		expect(await names()).not.toContainEqual({ table_name: 'later' });
		await removeWorkspace('main');
		await removeWorkspace('copy');
		expect(await restore(path, wish())).toMatchObject({ accounts: 'kept' });
	});

	test('never takes the place of a workspace unasked', async () => {
		await filled('main');
		const path = await written();
		await expect(restore(path, wish())).rejects.toThrow(/called main already.*nothing was changed/);
	});

	test('restored three times at once under one new name comes back once', async () => {
		await filled('main', 10);
		const path = await written();
		const asked = Array.from({ length: 3 }, () => restore(path, wish({ to: 'copy' })));
		const answers = await Promise.allSettled(asked);
		expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
		expect(answers[2]).toMatchObject({ reason: { isTaken: true } });
	});

	test('opens no link that was revoked since, and none under another name', async () => {
		const { warehouse } = await filled('main', 10);
		const report = (await makeReport(await openWorkspace('main'), { filters: noFilters() })) ?? 0;
		const tokens = [await createLink(warehouse, report), await createLink(warehouse, report)];
		const path = await written();
		const [, first] = await reportLinks(warehouse, report);
		await revokeLink(warehouse, report, first?.id ?? 0);
		const opens = async (id: string) => {
			const reader = (await openWorkspace(id)).warehouse;
			const links = await Promise.all(tokens.map((token) => openLink(reader, token)));
			return links.map((link) => link !== null);
		};
		const put = async (more: Partial<RestoreWish>) => (await restore(path, wish(more))).rows[0];
		expect(await put({ replace: true })).toMatchObject({ links_closed: 1 });
		expect(await opens('main')).toEqual([false, true]);
		expect(await put({ to: 'copy' })).toMatchObject({ links_closed: 2 });
		expect(await opens('copy')).toEqual([false, false]);
		await removeWorkspace('main');
		expect(await put({})).toMatchObject({ links_closed: 0 });
		expect(await opens('main')).toEqual([true, true]);
	});

	test('sent without its content-type is told what is missing', async () => {
		const url = new URL('http://127.0.0.1/api/v1/backup');
		const request = new Request(url, { method: 'POST' });
		const answer = await POST({ request, url } as never);
		expect([answer.status, await answer.text()]).toEqual([
			400,
			expect.stringContaining("-H 'content-type: application/gzip'")
		]);
	});

	test('leaves the lock on the file: no other process can open it after the copy', async () => {
		await filled('main', 10);
		await written();
		const open = `import { DuckDBInstance } from '@duckdb/node-api';
			await DuckDBInstance.create('${join(folder, 'workspaces/main.duckdb')}')
				.then(() => console.log('opened'), (error) => console.log(error.message));`;
		const told = execFileSync(process.execPath, ['--input-type=module', '-e', open]).toString();
		expect(told).toContain('Could not set lock');
	});
});

describe('a backup that is not whole changes nothing', () => {
	const refusal = async (path: string) => {
		const error = await restore(path, wish({ replace: true })).catch((fault: Error) => fault);
		return (error as Error).message;
	};

	test('cut short, changed by a byte, without a file, no backup at all', async () => {
		await filled('main', 50);
		const before = await said('main');
		const path = await written();
		const whole = gunzipSync(readFileSync(path));
		const put = (bytes: Uint8Array) => {
			const other = join(emptyFolder(), 'x');
			writeFileSync(other, bytes);
			return other;
		};
		const packed = gzipSync(whole);
		expect(await refusal(put(packed.subarray(0, packed.length / 2)))).toMatch(
			/^The backup is damaged/
		);
		const flipped = Buffer.from(whole);
		flipped[whole.length - 200_000] = (flipped[whole.length - 200_000] ?? 0) ^ 1;
		expect(await refusal(put(gzipSync(flipped)))).toBe(
			'The backup is damaged (workspaces/main.duckdb differs from its hash): nothing was changed.'
		);
		const first = whole.indexOf('workspaces/main.duckdb\0');
		const alone = Buffer.concat([whole.subarray(0, first), Buffer.alloc(1024)]);
		expect(await refusal(put(gzipSync(alone)))).toMatch(/main.duckdb is missing/);
		expect(await refusal(put(Buffer.from('hello')))).toMatch(/^This is no backup/);
		expect(await refusal(put(gzipSync('hello')))).toMatch(/^The backup is damaged/);
		expect(await said('main')).toEqual(before);
		expect(workspaces().map(({ id }) => id)).toEqual(['main']);
	});

	test('whose manifest names a file twice, or a workspace by two names', async () => {
		await filled('main', 10);
		const { manifest, discard } = await makeBackup();
		await discard();
		const [file] = manifest.files;
		for (const name of ['workspaces/main.duckdb', 'workspaces/other.duckdb']) {
			const text = JSON.stringify({ ...manifest, files: [file, { ...file, name }] });
			const bytes = Buffer.from(text);
			const chunks: Uint8Array[] = [];
			for await (const chunk of tar([{ name: 'manifest.json', bytes: bytes.length, from: bytes }]))
				chunks.push(chunk);
			const path = join(emptyFolder(), 'x');
			writeFileSync(path, gzipSync(Buffer.concat(chunks)));
			expect(await refusal(path)).toBe(
				`The backup is damaged (its manifest names ${name} twice, or for a workspace of another name): nothing was changed.`
			);
		}
	});

	test('whose manifest states other figures than the file has', async () => {
		await filled('main', 50);
		const whole = gunzipSync(readFileSync(await written())).toString('latin1');
		// 50 runs; the same number of bytes, so that the archive itself stays whole.
		const lying = whole.replace('"runs": 50,', '"runs": 51,');
		expect(lying).not.toBe(whole);
		const path = join(emptyFolder(), 'x');
		writeFileSync(path, gzipSync(Buffer.from(lying, 'latin1')));
		expect(await refusal(path)).toMatch(/not what its manifest says \(rows of runs: 51, now 50\)/);
		expect(await restore(path, wish({ check: true })).catch(() => 'refused')).toBe('refused');
		expect(exists('copy')).toBe(false);
	});
});

test('an archive gives back what was put in, and the system’s own tar reads it', async () => {
	const files = [
		{ name: 'a.txt', bytes: 5, from: Buffer.from('hello') },
		{ name: 'b/empty', bytes: 0, from: Buffer.from('') },
		{ name: 'b/block', bytes: 512, from: Buffer.alloc(512, 'x') }
	];
	const chunks: Uint8Array[] = [];
	for await (const chunk of tar(files)) chunks.push(chunk);
	const path = join(emptyFolder(), 'a.tar');
	writeFileSync(path, Buffer.concat(chunks));
	expect(execFileSync('tar', ['tf', path]).toString()).toBe('a.txt\nb/empty\nb/block\n');
	const found: [string, string][] = [];
	for await (const file of untar(oneByOne(Buffer.concat(chunks)))) {
		let text = '';
		for await (const chunk of file.chunks) text += Buffer.from(chunk).toString();
		found.push([file.name, text]);
	}
	expect(found).toEqual(files.map(({ name, from }) => [name, from.toString()]));
});

async function* oneByOne(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}
