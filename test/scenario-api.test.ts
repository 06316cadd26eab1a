import { describe, expect, it } from 'vitest';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import * as lockApi from '../src/routes/api/v1/scenarios/[id]/lock/+server.ts';
import * as scenarioApi from '../src/routes/api/v1/scenarios/[id]/+server.ts';
import * as scenariosApi from '../src/routes/api/v1/scenarios/+server.ts';
import * as simulateApi from '../src/routes/api/v1/simulate/+server.ts';
import { emptyWorkspace } from './workspace.ts';

const figure = (value: number) => ({ value, source: 'measured', n: 200 });
const pinned = {
	breakeven_schema: 'scenario/1',
	name: 'as pinned',
	tasks: ['refund'],
	pin: {
		date: '2026-11-01',
		tasks: {
			refund: {
				case_success_rate: figure(0.9),
				cost_per_case_usd: figure(0.5),
				human_minutes: figure(10),
				human_wage_per_hour: figure(45)
			}
		}
	}
};

describe('POST /api/v1/simulate', () => {
	it('answers with every option; the same seed with the same figures', async () => {
		const warehouse = await emptyWorkspace();
		const ask = (query: string) =>
			json(simulateApi.POST(event(warehouse, `simulate?${query}`, { body: pinned })));
		const once = await ask('seed=7&replications=4096&workers=1');
		const twice = await ask('seed=7&replications=4096&workers=2');
		expect(once.status).toBe(200);
		expect(once.body).toMatchObject({ seed: 7, trials: 4096, precision: 'full' });
		expect(twice.body).toEqual(once.body);
	});

	it('says in one sentence what it cannot read, or does not know', async () => {
		const warehouse = await emptyWorkspace();
		const ask = (body: object, query = '') =>
			json(simulateApi.POST(event(warehouse, `simulate?${query}`, { body })));
		expect(await ask({ ...pinned, inputs: { human_minute: 3 } })).toEqual({
			status: 400,
			body: {
				message: 'inputs.human_minute: there is no "human_minute", did you mean "human_minutes"?'
			}
		});
		expect(await ask(pinned, 'workers=many')).toEqual({
			status: 400,
			body: { message: 'workers is "many", expected a whole number from 1 to 16.' }
		});
		expect((await ask({ ...pinned, note: 'x'.repeat(2_100_000) })).status).toBe(413);
		expect(await ask({ ...pinned, tasks: ['unheard of'] })).toEqual({
			status: 404,
			body: { message: 'There is no task called "unheard of" with runs.' }
		});
		const wrong = { ...pinned, mode: 'sobol', replications: 16_384 };
		expect((await ask(wrong, 'replications=1000')).status).toBe(400);
	});
});

describe('saved scenarios', () => {
	it('are saved, listed, locked, unlocked and removed', async () => {
		const warehouse = await emptyWorkspace();
		const save = (query: string) =>
			json(scenariosApi.POST(event(warehouse, `scenarios?${query}`, { body: pinned })));
		expect((await save('note=first')).body).toEqual({ id: 1, version: 1 });
		expect((await save('id=1')).body).toEqual({ id: 1, version: 2 });
		expect((await save('id=9')).status).toBe(404);
		const listed = await json(scenariosApi.GET(event(warehouse, 'scenarios')));
		expect(listed.body).toMatchObject({ rows: [{ id: 1, name: 'as pinned', version: 2 }] });

		const one = (query = '') => event(warehouse, `scenarios/1?${query}`, { params: { id: '1' } });
		const found = await json(scenarioApi.GET(one('version=1')));
		expect(found.body).toMatchObject({
			version: 1,
			scenario: pinned,
			history: [{}, { note: 'first' }]
		});
		expect((await json(scenarioApi.GET(one('version=5')))).status).toBe(404);

		expect((await json(lockApi.POST(one('version=2')))).status).toBe(400);
		expect((await json(lockApi.POST(one('version=2&reason=board')))).body).toEqual({
			locked: true
		});
		expect((await json(scenarioApi.DELETE(one()))).status).toBe(409);
		expect((await json(lockApi.DELETE(one('version=2')))).body).toEqual({ locked: false });
		expect((await json(scenarioApi.DELETE(one()))).body).toEqual({ deleted: true });
		expect((await json(scenarioApi.GET(one()))).status).toBe(404);
	});
});

function event(
	warehouse: Warehouse,
	path: string,
	{ body, params = {} }: { body?: object; params?: Record<string, string> } = {}
) {
	const url = new URL(`http://127.0.0.1/api/v1/${path}`);
	const request = body
		? new Request(url, { method: 'POST', body: JSON.stringify(body) })
		: new Request(url);
	return {
		url,
		params,
		request,
		locals: { workspace: () => Promise.resolve({ warehouse }) }
	} as never;
}

async function json(asked: Response | Promise<Response>) {
	const answer = await asked;
	return { status: answer.status, body: (await answer.json()) as unknown };
}
