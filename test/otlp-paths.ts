import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Parsed } from '#lib/formats/format.ts';
import { otlp, parseRefused } from '#lib/formats/otlp.ts';
import { appendRecords } from '#lib/server/warehouse/append.ts';
import { connect, release, type Session } from '#lib/server/warehouse/duckdb.ts';
import { migrate } from '#lib/server/warehouse/migrate.ts';
import { appendOtlpLines, type OtlpCounts } from '#lib/server/warehouse/statements/otlp-lines.ts';
import type { AppendCounts } from '#lib/server/warehouse/warehouse.ts';

/** A row of a table, maps as sorted pairs. */
export type Row = Record<string, unknown>;
export type Tables = Record<string, Row[]>;

const tables = ['spans', 'run_rows', 'outcomes', 'scores', 'reviews', 'decisions'];

/** A passing warehouse, and a folder for its files. */
export async function emptySession(): Promise<{ session: Session; folder: string }> {
	const folder = mkdtempSync(join(tmpdir(), 'breakeven-otlp-'));
	const path = join(folder, 'test.duckdb');
	const sandbox = { readable: [folder, '/'], temporary: folder, memory: '1GB', threads: 2 };
	const session = await connect(path, sandbox);
	await migrate(session);
	onTestFinished(async () => {
		session.close();
		await release(path);
		rmSync(folder, { recursive: true, force: true });
	});
	return { session, folder };
}

/** What the stream parser makes of a text. */
export async function parsedRecords(text: string | Uint8Array, content = false): Promise<Parsed[]> {
	const records: Parsed[] = [];
	for await (const record of otlp.parse(chunksOf(text), { content })) records.push(record);
	return records;
}

/** The tables after the stream parser read the whole text. */
export async function byParser(
	text: string,
	content = false
): Promise<{ tables: Tables; counts: AppendCounts }> {
	const { session } = await emptySession();
	const origin = { importId: 1, source: 'otlp' };
	const counts = await appendRecords(session, otlp.parse(chunksOf(text), { content }), origin);
	return { tables: await allTables(session), counts };
}

/** The tables after the set-based statement, and the stream parser on what that refused. */
export async function byStatement(
	text: string | Uint8Array,
	content = false,
	name = 'file.jsonl'
): Promise<{ tables: Tables; counts: OtlpCounts; refused: AppendCounts }> {
	const { session, folder } = await emptySession();
	const path = join(folder, name);
	writeFileSync(path, text);
	await session.run('begin transaction');
	const counts = await appendOtlpLines(session, { path, importId: 1, source: 'otlp', content });
	const records = [...parseRefused(counts.refused, counts.known, { content })];
	const origin = { importId: 1, source: 'otlp' };
	const refused = await appendRecords(session, inTurn(records), origin);
	await session.run('commit');
	return { tables: await allTables(session), counts, refused };
}

async function* chunksOf(text: string | Uint8Array): AsyncIterable<Uint8Array> {
	const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}

async function* inTurn<T>(items: Iterable<T>): AsyncIterable<T> {
	yield* items;
}

/** All rows of all tables of what exports say, in an order of their own. */
export async function allTables(session: Session): Promise<Tables> {
	const found: Tables = {};
	for (const table of tables) {
		const rows = await session.rows<Row>(`select * from ${table}`);
		found[table] = rows.map(plainRow).sort((a, b) => (text(a) < text(b) ? -1 : 1));
	}
	return found;
}

const text = (row: Row): string => JSON.stringify(row);

function plainRow(row: Row): Row {
	return Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			name === 'attributes' ? sortedPairs(value as { key: string; value: string }[]) : value
		])
	);
}

const sortedPairs = (pairs: { key: string; value: string }[]): Record<string, string> =>
	Object.fromEntries(
		pairs.map(({ key, value }) => [key, value] as const).sort(([a], [b]) => (a < b ? -1 : 1))
	);

/** The rows of runs that both paths tell of in one row each; a run may come in two when lines were refused. */
export function single(rows: Row[] = [], others: Row[] = []): Row[] {
	const count = (list: Row[], run: unknown) => list.filter((row) => row.run_id === run).length;
	return rows.filter(({ run_id }) => count(rows, run_id) === 1 && count(others, run_id) === 1);
}

/** How two sets of rows differ, a line per difference; none = equal. */
export function differences(a: Row[] = [], b: Row[] = []): string[] {
	const named = (rows: Row[]) => new Map(rows.map((row, at) => [nameOf(row, rows, at), row]));
	const [left, right] = [named(a), named(b)];
	const names = new Set([...left.keys(), ...right.keys()]);
	return [...names].flatMap((name) => {
		const [one, other] = [left.get(name), right.get(name)];
		if (!one || !other) return [`${name} only in the ${one ? 'first' : 'second'}`];
		return Object.keys(one)
			.filter((column) => JSON.stringify(one[column]) !== JSON.stringify(other[column]))
			.map((c) => `${name} ${c}: ${JSON.stringify(one[c])} | ${JSON.stringify(other[c])}`);
	});
}

/** What tells a row from the others; equal ones are numbered. */
function nameOf(row: Row, rows: Row[], at: number): string {
	const name = [
		row.score_id ?? row.review_id ?? row.run_id,
		row.span_id,
		row.outcome,
		row.stated_at
	]
		.filter((part) => part !== undefined && part !== null)
		.join(' ');
	const before = rows.slice(0, at).filter((other) => nameOf(other, [], 0) === name).length;
	return before === 0 ? name : `${name} #${before}`;
}
