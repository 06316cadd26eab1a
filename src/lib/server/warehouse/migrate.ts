import type { Session } from './duckdb.ts';
import { raw, sql } from './sql.ts';

const files = import.meta.glob<string>('./migrations/*.duckdb.sql', {
	query: '?raw',
	import: 'default',
	eager: true
});

/** The migrations in order: number and text. */
const migrations = Object.entries(files)
	.map(([path, text]) => ({ version: Number(/(\d+)_[^/]*$/.exec(path)?.[1]), text }))
	.sort((a, b) => a.version - b.version);

/** The number of the newest migration that this version knows. */
export const newestSchema = migrations.at(-1)?.version ?? 0;

/** Brings a workspace to the newest schema: the numbered migrations that it has not had, in their order. */
export async function migrate(session: Session): Promise<void> {
	await session.run(
		'create table if not exists schema_version (version integer primary key, applied_at timestamp)'
	);
	const rows = await session.rows<{ version: number }>('select version from schema_version');
	const applied = new Set(rows.map((row) => row.version));
	const found = Math.max(0, ...applied);
	if (found > newestSchema) {
		throw new Error(
			`this workspace was written by a newer Breakeven (schema ${found}, this one knows ${newestSchema}): update Breakeven to open it`
		);
	}
	// Not only those after the newest that is there: one with a lower number may come later.
	for (const { version, text } of migrations.filter((one) => !applied.has(one.version))) {
		await session.run('begin transaction');
		await session.run(text);
		await session.run(
			sql`insert into schema_version values (${raw(String(version))}, now()::timestamp)`
		);
		await session.run('commit');
	}
}
