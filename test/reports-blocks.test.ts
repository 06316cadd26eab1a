import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import type { Piece, ReportTable } from '#lib/reports/document.ts';
import { axesOf, curveTable } from '#lib/reports/curve-axes.ts';
import { noteOf, ORDER, shownBlocks } from '#lib/reports/report-texts.ts';
import { reportHtml } from '#lib/reports/html/report-html.ts';
import { readScenario } from '#lib/scenarios/read-scenario.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { askedScenarios } from '#lib/server/reports/asked-scenarios.ts';
import { makeReport } from '#lib/server/reports/make-report.ts';
import { findReport, storeTexts, type StoredReport } from '#lib/server/reports/report-store.ts';
import { saveScenario } from '#lib/server/scenarios/store.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { importFile, openWorkspace } from './workspace.ts';

/** Two kinds of work of 80 runs: confidence tells right from wrong; runs take 2 to 11 seconds. */
const RUNS = [
	'run_id,task,agent,model,success,cost,started_at,duration_s,confidence',
	...['refund', 'invoice'].flatMap((task) =>
		Array.from({ length: 80 }, (_, at) => {
			const isRight = at % 8 !== 0;
			const confidence = isRight ? 0.7 + (at % 3) / 10 : 0.3 + (at % 3) / 10;
			const day = String(1 + (at % 28)).padStart(2, '0');
			return `${task}${at},${task},desk,gpt-5-mini,${isRight ? 1 : 0},0.10,2026-09-${day}T10:00:00Z,${2 + (at % 10)},${confidence}`;
		})
	)
].join('\n');

const entered = ['refund', 'invoice'].flatMap((task) =>
	[
		{ name: 'human_minutes', value: 20 },
		{ name: 'human_wage_per_hour', value: 30 },
		{ name: 'volume_per_month', value: 500 }
	].map((one) => ({ ...one, task, low: null, high: null, source: 'entered', note: null }))
);

const folder = mkdtempSync(join(tmpdir(), 'breakeven-blocks-'));
let warehouse: Warehouse;
let report: StoredReport;
let ofScenario: StoredReport;

beforeAll(async () => {
	warehouse = await openWorkspace(folder);
	const table = join(folder, 'runs.csv');
	writeFileSync(table, RUNS);
	await importFile(warehouse, table);
	await storeAssumptions(warehouse, entered);
	report = await made({});
	const read = readScenario({
		breakeven_schema: 'scenario/1',
		name: 'Slower people',
		tasks: ['refund'],
		inputs: { human_minutes: { times: 2 } }
	});
	if ('problem' in read) throw new Error(read.problem);
	await saveScenario(warehouse, read.scenario);
	ofScenario = await made({ scenarios: '1' });
});
afterAll(async () => {
	await warehouse.close();
	rmSync(folder, { recursive: true, force: true });
});

async function made(params: Record<string, string>): Promise<StoredReport> {
	const about = await askedScenarios(warehouse, new URLSearchParams(params));
	if ('problem' in about) throw new Error(about.problem);
	const workspace = { id: 'main', isDemo: false, warehouse };
	const id = await makeReport(workspace, { filters: noFilters(), scenarios: about.scenarios });
	const found = id === null ? null : await findReport(warehouse, id);
	if (!found) throw new Error('no report was made');
	return found;
}

const pieces = ({ document }: StoredReport, id: string): readonly Piece[] =>
	document.blocks.find((block) => block.id === id)?.pieces ?? [];
const tablesOf = (all: readonly Piece[]): ReportTable[] =>
	all.flatMap((piece) => (piece.kind === 'table' ? [piece.table] : []));

