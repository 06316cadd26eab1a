import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { periodAt } from '#lib/reports/schedule-periods.ts';
import { askedSchedule } from '#lib/server/reports/asked-schedule.ts';
import { dropReports, reportsFolder } from '#lib/server/reports/drop-reports.ts';
import { listReports } from '#lib/server/reports/report-store.ts';
import {
	deleteSchedule,
	makeSchedule,
	pauseSchedule,
	reportSchedules
} from '#lib/server/reports/schedule-store.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import { closeWorkspaces, openWorkspace, type Workspace } from '#lib/server/workspaces.ts';
import { importFile } from './workspace.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakeven-schedules-'));
let workspace: Workspace;

beforeAll(async () => {
	process.env.BREAKEVEN_DATA_DIR = folder;
	workspace = await openWorkspace('main', { create: true });
	await imported('a', 'run_id,task,success,cost\na,refund,1,0.1\n');
});
afterAll(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
	rmSync(folder, { recursive: true, force: true });
});

async function imported(name: string, text: string): Promise<void> {
	const path = join(folder, `${name}.csv`);
	writeFileSync(path, text);
	await importFile(workspace.warehouse, path);
}

const at = (day: string) => Date.parse(`${day}T09:00:00Z`);
const files = () => readdirSync(reportsFolder('main')).sort();
const last = async () => (await reportSchedules(workspace.warehouse))[0]?.last;

test('a week begins on Monday, a month on its first, in UTC', () => {
	expect(periodAt('week', Date.parse('2026-11-22T23:59:59Z'))).toBe('2026-11-16');
	expect(periodAt('week', Date.parse('2026-11-23T00:00:00Z'))).toBe('2026-11-23');
	expect(periodAt('month', Date.parse('2026-12-01T00:00:00Z'))).toBe('2026-12-01');
});

test('only rhythms and kinds of file that there are', () => {
	expect(askedSchedule('week', ['pdf', 'html'])).toEqual({
		every: 'week',
		formats: ['html', 'pdf']
	});
	expect(askedSchedule('day', ['pdf'])).toHaveProperty('problem');
	expect(askedSchedule('week', [])).toHaveProperty('problem');
	expect(askedSchedule('week', ['pdf', '../../etc/cron.d/x'])).toHaveProperty('problem');
});

describe('a report every week', () => {
	test('is written once in a week, whole', async () => {
		const { warehouse } = workspace;
		await makeSchedule(warehouse, {
			every: 'week',
			formats: ['csv', 'json'],
			filters: noFilters()
		});
		await dropReports(workspace, at('2026-11-18'));
		await dropReports(workspace, at('2026-11-20'));
		expect(files()).toEqual([
			'breakeven-report-1-2026-11-18.csv',
			'breakeven-report-1-2026-11-18.json'
		]);
		expect(await last()).toMatchObject({
			period: '2026-11-16',
			outcome: 'written',
			told: 'Report 1 was written as csv, json.'
		});
	});

	test('without a change, one line says so and no report is made', async () => {
		await dropReports(workspace, at('2026-11-23'));
		expect(files().at(-1)).toBe('breakeven-report-unchanged-2026-11-23.txt');
		expect(readFileSync(join(reportsFolder('main'), files().at(-1) ?? ''), 'utf8')).toBe(
			'Nothing changed since report 1 of 18 Nov 2026.\n'
		);
		expect(await listReports(workspace.warehouse)).toHaveLength(1);
	});

	test('weeks in which nothing ran are caught up with one report, and it says what changed', async () => {
		await imported('b', 'run_id,task,success,cost\nb,refund,0,0.1\n');
		await dropReports(workspace, at('2026-12-16'));
		expect(await last()).toMatchObject({ period: '2026-12-14', outcome: 'written', report_id: 2 });
		const document = JSON.parse(
			readFileSync(join(reportsFolder('main'), 'breakeven-report-2-2026-12-16.json'), 'utf8')
		) as { blocks: { id: string }[] };
		expect(document.blocks.map((block) => block.id)).toContain('changes');
	});

	test('a folder that cannot be written to is told, and tried again without a second report', async () => {
		await imported('c', 'run_id,task,success,cost\nc,refund,0,0.3\n');
		process.env.BREAKEVEN_REPORTS_DIR = join(folder, 'a.csv');
		await dropReports(workspace, at('2026-12-21'));
		await dropReports(workspace, at('2026-12-21'));
		expect(await last()).toMatchObject({
			outcome: 'failed',
			told: expect.stringContaining('ENOTDIR')
		});
		delete process.env.BREAKEVEN_REPORTS_DIR;
		await dropReports(workspace, at('2026-12-22'));
		expect(await last()).toMatchObject({ outcome: 'written', report_id: 3 });
		expect(await listReports(workspace.warehouse)).toHaveLength(3);
	});

	test('paused it writes nothing; deleted it is gone, and both are in the log', async () => {
		const { warehouse } = workspace;
		const before = files();
		expect(await pauseSchedule(warehouse, 1, true)).toBe(true);
		await dropReports(workspace, at('2027-01-20'));
		expect(files()).toEqual(before);
		expect(await deleteSchedule(warehouse, 1)).toBe(true);
		expect(await deleteSchedule(warehouse, 1)).toBe(false);
		expect(await reportSchedules(warehouse)).toEqual([]);
		const logged = await warehouse.query<{ what: string }>(
			sql`select what from changes where object = 'report schedule 1' order by change_id`
		);
		expect(logged.map(({ what }) => what)).toEqual(['made', 'paused', 'deleted']);
	});
});

test('a migration with a lower number that came later is applied too', async () => {
	const { warehouse } = workspace;
	await warehouse.change(async (change) => {
		await change.run(sql`drop table report_drops`);
		await change.run(sql`delete from schema_version where version = 6`);
	});
	await warehouse.migrate();
	expect(await warehouse.query(sql`select * from report_drops`)).toEqual([]);
});
