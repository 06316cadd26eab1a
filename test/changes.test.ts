import { expect, test } from 'vitest';
import { noDefinitions } from '#lib/definitions/definitions.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { actingAs, type Actor } from '#lib/server/access/actor.ts';
import { clearAssumption, storeAssumptions } from '#lib/server/assumptions/store.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { changes } from '#lib/server/change-log/changes.ts';
import { recordChange } from '#lib/server/change-log/record-change.ts';
import { saveDefinitions } from '#lib/server/definitions/store.ts';
import { createLink, revokeLink } from '#lib/server/reports/report-links.ts';
import { deleteScenario, lockScenario, saveScenario } from '#lib/server/scenarios/store.ts';
import { undo } from '#lib/server/undo.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const ana: Actor = { kind: 'member', name: 'ana', role: 'analyst', memberId: 7 };

/** The log oldest first, a change in one line, without its time. */
async function logOf(warehouse: Warehouse): Promise<string[]> {
	const rows = await changes(warehouse, { kind: null, who: null }, { most: 100 });
	return rows
		.map(({ who, kind, object, what, was, became }) =>
			[who, kind, object, what, was ?? '–', became ?? '–'].join(' | ')
		)
		.reverse();
}

const minutes = (value: number) => ({
	...{ task: 'refund', name: 'human_minutes', value, low: 10, high: 20 },
	...{ source: 'entered', note: null }
});

test('what is imported, assumed, defined and taken back leaves a line with what held before and after', async () => {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'a.csv', 'run_id,task,success,cost\na,refund,1,0.1\nb,refund,0,\n');
	await storeAssumptions(warehouse, [minutes(12)]);
	await actingAs(ana, () => storeAssumptions(warehouse, [minutes(15)]));
	await clearAssumption(warehouse, 'refund', 'human_minutes');
	await saveDefinitions(warehouse, { ...noDefinitions, repeats: { refund: 'trials' } }, null);
	await undo(warehouse, 1);
	expect(await logOf(warehouse)).toEqual([
		'this machine | import | a.csv (import 1) | imported | – | 2 of 2 rows kept',
		'this machine | assumption | Minutes by hand, refund | entered | – | 12 minutes (10 minutes to 20 minutes)',
		'ana | assumption | Minutes by hand, refund | entered | 12 minutes | 15 minutes (10 minutes to 20 minutes)',
		'this machine | assumption | Minutes by hand, refund | taken back | 15 minutes | –',
		expect.stringMatching(
			/^this machine \| definition \| definitions version 1 \| saved \| nothing defined \| ./
		),
		'this machine | import | a.csv (import 1) | undone | – | –'
	]);
});

test('scenarios, checks by hand and links are in it; of a link’s secret and passphrase nothing', async () => {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'a.csv', 'run_id,task,success,cost\na,refund,1,0.1\n');
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'More reviews',
		tasks: ['refund']
	});
	if ('problem' in read) throw new Error(read.problem);
	await saveScenario(warehouse, read.scenario);
	await saveScenario(warehouse, read.scenario, { id: 1 });
	await lockScenario(warehouse, 1, 1, 'board of May');
	await lockScenario(warehouse, 1, 1, null);
	await deleteScenario(warehouse, 1);
	const [run] = await warehouse.query<{ run_id: string }>(sql`select run_id from runs`);
	const runId = run?.run_id ?? '';
	const answer = { runId, answer: 'right', note: 'the text of a prompt' } as const;
	const how = { seconds: null, auditor: null, isBlind: false, isSecond: false };
	await recordAudits(warehouse, [{ ...answer, ...how }]);
	const token = await createLink(warehouse, 1, { passphrase: 'blue horse 42' });
	await revokeLink(warehouse, 1, 1);
	await revokeLink(warehouse, 1, 1);
	const log = await logOf(warehouse);
	expect(log.slice(1)).toEqual([
		'this machine | scenario | More reviews (scenario 1) | saved | – | version 1',
		'this machine | scenario | More reviews (scenario 1) | saved | version 1 | version 2',
		'this machine | scenario | More reviews (scenario 1, version 1) | locked | – | board of May',
		'this machine | scenario | More reviews (scenario 1, version 1) | unlocked | board of May | –',
		'this machine | scenario | More reviews (scenario 1) | deleted | version 2 | –',
		`this machine | check | run ${runId} | answered | – | right`,
		'this machine | link | link to report 1 | made | – | works 30 days, asks for a passphrase',
		'this machine | link | link 1 to report 1 | revoked | – | –'
	]);
	expect(log.join()).not.toMatch(new RegExp(`${token}|blue horse|prompt`));
});

test('a change that fails leaves no line', async () => {
	const warehouse = await emptyWorkspace();
	const failing = warehouse.change(async (change) => {
		await recordChange(change, { kind: 'report', what: 'frozen', object: 'a report' });
		await change.run(sql`select 1 / (select count(*) from nothing_here)`);
	});
	await expect(failing).rejects.toThrow('nothing_here');
	expect(await logOf(warehouse)).toEqual([]);
});

test('is asked for by kind and by person', async () => {
	const warehouse = await emptyWorkspace();
	await storeAssumptions(warehouse, [minutes(12)]);
	await actingAs(ana, () => saveDefinitions(warehouse, noDefinitions, null));
	const kinds = async (kind: 'definition' | null, who: string | null) =>
		(await changes(warehouse, { kind, who }, { most: 9 })).map((row) => row.kind);
	expect(await kinds('definition', null)).toEqual(['definition']);
	expect(await kinds(null, 'this machine')).toEqual(['assumption']);
	expect(await kinds('definition', 'this machine')).toEqual([]);
});

test('long texts are cut to one line', async () => {
	const warehouse = await emptyWorkspace();
	const object = `two\nlines ${'x'.repeat(400)}`;
	await warehouse.change((change) =>
		recordChange(change, { kind: 'report', what: 'frozen', object })
	);
	const [row] = await changes(warehouse, { kind: null, who: null }, { most: 1 });
	expect(row?.object).toBe(`two lines ${'x'.repeat(288)} …`);
});
