import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { changesSince } from '#lib/reports/changes-since.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import {
	findReport,
	listReports,
	storeTexts,
	type StoredReport
} from '#lib/server/reports/report-store.ts';
import { reportExports } from '#lib/server/reports/report-exports.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

/** 60 refund runs, 54 right, at 0.10 USD; a person needs 20 minutes at 30 USD an hour = 10 USD. */
const REFUNDS = [
	'run_id,task,agent,model,success,cost,started_at',
	...Array.from(
		{ length: 60 },
		(_, at) =>
			`r${at},refund,desk,gpt-5-mini,${at % 10 === 0 ? 0 : 1},0.10,2026-09-${String(1 + (at % 28)).padStart(2, '0')}T10:00:00Z`
	)
].join('\n');

const baseline = (minutes: number) =>
	[
		{ name: 'human_minutes', value: minutes },
		{ name: 'human_wage_per_hour', value: 30 },
		{ name: 'volume_per_month', value: 500 }
	].map((one) => ({
		...one,
		task: 'refund',
		low: null,
		high: null,
		source: 'entered',
		note: null
	}));

async function desk(): Promise<Warehouse> {
	const warehouse = await emptyWorkspace();
	await importText(warehouse, 'refunds.csv', REFUNDS);
	await storeAssumptions(warehouse, baseline(20));
	return warehouse;
}

async function reported(warehouse: Warehouse, at?: string): Promise<StoredReport> {
	const workspace = { id: 'main', isDemo: false, warehouse };
	const id = await makeReport(workspace, { filters: noFilters(), ...(at ? { at } : {}) });
	const report = id === null ? null : await findReport(warehouse, id);
	if (!report) throw new Error('no report was made');
	return report;
}

const blockOf = (report: StoredReport, id: string) =>
	report.document.blocks.find((block) => block.id === id);

describe('a report is frozen', () => {
	test('one call makes a whole report: headline, verdicts, money, what nobody knows, method', async () => {
		const report = await reported(await desk());
		expect(report.document.blocks.map((block) => block.id)).toEqual([
			'headline',
			'verdicts',
			'unknowns',
			'money',
			'costs',
			'reliability',
			'frontier',
			'harm',
			'flips',
			'assumptions',
			'method'
		]);
		expect(blockOf(report, 'headline')?.pieces[0]).toEqual({
			kind: 'lead',
			text: 'Of 1 kind of work, 1 is worth an agent.'
		});
		expect(report.document.title).toBe('Which work is worth an agent? 1 to 28 Sep 2026');
		expect(report.document.origin).toMatchObject({ seed: 1, definitionsVersion: 0 });
	});

	test('it stays byte for byte the same when the data changes, and its hash is that of its text', async () => {
		const warehouse = await desk();
		const before = await reported(warehouse);
		await importText(
			warehouse,
			'more.csv',
			REFUNDS.replaceAll(/^r/gm, 's').replaceAll(',1,', ',0,')
		);
		await storeAssumptions(warehouse, baseline(1));
		const after = await findReport(warehouse, before.id);
		expect(after?.text).toBe(before.text);
		expect(after?.sha256).toBe(createHash('sha256').update(before.text).digest('hex'));
	});

	test('a changed byte is noticed: the report is refused', async () => {
		const warehouse = await desk();
		const { id } = await reported(warehouse);
		await warehouse.change((change) =>
			change.run(sql`update reports set document = replace(document, 'worth', 'cheap')`)
		);
		await expect(findReport(warehouse, id)).rejects.toThrow('its hash does not fit');
	});

	test('the same data gives the same figures in another workspace, and the same data hash', async () => {
		const [a, b] = [await reported(await desk()), await reported(await desk())];
		expect(a.document.origin).toEqual(b.document.origin);
		expect(a.document.data).toEqual(b.document.data);
	});

	test('a changed assumption changes the data hash', async () => {
		const warehouse = await desk();
		const before = await reported(warehouse);
		await storeAssumptions(warehouse, baseline(21));
		const after = await reported(warehouse);
		expect(after.document.origin.dataSha256).not.toBe(before.document.origin.dataSha256);
	});

	test('no run, no report', async () => {
		const workspace = { id: 'main', isDemo: false, warehouse: await emptyWorkspace() };
		expect(await makeReport(workspace, { filters: noFilters() })).toBeNull();
	});
});

describe('a newer report says what changed', () => {
	test('nothing, when nothing did', async () => {
		const warehouse = await desk();
		await reported(warehouse);
		const again = await reported(warehouse);
		expect(blockOf(again, 'changes')?.pieces).toEqual([
			{ kind: 'text', text: expect.stringContaining('Nothing changed.') }
		]);
	});

	test('the verdict, the inputs behind it, and the days', async () => {
		const warehouse = await desk();
		const first = await reported(warehouse);
		// By hand a case now costs 0.1 / 60 x 30 = 0.05 USD, half of what a run costs.
		await storeAssumptions(warehouse, baseline(0.1));
		await importText(
			warehouse,
			'late.csv',
			REFUNDS.replaceAll(/^r/gm, 'l').replaceAll('2026-09', '2026-10')
		);
		const second = await reported(warehouse);
		const changes = changesSince(first.document, second.document);
		expect(changes[0]).toMatch(/^refund: was “automate”, is “/);
		expect(changes).toContain('Runs of 1 to 28 Sep 2026, now of 1 Sep to 28 Oct 2026.');
		expect(changes.at(-1)).toMatch(
			/^The data behind it is not the same: .*, now [0-9a-f]{12}\)\.$/
		);
		const told = blockOf(second, 'changes')?.pieces.at(-1);
		expect(told).toEqual({ kind: 'list', items: changes });
		expect(changes.join(' ')).toContain('minutes by hand 20 minutes, now 0.1 minutes');
	});
});

describe('words can be written, figures cannot', () => {
	test('the last text of a place holds, an empty one takes it back, the frozen part stays', async () => {
		const warehouse = await desk();
		const { id, sha256 } = await reported(warehouse);
		await storeTexts(
			warehouse,
			id,
			new Map([
				['title', 'Refunds'],
				['note:money', 'Ask Ana.']
			])
		);
		await storeTexts(warehouse, id, new Map([['note:money', '']]));
		const report = await findReport(warehouse, id);
		expect(report?.texts).toEqual({ title: 'Refunds' });
		expect(report?.sha256).toBe(sha256);
		expect(await listReports(warehouse)).toMatchObject([
			{ id, title: 'Refunds', headline: 'Of 1 kind of work, 1 is worth an agent.', links: 0 }
		]);
	});
});

describe('files', () => {
	const fileOf = async (report: StoredReport, format: string) => {
		const made = await reportExports.find((one) => one.format === format)?.make(report);
		return typeof made === 'string' ? made : '';
	};

	test('JSON is the frozen document byte for byte: its SHA-256 is the hash shown', async () => {
		const report = await reported(await desk());
		const json = await fileOf(report, 'json');
		expect(createHash('sha256').update(json).digest('hex')).toBe(report.sha256);
	});

	test('CSV has a line per kind of work; a name that starts like a formula is made harmless', async () => {
		const warehouse = await emptyWorkspace();
		await importText(warehouse, 'evil.csv', REFUNDS.replaceAll(',refund,', ',=1+1,'));
		const csv = await fileOf(await reported(warehouse), 'csv');
		const [headings, row] = csv.split('\r\n');
		expect(headings).toContain('"Net benefit, USD a month, low"');
		expect(row).toMatch(/^'=1\+1,/);
	});
});
