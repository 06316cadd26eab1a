import { afterEach, beforeEach, expect, test } from 'vitest';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { ingest } from '#lib/server/ingest.ts';
import { finishArchive } from '#lib/server/verdict-history/archive-verdicts.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { closeWorkspaces, openWorkspace } from '#lib/server/workspaces.ts';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emptyFolder } from './workspace.ts';

let main: Warehouse;

beforeEach(async () => {
	process.env.BREAKEVEN_DATA_DIR = emptyFolder();
	({ warehouse: main } = await openWorkspace('main', { create: true }));
});

afterEach(async () => {
	await closeWorkspaces();
	delete process.env.BREAKEVEN_DATA_DIR;
});

/** 40 runs of `refund`, as one of the files of an archive. */
async function comes(file: string, archive: string | null) {
	const text = [
		'run_id,task,agent,success,cost_usd',
		...Array.from({ length: 40 }, (_, at) => `${file}${at},refund,bot,${at % 8 ? 1 : 0},0.1`)
	].join('\n');
	const path = join(emptyFolder(), file);
	writeFileSync(path, text);
	const sha256 = createHash('sha256').update(text).digest('hex');
	const incoming = { path, name: file, bytes: text.length, sha256, options: {} };
	return ingest(incoming, main, { archive });
}

const person = (minutes: number) =>
	['human_minutes', 'human_wage_per_hour', 'volume_per_month'].map((name, at) => ({
		...{ task: 'refund', name, value: [minutes, 30, 500][at] ?? 0 },
		...{ low: null, high: null, source: 'entered', note: null }
	}));

const causes = async () =>
	(
		await main.query<{ text: string }>(
			sql`select split_part(cause_text, ':', 1) as text from verdicts order by verdict_id`
		)
	).map(({ text }) => text);

test('the files of an archive are one cause, recorded at its end', async () => {
	await comes('a.csv', 'all.zip');
	await comes('b.csv', 'all.zip');
	expect(await causes()).toEqual([]);
	await finishArchive(main);
	expect(await causes()).toEqual(['all.zip came in (2 files, imports 1 to 2)']);
	await finishArchive(main);
	expect(await causes()).toHaveLength(1);
});

test('a change of another kind in between begins with what came before it: causes do not mix', async () => {
	await comes('a.csv', 'all.zip');
	await storeAssumptions(main, person(20));
	await comes('b.csv', 'all.zip');
	await finishArchive(main);
	const told = await causes();
	expect(told[0]).toBe('a.csv came in (import 1)');
	expect(told[1]).toMatch(/entered as/);
});

test('what a killed archive left is recorded by the next change after a start', async () => {
	await comes('a.csv', 'all.zip');
	await comes('b.csv', 'all.zip');
	await closeWorkspaces();
	({ warehouse: main } = await openWorkspace('main'));
	await comes('c.csv', null);
	expect((await causes())[0]).toBe('all.zip came in (2 files, imports 1 to 2)');
});
