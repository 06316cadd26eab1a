import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { byParser, byStatement, differences, emptySession, type Row } from './otlp-paths.ts';

const generator = join(dirname(dirname(import.meta.dirname)), 'shared/bench/generate-otlp.mjs');

interface Truth {
	lines: number;
	runs: number;
	spans: number;
	inputTokens: number;
	outputTokens: number;
	duplicateLines: number;
	badLines: { line: number; kind: string }[];
	byTask: Record<string, { runs: number; success: number; reviewed: number }>;
}

/** A file of the load generator, and what is in it. */
async function generated(...options: string[]): Promise<{ text: string; truth: Truth }> {
	const { folder } = await emptySession();
	const [out, truth] = [join(folder, 'out.jsonl'), join(folder, 'truth.json')];
	execFileSync(process.execPath, [generator, '--out', out, '--truth', truth, ...options], {
		stdio: 'ignore'
	});
	return {
		text: readFileSync(out, 'utf8'),
		truth: JSON.parse(readFileSync(truth, 'utf8')) as Truth
	};
}

const sum = (rows: Row[], column: string): number =>
	rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);

it.skipIf(!existsSync(generator))(
	'2 MB with damaged and repeated lines, spread spans: the rows of both paths are the generator’s truth',
	async () => {
		const options = ['--size', '2MB', '--split', '--bad', '80000', '--dup', '50000', '--seed', '3'];
		const { text, truth } = await generated(...options);
		const { tables, counts, refused } = await byStatement(text);
		const { spans = [], run_rows: runs = [], outcomes = [], reviews = [] } = tables;

		expect(truth.badLines.length).toBeGreaterThan(5);
		expect(truth.duplicateLines).toBeGreaterThan(5);
		expect(spans).toHaveLength(truth.spans);
		expect(new Set(runs.map((row) => row.run_id)).size).toBe(truth.runs);
		expect(counts.read).toBe(counts.kept + counts.duplicates + counts.rejectedLines);
		expect(counts.lines).toBe(truth.lines);

		const models = spans.filter((row) => row.kind === 'llm');
		expect(sum(models, 'reported_input_tokens')).toBe(truth.inputTokens);
		expect(sum(models, 'input_tokens') + sum(models, 'cache_read_tokens')).toBe(truth.inputTokens);
		expect(sum(models, 'output_tokens')).toBe(truth.outputTokens);
		for (const [task, { runs: count, success, reviewed }] of Object.entries(truth.byTask)) {
			const ids = new Set(runs.filter((row) => row.task === task).map((row) => row.run_id));
			expect(ids.size, task).toBe(count);
			const right = outcomes.filter((row) => ids.has(row.run_id) && row.outcome === 'success');
			expect(right, task).toHaveLength(success);
			const asked = reviews.filter((row) => ids.has(row.run_id) && row.requested === true);
			expect(asked, task).toHaveLength(reviewed);
		}

		const badIds = truth.badLines.filter((bad) => bad.kind === 'bad-trace-id');
		expect(badIds.length).toBeGreaterThan(0);
		const others = truth.badLines.filter((bad) => bad.kind !== 'bad-trace-id');
		expect(counts.rejectedLines).toBe(others.length);
		expect(counts.refused.map(({ line }) => line)).toEqual(badIds.map(({ line }) => line));
		expect(refused.rejected).toEqual([
			{
				at: `line ${badIds[0]?.line}`,
				reason: 'traceId is not 32 hexadecimal digits',
				count: badIds.length
			}
		]);
		const first = Math.min(...others.map(({ line }) => line));
		expect(counts.rejected.map(({ at }) => at)).toContain(`line ${first}`);

		const parser = await byParser(text);
		for (const table of ['spans', 'run_rows', 'outcomes', 'scores', 'reviews', 'decisions']) {
			expect(differences(tables[table], parser.tables[table]), table).toEqual([]);
		}
		expect(parser.counts.read).toBe(counts.read + refused.read);
		expect(parser.counts.kept).toBe(truth.spans);
	}
);
