import type { APIRequestContext } from '@playwright/test';

/** A page by name, and where it is; a run's address is only known once there are runs. */
export interface Place {
	name: string;
	address: string | ((request: APIRequestContext) => Promise<string>);
}

/** Every page with the demo's data on it. */
export const filledPages: readonly Place[] = [
	{ name: 'Overview', address: '/?workspace=demo&compare=1' },
	{ name: 'Tasks', address: '/tasks?workspace=demo' },
	{ name: 'Task', address: '/tasks/refund-decision?workspace=demo&compare=1' },
	{ name: 'Stop-loss', address: '/tasks/refund-decision/stop-loss?workspace=demo' },
	{ name: 'Check', address: '/tasks/refund-decision/check?workspace=demo' },
	{ name: 'Runs', address: '/runs?workspace=demo' },
	{ name: 'Run', address: brokenRun },
	{ name: 'Run of a table', address: tableRun },
	{ name: 'Reports', address: '/reports?workspace=demo' },
	{ name: 'Scenarios', address: '/scenarios?workspace=demo' },
	{ name: 'Simulator, choosing a task', address: '/simulate?workspace=demo' },
	{
		name: 'Simulator',
		address: '/simulate?workspace=demo&task=refund-decision&s.oversight.review.below=0.8'
	},
	{ name: 'Portfolio', address: '/portfolio?workspace=demo&hours=40' },
	{ name: 'Scenarios compared', address: '/scenarios/compare?workspace=demo' },
	{ name: 'Imports', address: '/data?workspace=demo' },
	{ name: 'Prices', address: '/data/prices?workspace=demo' },
	{ name: 'Definitions', address: '/data/definitions?workspace=demo' },
	{ name: 'Assumptions', address: '/data/assumptions?workspace=demo&of=refund-decision' },
	{ name: 'Workspace', address: '/data/workspace?workspace=demo' },
	{ name: 'Glossary', address: '/glossary?workspace=demo' },
	{ name: 'Change log', address: '/changes?workspace=demo' }
];

/** Every page of a workspace that nothing was imported into. */
export const emptyPages: readonly Place[] = [
	...[
		'',
		'tasks',
		'runs',
		'scenarios',
		'simulate',
		'scenarios/compare',
		'reports',
		'portfolio',
		'data',
		'data/prices',
		'data/definitions',
		'data/assumptions',
		'data/workspace'
	].map((path) => ({ name: `/${path}`, address: `/${path}?workspace=main` }))
];

/** Pages whose filters leave nothing. */
export const filteredPages: readonly Place[] = [
	...['', 'tasks', 'tasks/refund-decision', 'runs'].map((path) => ({
		name: `/${path}`,
		address: `/${path}?workspace=demo&agent=nobody&from=2026-10-01`
	})),
	{ name: '/glossary', address: '/glossary?workspace=demo&q=nothingiscalledthat' }
];

/** Addresses that lead nowhere. */
export const missingPages: readonly Place[] = [
	{ name: 'a page', address: '/nowhere?workspace=demo' },
	{ name: 'a task', address: '/tasks/nowhere?workspace=demo' },
	{ name: 'a run', address: '/runs/nowhere?workspace=demo' },
	{ name: 'a scenario', address: '/scenarios/7?workspace=demo' }
];

/** The address of a place of the server that `request` asks. */
export const addressOf = ({ address }: Place, request: APIRequestContext): Promise<string> =>
	typeof address === 'string' ? Promise.resolve(address) : address(request);

/** The address of the newest run of the demo that the filters leave. */
export async function newestRun(request: APIRequestContext, filters: string): Promise<string> {
	const csv = await (await request.get(`/runs.csv?workspace=demo&${filters}`)).text();
	const id = csv.split('\r\n')[1]?.split(',')[0];
	if (!id) throw new Error(`the demo has no run with ${filters}`);
	return `/runs/${encodeURIComponent(id)}?workspace=demo`;
}

function brokenRun(request: APIRequestContext): Promise<string> {
	return newestRun(request, 'status=error&task=refund-decision');
}

function tableRun(request: APIRequestContext): Promise<string> {
	return newestRun(request, 'task=invoice-extraction');
}
