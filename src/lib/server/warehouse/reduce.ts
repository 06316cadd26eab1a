import { noDefinitions, type Definitions } from '../../definitions/definitions.ts';
import type { Session } from './duckdb.ts';
import { applyDefinitions } from './apply-definitions.ts';
import { matchStatements } from './match.ts';
import { forgetPrices, MODELS, type PriceLookup } from './prices.ts';
import { readSpans } from './read-spans.ts';
import { sql } from './sql.ts';
import type { Touched } from './warehouse.ts';

/**
 * Spans -> run facts -> runs -> cases -> rollups for the runs that were touched. Running it twice
 * changes nothing. `definitions` and `toldOf`: only what the workspace defines, or what people say of
 * these runs, has changed, so facts stay.
 */
export async function reduce(
	session: Session,
	touched: Touched,
	prices: PriceLookup
): Promise<{ runs: number }> {
	await findTouched(session, touched);
	if ('pricesOf' in touched) await forgetPrices(session, touched.pricesOf);
	const { runs, known } = await extent(session);
	const fresh = known === 0 && 'importId' in touched;
	const factsChanged = !('definitions' in touched || 'toldOf' in touched);
	if (runs > 0 && factsChanged) {
		await setAsideSpanless(session);
		await readSpans(session, fresh ? touched.importId : null, prices);
		await session.run('insert into touched select run_id from spanless; drop table spanless');
	}
	await matchStatements(session);
	await applyDefinitions(session, await definitionsOf(session));
	await session.run('drop table touched');
	return { runs };
}

/** The definitions that hold: the newest version, or none. */
export async function definitionsOf(session: Pick<Session, 'rows'>): Promise<Definitions> {
	const [row] = await session.rows<{ body: string }>(
		'select body::varchar as body from definitions order by version desc limit 1'
	);
	return row ? { ...noDefinitions, ...(JSON.parse(row.body) as Definitions) } : noDefinitions;
}

async function findTouched(session: Session, touched: Touched): Promise<void> {
	if ('all' in touched || 'definitions' in touched) {
		await session.run('create temp table touched as select distinct run_id from run_rows');
	} else if ('pricesOf' in touched) {
		await session.run(
			sql`create temp table touched as
				select distinct u.run_id
				from usages as u
				join (select unnest(from_json(${JSON.stringify(touched.pricesOf)}, ${MODELS})) as m)
					on m.model = u.model and m.provider is not distinct from u.provider`
		);
	} else if ('runIds' in touched || 'toldOf' in touched) {
		const runIds = 'runIds' in touched ? touched.runIds : touched.toldOf;
		await session.run(
			sql`create temp table touched as
				select distinct unnest(from_json(${JSON.stringify(runIds)}, '["VARCHAR"]')) as run_id`
		);
	} else {
		const tables = ['run_rows', 'outcomes', 'reviews', 'incidents', 'scores'];
		const parts = tables.map(
			(table) => `select run_id from ${table} where import_id = ${touched.importId}`
		);
		await session.run(
			`create temp table touched as select distinct run_id from (${parts.join(' union all ')}) where run_id is not null`
		);
	}
}

/** Runs whose spans retention has removed keep the facts that were read from them, while they are there. */
async function setAsideSpanless(session: Session): Promise<void> {
	await session.run(
		`create temp table spanless as
			select run_id from touched
			where run_id in (select run_id from spanless_runs) and run_id in (select run_id from run_rows);
		delete from touched where run_id in (select run_id from spanless)`
	);
}

/** How many runs were touched, and how many of them were there before. */
async function extent(session: Session): Promise<{ runs: number; known: number }> {
	const [row] = await session.rows<{ runs: number; known: number }>(
		`select
			(select count(*) from touched) as runs,
			(select count(*) from touched semi join run_facts using (run_id)) as known`
	);
	return row ?? { runs: 0, known: 0 };
}
