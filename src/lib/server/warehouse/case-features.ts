import type { Session } from './duckdb.ts';

/** The sample holds at most this many cases. */
const MOST_CASES = 65_536;

const COLUMNS = `c.case_key, c.task, c.agent, c.agent_version, c.model, c.environment, c.purpose, c.actor,
	c.mature, c.started_at, c.agent_outcome, c.confidence, c.cost_usd, f.attributes`;

/**
 * Keeps the sample of cases with their attributes: every case, or one in 2, 4, 8 ... by the hash of
 * its key when there are more than fit. Which ones depends on the data alone, not on how it came.
 */
export async function refreshCaseFeatures(session: Session): Promise<void> {
	const [size] = await session.rows<{ cases: number; share_of: number | null }>(
		'select (select count(*) from cases) as cases, (select max(share_of) from case_sampling) as share_of'
	);
	const shareOf = 2 ** Math.max(0, Math.ceil(Math.log2((size?.cases ?? 0) / MOST_CASES)));
	const sampled = `hash(c.case_key) % ${shareOf} = 0`;
	const join = 'cases as c join run_facts as f on f.run_id = c.last_run_id';
	if (size?.share_of === shareOf) {
		await session.run(
			'delete from case_features where case_key in (select case_key from touched_cases)'
		);
		await session.run(
			`insert into case_features select ${COLUMNS} from ${join}
			where c.case_key in (select case_key from touched_cases) and ${sampled}`
		);
		return;
	}
	await session.run('delete from case_features');
	await session.run('delete from case_sampling');
	await session.run(`insert into case_sampling values (${shareOf})`);
	await session.run(`insert into case_features select ${COLUMNS} from ${join} where ${sampled}`);
}