describe('a report of the workspace', () => {
	test('has the portfolio: which work gets an agent, and what reviewers bring', () => {
		const [text] = pieces(report, 'portfolio');
		expect(text).toMatchObject({
			text: expect.stringMatching(
				/^The best plan has an agent in 2 of 2 kinds of work and brings [\d,]+ USD a month/
			)
		});
		const [table] = tablesOf(pieces(report, 'portfolio'));
		expect(table?.rows.map(([task]) => task).sort()).toEqual(['invoice', 'refund']);
	});

	test('has the frontier: more review, fewer errors, more waiting, per kind of work', () => {
		const [review, volumes] = tablesOf(pieces(report, 'frontier'));
		const refund = (review?.rows ?? []).filter(([task]) => task === 'refund');
		expect(refund.map(([, way]) => way)).toEqual([
			'Least review',
			'Cheapest',
			'Everything reviewed'
		]);
		const [least, , all] = refund;
		expect(all?.[2]).toBe(1);
		expect(Number(all?.[3])).toBeLessThan(Number(least?.[3]));
		// 70 of 80 were right, 500 cases a month.
		expect(volumes?.rows.find(([task]) => task === 'refund')?.slice(0, 3)).toEqual([
			'refund',
			0.875,
			expect.closeTo(500, 0)
		]);
	});
});

describe('a report of a scenario', () => {
	test('holds it against the work as it is, and says what it changes', () => {
		expect(ofScenario.document.scenarios).toEqual([{ id: 1, version: 1, name: 'Slower people' }]);
		expect(ofScenario.document.title).toMatch(/^Scenario: Slower people\. /);
		const [said, chart, , differs] = pieces(ofScenario, 'scenarios');
		expect(said).toMatchObject({
			items: [expect.stringMatching(/^Slower people brings [\d,]+ USD more than As it is today/)]
		});
		expect(chart).toMatchObject({
			chart: { rows: [{ name: 'As it is today' }, { name: 'Slower people' }] }
		});
		expect(JSON.stringify(differs)).toContain('minutes by hand: 2 x what is measured');
	});

	test('is about its tasks only, without a portfolio, and compared with reports of its kind', () => {
		expect(tablesOf(pieces(ofScenario, 'reliability'))[0]?.rows).toHaveLength(1);
		expect(pieces(ofScenario, 'portfolio')).toEqual([]);
		expect(pieces(ofScenario, 'changes')).toEqual([]);
	});

	test('one that is not there is said', async () => {
		const asked = (scenarios: string) =>
			askedScenarios(warehouse, new URLSearchParams({ scenarios }));
		expect(await asked('1.7')).toEqual({ problem: 'There is no scenario 1.7.' });
		expect(await asked("1' or 1=1")).toHaveProperty('problem');
		expect(await asked('1,2,3,4,5')).toHaveProperty('problem');
	});
});

describe('what the owner may do to a report', () => {
	test('parts can be left out and put in another order; figures have no place to be written', async () => {
		await storeTexts(
			warehouse,
			report.id,
			new Map([
				[ORDER, 'method,headline'],
				[noteOf('headline'), 'Mind the autumn.']
			])
		);
		const edited = await findReport(warehouse, report.id);
		expect(edited?.text).toBe(report.text);
		const shown = shownBlocks(report.document, edited?.texts ?? {});
		expect(shown.map(({ id }) => id)).toEqual(['method', 'headline']);
		const { html } = reportHtml(edited ?? report);
		expect(html.match(/<section id="\w+"/g)).toEqual([
			'<section id="method"',
			'<section id="headline"'
		]);
		expect(html).toContain('Mind the autumn.');
	});
});

describe('a drawing with axes', () => {
	const chart = {
		title: 'A',
		x: { label: 'Hours', unit: 'hours' as const },
		y: { label: 'Money', unit: 'usd' as const },
		lines: [
			{
				name: 'plan',
				points: [
					{ x: 0, y: -30 },
					{ x: 7, y: 90 }
				]
			}
		]
	};

	test('has zero and round ends on both axes', () => {
		// 0 to 7 in steps of 2; -30 to 90 in steps of 50.
		expect(axesOf(chart).x).toMatchObject({ low: 0, high: 8 });
		expect(axesOf(chart).y).toMatchObject({ low: -50, high: 100 });
		expect(axesOf(chart).y.ticks.map(({ at }) => at)).toEqual([-50, 0, 50, 100]);
	});

	test('has its points as a table', () => {
		expect(curveTable(chart).rows).toEqual([
			[0, -30],
			[7, 90]
		]);
	});
});
