import { describe, expect, test } from 'vitest';
import { noFilters } from '#lib/filters.ts';
import { metrics } from '#lib/metrics/index.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { undo } from '#lib/server/undo.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyWorkspace, importText } from './workspace.ts';

const everything = (warehouse: Warehouse) =>
	metricRows(warehouse, {
		names: metrics.map((metric) => metric.name),
		by: ['task', 'agent', 'model', 'day'],
		filters: noFilters(),
		zone: 'UTC'
	});

const header = 'run_id,task,agent,model,success,cost_usd,started_at,duration_s,case_id\n';
const row = (id: number, success: string, cost: string, hour = 10) =>
	`r${id},refund,a,m,${success},${cost},2026-03-0${1 + (id % 5)}T${hour}:00:00Z,${10 + id},c${id}\n`;

const A = header + [1, 2, 3, 4].map((id) => row(id, '1', '0.50')).join('');
const B = header + [3, 4, 5, 6].map((id) => row(id, id % 2 ? '0' : '1', '0.25', 11)).join('');
const outcomes =
	'run_id,outcome,outcome_at\nr3,failure,2026-03-20\nr5,success,2026-03-21\nr9,success,2026-03-21\n';

describe('undo: as if the file had never come', () => {
	test('A, overlapping B, undo A = B alone, in every metric', async () => {
		const both = await emptyWorkspace();
		const first = await importText(both, 'a.csv', A);
		const second = await importText(both, 'b.csv', B);
		expect(second.rows).toEqual({ read: 4, kept: 2, duplicates: 2, rejected: 0 });
		await undo(both, first.import_id ?? 0);

		const alone = await emptyWorkspace();
		await importText(alone, 'b.csv', B);
		expect(await everything(both)).toEqual(await everything(alone));
	});

	test('A, overlapping B, undo B = A alone', async () => {
		const both = await emptyWorkspace();
		await importText(both, 'a.csv', A);
		const second = await importText(both, 'b.csv', B);
		await undo(both, second.import_id ?? 0);

		const alone = await emptyWorkspace();
		await importText(alone, 'a.csv', A);
		expect(await everything(both)).toEqual(await everything(alone));
	});

	test('the same file twice adds nothing; undone, it may come again', async () => {
		const warehouse = await emptyWorkspace();
		const first = await importText(warehouse, 'a.csv', A);
		const before = await everything(warehouse);
		const again = await importText(warehouse, 'copy of a.csv', A);
		expect(again.rows).toEqual({ read: 4, kept: 0, duplicates: 4, rejected: 0 });
		expect(again.warnings[0]).toContain('nothing was added');
		expect(await everything(warehouse)).toEqual(before);

		await undo(warehouse, first.import_id ?? 0);
		expect(await everything(warehouse)).toEqual([]);
		const third = await importText(warehouse, 'a.csv', A);
		expect(third.rows.kept).toBe(4);
		expect(await everything(warehouse)).toEqual(before);
	});

	test('outcomes before or after the runs give the same; undone, they are gone', async () => {
		const after = await emptyWorkspace();
		await importText(after, 'a.csv', A);
		await importText(after, 'b.csv', B);
		const withoutOutcomes = await everything(after);
		const late = await importText(after, 'outcomes.csv', outcomes);
		expect(late.format).toBe('outcomes');
		expect(late.outcomes).toBe(3);
		expect(late.warnings).toEqual([expect.stringContaining('1 row speaks of no run')]);

		const before = await emptyWorkspace();
		await importText(before, 'outcomes.csv', outcomes);
		await importText(before, 'a.csv', A);
		await importText(before, 'b.csv', B);
		expect(await everything(before)).toEqual(await everything(after));
		expect(await everything(after)).not.toEqual(withoutOutcomes);

		await undo(after, late.import_id ?? 0);
		expect(await everything(after)).toEqual(withoutOutcomes);
	});
});
