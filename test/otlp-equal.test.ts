import { describe, expect, it } from 'vitest';
import { byParser, byStatement, differences, single, type Row } from './otlp-paths.ts';
import { randomLines } from './otlp-random.ts';

describe('the statement and the stream parser give equal rows', () => {
	for (let seed = 1; seed <= Number(process.env.OTLP_SEEDS ?? 12); seed++) {
		it(`on a random file of every dialect, seed ${seed}`, async () => {
			const text = randomLines(seed, 40);
			const parser = await byParser(text);
			const statement = await byStatement(text);
			for (const table of ['spans', 'scores', 'reviews', 'decisions']) {
				const [a, b] = [statement.tables[table], parser.tables[table]];
				expect(differences(a, b), table).toEqual([]);
			}
			const [a = [], b = []] = [statement.tables.run_rows, parser.tables.run_rows];
			expect(differences(single(a, b), single(b, a))).toEqual([]);
			expect(new Set(a.map((row) => row.run_id))).toEqual(new Set(b.map((row) => row.run_id)));
			const runs = new Set(single(a, b).map((row) => row.run_id));
			const outcomes = (rows: Row[] = []) => rows.filter((row) => runs.has(row.run_id));
			expect(
				differences(outcomes(statement.tables.outcomes), outcomes(parser.tables.outcomes))
			).toEqual([]);
		});
	}
});
