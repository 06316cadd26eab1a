import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { ingest } from '#lib/server/ingest.ts';
import { emptyFolder, openWorkspace, shared } from '../workspace.ts';
import { median, printTable } from './rounds.ts';

const SIZE = process.env.SIZE ?? '100MB';
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const generator = join(shared, 'bench/generate-otlp.mjs');

test.skipIf(!existsSync(generator))(
	`${SIZE} of OTLP JSON lines, to the receipt, beside JSON.parse of the same lines`,
	async () => {
		const path = join(emptyFolder(), 'traces.jsonl');
		execFileSync(process.execPath, [generator, '--size', SIZE, '--out', path]);
		const { size: bytes } = statSync(path);
		const sha256 = await digest(path);
		const parsed: number[] = [];
		const imported: number[] = [];
		let [rows, peak] = [0, 0];
		for (let round = 0; round < ROUNDS; round++) {
			parsed.push(await seconds(() => parseLines(path)));
			const folder = emptyFolder();
			const warehouse = await openWorkspace(folder);
			const watch = setInterval(() => {
				peak = Math.max(peak, process.memoryUsage.rss());
			}, 100);
			imported.push(
				await seconds(async () => {
					const file = { path, name: 'traces.jsonl', bytes, sha256, options: {} };
					const receipt = await ingest(file, warehouse);
					rows = receipt.rows.read;
					expect(receipt.rows.kept + receipt.rows.duplicates + receipt.rows.rejected).toBe(rows);
				})
			);
			clearInterval(watch);
			await warehouse.close();
		}
		const ratio = median(parsed) / median(imported);
		printTable([
			['', 'seconds', 'MB/s', 'x JSON.parse'],
			['JSON.parse of each line', median(parsed), bytes / 1e6 / median(parsed), 1],
			['import to the receipt', median(imported), bytes / 1e6 / median(imported), ratio]
		]);
		console.log(`${rows} rows, at most ${Math.round(peak / 2 ** 20)} MiB of this process`);
	}
);

async function seconds(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return (performance.now() - start) / 1000;
}

async function parseLines(path: string): Promise<number> {
	let keys = 0;
	for await (const line of createInterface({ input: createReadStream(path) }))
		keys += Object.keys(JSON.parse(line) as object).length;
	return keys;
}

async function digest(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path), hash);
	return hash.digest('hex');
}
