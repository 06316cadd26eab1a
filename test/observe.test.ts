import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { operations } from '#lib/server/api/operations.ts';
import { faultInLog } from '#lib/server/observe/log.ts';
import { isBuilt, serve } from './served.ts';
import { emptyFolder } from './workspace.ts';

/** A text that must turn up in no log, wherever it is sent. */
const CANARY = 'sk-canary-0451';

const RUNS = `run_id,task,agent,success,${CANARY}\nr1,${CANARY},bot,1,${CANARY}\nr2,refund,bot,0,x\n`;

describe.skipIf(!isBuilt)('a server that is watched', () => {
	test('logs every request, import and fault as JSON, and nothing that somebody wrote', async () => {
		const server = await serve(emptyFolder(), ['--log', 'json']);
		onTestFinished(server.kill);
		const ask = (path: string, init: RequestInit = {}) =>
			fetch(server.address + path, { redirect: 'manual', ...init }).then(
				async (answer) => void (await answer.text())
			);
		await ask(`/api/v1/imports?name=${CANARY}.csv`, { method: 'POST', body: RUNS });
		const text = encodeURIComponent(`${CANARY}'"`);
		for (const { path, method, query = {}, body } of operations) {
			const filled = path.replace(/\[\w+\]/g, text);
			const params = Object.keys(query).map((name) => `${name}=${text}`);
			for (const asked of ['', `?${params.join('&')}`, `?workspace=${text}`])
				for (const sent of body
					? [CANARY, JSON.stringify({ name: CANARY, [CANARY]: CANARY })]
					: [null])
					await ask(`/api/v1/${filled}${asked}`, { method: method.toUpperCase(), body: sent });
		}
		for (const page of ['/', '/runs', '/tasks', '/r', '/data', '/simulate', '/nothing'])
			for (const more of [`?task=${text}&s=${text}`, `/${text}`, `/${text}?workspace=${text}`])
				await ask(page + more);
		const form = new URLSearchParams({ note: CANARY, name: CANARY, to: CANARY });
		for (const action of ['/data/workspace?/rename', '/data/assumptions?/save', '/reports?/create'])
			await ask(action, { method: 'POST', body: form });

		const lines = server.log().trim().split('\n');
		const entries = lines.map((line) => JSON.parse(line) as { event: string; route?: string });
		expect(lines.filter((line) => line.includes('canary') || line.includes('0451'))).toEqual([]);
		expect(entries.length).toBeGreaterThan(100);
		expect(entries).toContainEqual(
			expect.objectContaining({ event: 'import', format: 'attempts', kept: 2, rejected: 0 })
		);
		expect(entries).toContainEqual(
			expect.objectContaining({ event: 'request', route: '/r/[token]', status: 404 })
		);
	});

	test('counts for Prometheus: what is asked for, imported and simulated', async () => {
		const token = join(emptyFolder(), 'token');
		writeFileSync(token, 'right\n');
		const server = await serve(emptyFolder(), ['--metrics-token-file', token]);
		onTestFinished(server.kill);
		await fetch(`${server.address}/api/v1/imports?name=a.csv`, { method: 'POST', body: RUNS });
		await fetch(`${server.address}/runs/${CANARY}`);
		const text = await (await fetch(`${server.address}/metrics`)).text();
		for (const line of [
			'breakeven_http_requests_total{route="/runs/[runId]",method="GET",status="404"} 1',
			'breakeven_http_request_seconds_count 2',
			'breakeven_imports_total{format="attempts"} 1',
			'breakeven_import_rows_total{kind="kept"} 2',
			'breakeven_import_rows_total{kind="rejected"} 0',
			'breakeven_import_queue_length 0',
			'breakeven_simulations_running 0',
			'breakeven_workspaces 1'
		])
			expect(text.split('\n')).toContain(line);
		expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
		expect(text).toMatch(/^breakeven_workspace_bytes \d{4,}$/m);
		expect(text).not.toContain(CANARY);

		// As through a proxy on this machine: only with the token.
		const through = (more: Record<string, string>) =>
			fetch(`${server.address}/metrics`, { headers: { 'x-forwarded-for': '10.0.0.9', ...more } });
		expect((await through({})).status).toBe(401);
		expect((await through({ authorization: 'Bearer wrong' })).status).toBe(401);
		expect((await through({ authorization: 'Bearer right' })).status).toBe(200);
	});

	test('says that it is ready, and nothing of counts unless asked to', async () => {
		const server = await serve(emptyFolder());
		onTestFinished(server.kill);
		const health = await fetch(`${server.address}/healthz`);
		expect(await health.json()).toMatchObject({
			ready: true,
			version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
			schema: expect.any(Number) as number,
			disk_free_bytes: expect.any(Number) as number
		});
		expect((await fetch(`${server.address}/metrics`)).status).toBe(404);
	});
});

test('a fault in the log has no values that it quotes', () => {
	const fault = new Error(
		`Conversion Error: Could not convert string '${CANARY}' to INT32\nat ${CANARY}`
	);
	expect(faultInLog(fault)).toBe('Error: Conversion Error: Could not convert string … to INT32');
	expect(faultInLog(new Error(`no "${CANARY} without an end`))).toBe('Error: no …');
});
