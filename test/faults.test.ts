import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	writeFileSync
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { outsideFault } from '#lib/server/faults.ts';
import { receive, sweepUploads } from '#lib/server/upload.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import { mayMount, smallDisk } from './full-disk.ts';
import { isBuilt, serve } from './served.ts';
import { emptyFolder, importText } from './workspace.ts';

const canMount = mayMount();

beforeEach(() => {
	process.env.BREAKEVEN_DATA_DIR = emptyFolder();
});

afterEach(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
});

const FULL = 'The disk is full: nothing was changed. Make room and try again.';
const GONE = /^The data folder, or the file of this workspace in it, is gone: nothing was stored/;

const table = (prefix: string, n: number) =>
	[
		'run_id,task,agent,success,cost_usd',
		...Array.from({ length: n }, (_, at) => `${prefix}${at},desk,bot,${at % 3 ? 1 : 0},0.01`)
	].join('\n');

/** A workspace with 200 runs. */
async function filled(id: string) {
	const { warehouse } = await openWorkspace(id, { create: true });
	await importText(warehouse, 'a.csv', table('a', 200));
	return warehouse;
}

async function runs(id: string): Promise<number | undefined> {
	const { warehouse } = await openWorkspace(id);
	return (await warehouse.query<{ n: number }>(sql`select count(*) as n from runs`))[0]?.n;
}

const toldOf = (work: Promise<unknown>): Promise<string | null> =>
	work.then(
		() => 'it worked',
		(error: unknown) => outsideFault(error) ?? String(error)
	);

describe.skipIf(!canMount)('a disk', () => {
	test('that is full refuses an import and keeps what was there; with room it works again', async () => {
		const disk = smallDisk(20);
		process.env.BREAKEVEN_DATA_DIR = disk.path;
		const main = await filled('main');
		await filled('other');
		for (const kilobytes of [100, 4]) {
			disk.fill(kilobytes * 1024);
			const more = table(`b${kilobytes}-`, 20_000);
			expect(await toldOf(importText(main, 'b.csv', more))).toBe(FULL);
			// Reading goes on, there and elsewhere, while the disk is still full.
			expect([await runs('main'), await runs('other')]).toEqual([200, 200]);
		}
		disk.empty();
		await importText(main, 'c.csv', table('c', 100));
		expect(await runs('main')).toBe(300);
	});

	test('that cannot be written to is told as such, and nothing is lost', async () => {
		const disk = smallDisk(20);
		process.env.BREAKEVEN_DATA_DIR = disk.path;
		await filled('main');
		await closeWorkspaces();
		disk.readOnly(true);
		expect(await toldOf(runs('main'))).toMatch(/^The data folder cannot be written to/);
		disk.readOnly(false);
		expect(await runs('main')).toBe(200);
	});

	test.skipIf(!isBuilt)(
		'that is full: page, API and command line say the same sentence',
		async () => {
			const disk = smallDisk(20);
			const { address, command, kill } = await serve(disk.path);
			onTestFinished(kill);
			const file = join(emptyFolder(), 'a.csv');
			writeFileSync(file, table('a', 200));
			expect(command('ingest', file).status).toBe(0);
			disk.fill(4096);
			writeFileSync(file, table('b', 5_000));
			expect(command('ingest', file)).toMatchObject({ status: 1, stderr: `breakeven: ${FULL}\n` });
			const send = (path: string) =>
				fetch(`${address}${path}`, { method: 'POST', body: table('b', 90_000) });
			expect(await (await send('/api/v1/imports?name=b.csv')).json()).toEqual({ message: FULL });
			// Pages that only read still open.
			const page = await fetch(`${address}/runs?workspace=main`);
			expect([page.status, (await page.text()).includes('200')]).toEqual([200, true]);
		}
	);
});

test('a workspace file that goes while it is open: nothing more is stored until it is back', async () => {
	const main = await filled('main');
	const path = join(String(process.env.BREAKEVEN_DATA_DIR), 'workspaces/main.duckdb');
	renameSync(path, `${path}.away`);
	expect(await toldOf(importText(main, 'b.csv', table('b', 10)))).toMatch(GONE);
	expect(await toldOf(importText(main, 'b.csv', table('b', 10)))).toMatch(GONE);
	renameSync(`${path}.away`, path);
	await importText(main, 'b.csv', table('b', 10));
	expect(await runs('main')).toBe(210);
});

