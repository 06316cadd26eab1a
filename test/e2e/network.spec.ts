import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, request as requests, test } from '@playwright/test';
import { demoDataDir, startApp } from './app.ts';
import { attemptsAt, attemptsFile } from './attempts-table.ts';
import { addressOf, filledPages } from './demo-pages.ts';

const denied = `--import=${pathToFileURL(join(import.meta.dirname, 'no-network.mjs')).href}`;

test('with the network denied everything works, and nothing was tried', async () => {
	const dataDir = demoDataDir();
	const attempts = join(dataDir, 'attempts.txt');
	const env = { NODE_OPTIONS: denied, BREAKEVEN_ATTEMPTS: attempts };
	const app = await startApp(dataDir, undefined, ['--no-demo'], env);
	const request = await requests.newContext({ baseURL: app.url });
	try {
		const { buffer } = attemptsFile('parcels.csv', attemptsAt('parcel-claims', 30));
		const imported = await request.post('/api/v1/imports?name=parcels.csv', {
			headers: { 'content-type': 'application/octet-stream' },
			data: buffer
		});
		expect(imported.status()).toBe(200);
		for (const place of filledPages) {
			const path = await addressOf(place, request);
			expect((await request.get(path)).status(), place.name).toBe(200);
		}
		const made = await request.post('/api/v1/reports?workspace=demo');
		const { id } = (await made.json()) as { id: number };
		const pdf = await request.get(`/api/v1/reports/${id}/pdf?workspace=demo`);
		expect(pdf.status()).toBe(200);
		expect(existsSync(attempts) ? readFileSync(attempts, 'utf8') : '').toBe('');
	} finally {
		await request.dispose();
		await app.stop();
	}
	// The same denial notices a program that does try.
	const tries =
		"fetch('http://192.0.2.1/').catch(() => 0); fetch('http://x.example/').catch(() => 0)";
	execFileSync(process.execPath, ['-e', tries], { env: { ...process.env, ...env } });
	expect(readFileSync(attempts, 'utf8').trim().split('\n')).toHaveLength(2);
	rmSync(dataDir, { recursive: true, force: true });
});
