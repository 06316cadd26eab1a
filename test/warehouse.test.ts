import { describe, expect, test } from 'vitest';
import { attempts } from '#lib/formats/attempts.ts';
import type { Parsed } from '#lib/formats/format.ts';
import { sql } from '#lib/server/warehouse/sql.ts';
import type { Change, Warehouse } from '#lib/server/warehouse/warehouse.ts';
import { emptyFolder, openWorkspace } from './workspace.ts';

/** How an engine's warehouse over a folder is opened; the same folder again is the same warehouse. */
type Open = (folder: string) => Promise<Warehouse>;

const table =
	'run_id,task,agent,success,cost_usd\na,desk,bot,1,0.25\nb,desk,bot,0,0.5\na,desk,bot,1,0.25\n';

/** What every engine must do: `contract('name', open)`. */
function contract(name: string, open: Open): void {
	describe(`the warehouse of ${name}`, () => {
		const opened = async () => {
			const folder = emptyFolder();
			const warehouse = await open(folder);
			return { folder, warehouse };
		};
		const rows = () => attempts.parse(bytes(table), {}) as AsyncIterable<Parsed>;
		const load = async (change: Change, importId = 1) => {
			const counts = await change.append(rows(), { importId, source: 'table' });
			await change.reduce({ importId });
			return counts;
		};
		const runs = async (of: Pick<Warehouse, 'query'>) =>
			(await of.query<{ n: number }>(sql`select count(*) as n from runs`))[0]?.n;

		test('migrating again changes nothing, and what was stored is there the next time', async () => {
			const { folder, warehouse } = await opened();
			await warehouse.change((change) => load(change));
			await warehouse.migrate();
			await warehouse.close();
			const again = await open(folder);
			expect(await runs(again)).toBe(2);
			await again.close();
		});

		test('rows in = kept + duplicates + rejected', async () => {
			const { warehouse } = await opened();
			const counts = await warehouse.change((change) => load(change));
			expect(counts).toMatchObject({ read: 3, kept: 2, duplicates: 1, rejected: [] });
			await warehouse.close();
		});

		test('a change that throws has not happened, and the next one works', async () => {
			const { warehouse } = await opened();
			const failing = warehouse.change(async (change) => {
				await load(change);
				throw new Error('no');
			});
			await expect(failing).rejects.toThrow('no');
			expect(await runs(warehouse)).toBe(0);
			await warehouse.change((change) => load(change));
			expect(await runs(warehouse)).toBe(2);
			await warehouse.close();
		});

		test('others see a change only when all of it is done; changes wait for each other', async () => {
			const { warehouse } = await opened();
			const seen: (number | undefined)[] = [];
			const first = warehouse.change(async (change) => {
				await load(change);
				seen.push(await runs(change), await runs(warehouse));
			});
			const second = warehouse.change(async (change) => seen.push(await runs(change)));
			await Promise.all([first, second]);
			expect(seen).toEqual([2, 0, 2]);
			await warehouse.close();
		});

		test('a rehearsal is taken back, and only changes raise the version', async () => {
			const { warehouse } = await opened();
			const { version } = warehouse;
			expect(await warehouse.rehearse(async (change) => (await load(change), runs(change)))).toBe(
				2
			);
			expect([await runs(warehouse), warehouse.version]).toEqual([0, version]);
			await warehouse.change((change) => load(change));
			expect(warehouse.version).toBeGreaterThan(version);
			await warehouse.close();
		});

		test('reducing twice changes nothing; removing an import takes its runs out', async () => {
			const { warehouse } = await opened();
			const all = () => warehouse.query(sql`select * from runs order by run_id`);
			await warehouse.change((change) => load(change));
			const before = await all();
			await warehouse.change((change) => change.reduce({ all: true }));
			expect(await all()).toEqual(before);
			const touched = await warehouse.change(async (change) => {
				const runIds = await change.remove(1);
				await change.reduce({ runIds });
				return runIds;
			});
			expect(touched.sort()).toEqual(['table:a', 'table:b']);
			expect(await runs(warehouse)).toBe(0);
			await warehouse.close();
		});

		test('values are bound, and come back as numbers, texts and nulls', async () => {
			const { warehouse } = await opened();
			const [row] = await warehouse.query(
				sql`select ${"'; drop table runs; --"} as text, ${1.5}::double as number, sum(n) as whole, null as nothing
					from (values (1), (2)) as t(n)`
			);
			expect(row).toEqual({ text: "'; drop table runs; --", number: 1.5, whole: 3, nothing: null });
			expect(await runs(warehouse)).toBe(0);
			await warehouse.close();
		});

		test('an aborted signal ends a read, and the next read works', async () => {
			const { warehouse } = await opened();
			const long = sql`select count(*) as n from range(100000) as a, range(100000) as b where a.range % 7 = b.range % 11`;
			await expect(warehouse.query(long, AbortSignal.timeout(50))).rejects.toThrow();
			expect(await runs(warehouse)).toBe(0);
			await warehouse.close();
		});
	});
}

contract('DuckDB', (folder) => openWorkspace(folder));

async function* bytes(text: string): AsyncIterable<Uint8Array> {
	yield new TextEncoder().encode(text);
}
