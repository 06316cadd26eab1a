import { expect, type APIRequestContext } from '@playwright/test';
import { hostileSql, hostileTexts } from '../hostile-texts.ts';
import { changeTest as test } from './app-test.ts';
import { expectFits } from './opened.ts';

test.use({ tolerated: /status of 404/ });

/** Each text as a task, an agent, a model, a case, an error, an attribute and the name of a column. */
function hostileTable(): string {
	const quoted = (cell: unknown) => `"${String(cell).replaceAll('"', '""')}"`;
	const columns = 'run_id,task,agent,model,success,cost_usd,started_at,confidence,case_id,error'
		.split(',')
		.concat('<img src=x onerror=window.hacked=1>', '"><script>window.hacked=1</script>');
	const text = (at: number) => hostileTexts[at % hostileTexts.length] ?? '';
	const rows = hostileTexts.map((task, at) => [
		`run ${at} ${task.slice(0, 50)}`,
		task,
		text(at + 1),
		text(at + 2),
		at % 2,
		0.1,
		`2026-09-${String(1 + (at % 28)).padStart(2, '0')}T10:00:00Z`,
		0.5,
		`case ${at}`,
		text(at + 3),
		text(at + 4).slice(0, 300),
		text(at + 5).slice(0, 300)
	]);
	return [columns, ...rows].map((cells) => cells.map(quoted).join(',')).join('\n');
}

const [script = '', image = ''] = hostileTexts.filter((text) => /^<(script|img)/.test(text));
const formula = hostileTexts.find((text) => text.startsWith('=HYPERLINK')) ?? '';

async function filled(request: APIRequestContext): Promise<{ run: string; link: string }> {
	const binary = { 'content-type': 'application/octet-stream' };
	const sent = async (path: string, data: string | object, headers = {}) => {
		const answer = await request.post(`/api/v1/${path}`, { data, headers });
		expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
		return answer.json();
	};
	const name = encodeURIComponent(`${image}${formula}.csv`);
	await sent(`imports?workspace=main&name=${name}`, hostileTable(), binary);
	const entered = [script, image, formula].map(
		(text) =>
			`"${text.replaceAll('"', '""')}",human_minutes,20,10,30,entered,"<b>${text.replaceAll('"', '""')}"`
	);
	const assumptions = ['task,name,value,low,high,source,note', ...entered].join('\n');
	await sent('assumptions?workspace=main', assumptions, { 'content-type': 'text/csv' });
	for (const text of [script, image])
		await sent(`scenarios?workspace=main&note=${encodeURIComponent(text)}`, {
			breakeven_schema: 'scenario/1',
			name: text,
			note: text,
			tasks: [text]
		});
	await sent('reports?workspace=main', '');
	await sent('reports?workspace=main&scenarios=1,2', '');
	const { address } = await sent('reports/1/links?workspace=main&comments=1', '');
	const page = await (await request.get('/runs?workspace=main')).text();
	const run = /href="(\/runs\/[^"]+)"/.exec(page)?.[1] ?? '';
	return { run: run.replaceAll('&amp;', '&'), link: address };
}

test('names that are scripts, markup, templates or formulas are names on every page', async ({
	page
}) => {
	const { run, link } = await filled(page.request);
	const path = (text: string) => encodeURIComponent(text);
	const pages = [
		'/',
		'/tasks',
		'/runs',
		run,
		'/scenarios',
		'/scenarios/1',
		'/scenarios/compare?ids=1,2',
		'/simulate',
		'/portfolio',
		'/reports',
		'/reports/1',
		'/reports/2/preview',
		'/data',
		'/data/prices',
		'/data/definitions',
		'/data/assumptions',
		'/verdicts',
		'/changes',
		...[script, image, formula].map((text) => `/tasks/${path(text)}`),
		`/tasks/${path(script)}/check`,
		`/simulate?task=${path(image)}`,
		`/runs?q=${path(script)}&task=${path(image)}`,
		`/nowhere/${path(script)}`,
		link
	];
	for (const address of pages) {
		const asked =
			address.startsWith('http') || address.includes('workspace=')
				? address
				: `${address}${address.includes('?') ? '&' : '?'}workspace=main`;
		const answer = await page.goto(asked);
		expect(answer?.status(), address).toBeLessThan(500);
		await page.waitForTimeout(100);
		await expectFits(page);
		expect(await page.evaluate(() => 'hacked' in window), address).toBe(false);
	}
});

interface Operations {
	paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>>;
}

test('nothing that is asked becomes part of a statement', async ({ request }) => {
	await filled(request);
	const figures = async () => (await request.get('/api/v1/metrics?workspace=main&by=task')).text();
	const before = await figures();
	const { paths } = (await (await request.get('/api/v1/openapi.json')).json()) as Operations;
	const broken: string[] = [];
	const ask = async (method: string, address: string) => {
		const data = ['get', 'delete'].includes(method) ? undefined : '{}';
		const answer = await request.fetch(address, { method, data });
		if (answer.status() >= 500) broken.push(`${method} ${address}: ${await answer.text()}`);
	};
	let next = 0;
	/** Each text comes in turn. */
	const text = () => encodeURIComponent(hostileSql[next++ % hostileSql.length] ?? '');
	for (const [path, methods] of Object.entries(paths).filter(([one]) => one !== '/backup')) {
		for (const [method, { parameters = [] }] of Object.entries(methods)) {
			const isOfRow = parameters.some((one) => one.in === 'path');
			for (let at = 0; isOfRow && at < hostileSql.length; at += 3)
				await ask(method, `/api/v1${path.replace(/\{\w+\}/g, text)}?workspace=main`);
			// Without a hostile id a DELETE would delete.
			if (method === 'delete' || /simulate$/.test(path)) continue;
			const own = `/api/v1${path.replace(/\{\w+\}/g, '1')}`;
			for (const { name } of parameters.filter((one) => one.in === 'query'))
				await ask(method, `${own}?workspace=main&${name}=${text()}`);
			await ask(method, `${own}?workspace=main&attribute.${text()}=${text()}`);
			await ask(method, `${own}?workspace=${text()}`);
		}
	}
	const pages = ['', 'tasks', 'runs', 'runs.csv', 'verdicts', 'changes', 'changes.csv', 'data'];
	const names = 'task agent model status outcome from to attribute.x q page sort kind who'.split(
		' '
	);
	for (const page of pages)
		for (const name of names) await ask('get', `/${page}?workspace=main&${name}=${text()}`);
	for (const page of ['tasks', 'runs', 'scenarios', 'reports', 'r'])
		for (const one of hostileSql)
			await ask('get', `/${page}/${encodeURIComponent(one)}?workspace=main`);
	expect(broken).toEqual([]);
	expect(await figures()).toBe(before);
});
