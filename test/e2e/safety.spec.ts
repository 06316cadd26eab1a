import { request as ask } from 'node:http';
import { expect } from '@playwright/test';
import { changeTest, readTest as test } from './app-test.ts';
import type { App } from './app.ts';
import { attemptsAt, attemptsFile } from './attempts-table.ts';
import { addressOf, filledPages } from './demo-pages.ts';
import { open } from './opened.ts';

interface Asked {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: string;
}

interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
}

test('a foreign host name is answered 421, whatever is asked', async ({ app }) => {
	for (const path of ['/', '/api/v1/metrics', '/runs.csv', '/tasks/x/__data.json']) {
		const { status, text } = await answer(app, { path, headers: { host: 'evil.example:80' } });
		expect(status, path).toBe(421);
		expect(text, path).toContain('evil.example');
		expect(text, path).not.toContain('refund-decision');
	}
	const itself = await answer(app, { path: '/', headers: { host: `localhost:${portOf(app)}` } });
	expect(itself.status).toBe(200);
});

const foreign = 'https://evil.example';
const bodies: Record<string, string> = {
	'text/plain': 'task,name,value\n,human_minutes,1',
	'application/x-www-form-urlencoded': 'import_id=1',
	'multipart/form-data; boundary=x':
		'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
	'application/json': '{}',
	'application/octet-stream': 'run_id,task\n1,stolen'
};
const changes = [
	{ method: 'POST', path: '/api/v1/imports?workspace=demo&name=a.csv' },
	{ method: 'POST', path: '/api/v1/assumptions?workspace=demo' },
	{ method: 'DELETE', path: '/api/v1/imports/1?workspace=demo' },
	{ method: 'POST', path: '/api/v1/reports?workspace=demo' },
	{ method: 'POST', path: '/reports?/create&workspace=demo' },
	{ method: 'POST', path: '/data?/undo&workspace=demo' },
	{ method: 'POST', path: '/data?/import&workspace=demo' },
	{ method: 'POST', path: '/data/workspace?/delete&workspace=demo' },
	{ method: 'POST', path: '/tasks/refund-decision?/assume&workspace=demo' }
];

for (const { method, path } of changes) {
	test(`a page of another site cannot ${method} ${path}`, async ({ app }) => {
		for (const [type, body] of Object.entries(bodies)) {
			for (const origin of [foreign, 'null', `http://127.0.0.1:${portOf(app) + 1}`]) {
				const length = String(body.length);
				const headers = { origin, 'content-type': type, 'content-length': length };
				const { status } = await answer(app, { method, path, headers, body });
				expect(status, `${type} from ${origin}`).toBe(403);
			}
		}
	});
}

test('every answer carries the headers, static files too', async ({ app, page }) => {
	await open(page, '/?workspace=demo');
	const script = await page.locator('link[rel=modulepreload]').first().getAttribute('href');
	const paths = ['/', '/favicon.svg', '/nowhere', '/api/v1/metrics', '/runs.csv?workspace=demo'];
	for (const path of [...paths, new URL(script ?? '', app.url).pathname]) {
		const { headers } = await answer(app, { path });
		expect(headers, path).toMatchObject({
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'same-origin',
			'cross-origin-opener-policy': 'same-origin',
			'cross-origin-resource-policy': 'same-origin',
			'x-frame-options': 'DENY'
		});
		expect(headers['x-powered-by'], path).toBeUndefined();
	}
});

test('pages run no script but their own', async ({ app, request }) => {
	for (const place of filledPages) {
		const { headers, text } = await answer(app, { path: await addressOf(place, request) });
		const policy = String(headers['content-security-policy']);
		const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? '';
		expect(scripts, place.name).toMatch(/^'self' 'nonce-[^']+'$/);
		expect(policy, place.name).toContain("default-src 'self'");
		expect(policy, place.name).toContain("object-src 'none'");
		expect(policy, place.name).toContain("frame-ancestors 'none'");
		expect(policy, place.name).not.toMatch(/https?:|\*/);
		expect(text, place.name).not.toMatch(/<script(?![^>]*nonce=)/);
		expect(text, place.name).not.toMatch(/(src|href)="https?:/);
	}
});

test('no address leads out of the data folder', async ({ app }) => {
	const paths = [
		'/../../etc/passwd',
		'/%2e%2e/%2e%2e/package.json',
		'/_app/..%2f..%2f..%2fpackage.json',
		'/favicon.svg%00.html',
		'/runs?workspace=../main',
		'/runs?workspace=%2Fetc%2Fpasswd',
		'/api/v1/metrics?workspace=..%2Fdemo'
	];
	for (const path of paths) {
		const { status, text } = await answer(app, { path });
		expect([400, 404], path).toContain(status);
		expect(text, path).not.toMatch(/root:|"devDependencies"/);
	}
});

changeTest(
	'from the first page to the last figure no request leaves this machine',
	async ({ page, app }) => {
		const asked = new Set<string>();
		page.on('request', (request) => asked.add(new URL(request.url()).origin));
		const { buffer } = attemptsFile('parcels.csv', attemptsAt('parcel-claims', 30));
		await page.request.post('/api/v1/imports?name=parcels.csv', {
			headers: { 'content-type': 'application/octet-stream' },
			data: buffer
		});
		for (const place of filledPages) await open(page, await addressOf(place, page.request));
		await open(page, '/tasks/parcel-claims?workspace=main');
		expect([...asked]).toEqual([app.url]);
	}
);

const portOf = (app: App): number => Number(new URL(app.url).port);

/** Asks as no browser would: any header, the path as it is written. */
function answer(app: App, { method = 'GET', path, headers = {}, body }: Asked): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = ask(
			{ host: '127.0.0.1', port: portOf(app), method, path, headers },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						headers: response.headers,
						text: String(Buffer.concat(chunks))
					})
				);
			}
		);
		asked.on('error', reject);
		asked.end(body);
	});
}