test('a data folder that goes is not made anew, empty', async () => {
	await filled('main');
	await closeWorkspaces();
	const folder = String(process.env.BREAKEVEN_DATA_DIR);
	renameSync(folder, `${folder}-away`);
	const body = () => new Blob(['x']).stream() as Parameters<typeof receive>[0];
	expect(await toldOf(receive(body()))).toMatch(GONE);
	expect(await toldOf((async () => openWorkspace('main', { create: true }))())).toMatch(GONE);
	expect(existsSync(folder)).toBe(false);
	renameSync(`${folder}-away`, folder);
	expect(await runs('main')).toBe(200);
});

test('a damaged file is told as such and left as it is; another workspace opens', async () => {
	await filled('main');
	await filled('other');
	await closeWorkspaces();
	const path = join(String(process.env.BREAKEVEN_DATA_DIR), 'workspaces/main.duckdb');
	writeFileSync(path, 'x'.repeat(100_000), { flag: 'r+' });
	expect(await toldOf(runs('main'))).toMatch(/^The workspace file is damaged/);
	expect(await toldOf(runs('main'))).toMatch(/^The workspace file is damaged/);
	expect(await runs('other')).toBe(200);
	expect(readdirSync(dirname(path)).sort()).toEqual(['main.duckdb', 'other.duckdb']);
});

describe.skipIf(!isBuilt)('an import whose client goes away', () => {
	const begun = async (rows: number) => {
		const { address, kill } = await serve(emptyFolder());
		onTestFinished(kill);
		const phase = async () => {
			const answer = await fetch(`${address}/api/v1/jobs/away`);
			return ((await answer.json()) as { phase: string }).phase;
		};
		const ended = async () => {
			while ((await phase()) !== 'ended') await sleep(20);
			return (await fetch(`${address}/api/v1/imports`)).json();
		};
		const url = `${address}/api/v1/imports?name=a.csv&job=away`;
		return { address, url, phase, ended, body: table('a', rows) };
	};

	test('after all was sent is read to its end, and the page tells how far it is', async () => {
		const { address, url, phase, ended, body } = await begun(5_000);
		const gone = new AbortController();
		const sent = fetch(url, { method: 'POST', body, signal: gone.signal }).catch(() => 'gone');
		while (!['waiting', 'reading', 'reducing'].includes(await phase())) await sleep(5);
		gone.abort();
		expect(await sent).toBe('gone');
		const page = await (await fetch(`${address}/data?workspace=main`)).text();
		expect(page).toContain('a.csv is coming in');
		expect(await ended()).toMatchObject({ receipts: [{ file: 'a.csv', runs: 5_000 }] });
	});

	test('while it sends is called off: nothing of it is there', async () => {
		const { url, phase, ended, body } = await begun(100);
		const gone = new AbortController();
		const half = new ReadableStream({
			start: (controller) => controller.enqueue(new TextEncoder().encode(body))
		});
		const init = { method: 'POST', body: half, duplex: 'half', signal: gone.signal };
		const sent = fetch(url, init as RequestInit).catch(() => 'gone');
		while ((await phase()) !== 'receiving') await sleep(5);
		gone.abort();
		expect(await sent).toBe('gone');
		expect(await ended()).toEqual({ receipts: [] });
	});
});

test.skipIf(!existsSync('/proc/self/comm'))(
	'what an upload left behind whose process was killed is swept, though nobody has asked after that process yet',
	async () => {
		// The parent turns into a program that never asks after its child.
		const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60']);
		onTestFinished(() => void parent.kill('SIGKILL'));
		const [pid] = (await once(parent.stdout, 'data')) as [Buffer];
		const dead = Number(pid.toString());
		while (readFileSync(`/proc/${parent.pid}/comm`, 'utf8') !== 'sleep\n') await sleep(5);
		const uploads = join(String(process.env.BREAKEVEN_DATA_DIR), 'uploads');
		mkdirSync(uploads);
		for (const owner of [dead, parent.pid]) writeFileSync(join(uploads, `${owner}-x.part`), 'x');
		sweepUploads();
		expect(readdirSync(uploads)).toHaveLength(2);
		process.kill(dead, 'SIGKILL');
		await sleep(50);
		expect(process.kill(dead, 0)).toBe(true);
		sweepUploads();
		expect(readdirSync(uploads)).toEqual([`${parent.pid}-x.part`]);
	}
);
