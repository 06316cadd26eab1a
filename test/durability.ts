import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from './served.ts';

const RUNS_PER_IMPORT = 200;

/** What a server has said is stored, over all its lives. */
interface Acknowledged {
	imports: Set<number>;
	/** Newest version. */
	definitions: number;
	/** Scenario -> newest version. */
	scenarios: Map<number, number>;
	/** Report -> its hash. */
	reports: Map<number, string>;
	backups: number;
}

/** What came of a number of kills. */
export interface Endured {
	kills: number;
	/** Kills while at least one answer was awaited, by what was asked for. */
	during: Record<string, number>;
	acknowledged: Record<string, number>;
	/** Runs that are there, of so many imports. */
	runs: number;
	imports: number;
	/** Each a sentence: what had been acknowledged and is not there, or differs. */
	losses: string[];
}

/**
 * Kills a server with -9 again and again while it imports, saves rules and scenarios, makes reports and
 * backups, and compares after each start what is there with what had been acknowledged. `random` gives
 * numbers from 0 to 1. Needs a build.
 */
export async function endure(
	dataDir: string,
	kills: number,
	random: () => number,
	told: (line: string) => void = () => undefined
): Promise<Endured> {
	const known: Acknowledged = {
		imports: new Set(),
		definitions: 0,
		scenarios: new Map(),
		reports: new Map(),
		backups: 0
	};
	const endured: Endured = {
		...{ kills: 0, during: {}, acknowledged: {}, runs: 0, imports: 0, losses: [] }
	};
	for (let life = 0; life <= kills; life++) {
		const server = await serve(dataDir);
		let busy: Promise<unknown>[] = [];
		try {
			await compare(server.address, known, endured);
			if (life === kills) break;
			const awaited = new Set<string>();
			const first = new Promise<void>((answered) => {
				busy = [0, 1].map((worker) =>
					work(server.address, known, awaited, random, `${life}-${worker}`, answered).catch(
						(error: Error) => endured.losses.push(error.message)
					)
				);
			});
			// Most lives last until something was acknowledged: a busy machine may need long for that.
			if (random() < 0.8) await Promise.race([first, sleep(MOST_PATIENCE_MS)]);
			await sleep(random() * LONGEST_LIFE_MS);
			endured.kills += 1;
			for (const what of awaited) endured.during[what] = (endured.during[what] ?? 0) + 1;
			await server.kill();
			await Promise.all(busy);
		} finally {
			await server.kill();
		}
		if (endured.kills % 20 === 0)
			told(`${endured.kills} kills, ${known.imports.size} imports, ${known.reports.size} reports`);
	}
	endured.acknowledged = {
		imports: known.imports.size,
		'rule edits': known.definitions,
		'scenario saves': [...known.scenarios.values()].reduce((sum, version) => sum + version, 0),
		reports: known.reports.size,
		backups: known.backups
	};
	return endured;
}

const LONGEST_LIFE_MS = 2000;
const MOST_PATIENCE_MS = 20_000;

/** Asks for one thing after the other until the server is gone. */
async function work(
	address: string,
	known: Acknowledged,
	awaited: Set<string>,
	random: () => number,
	name: string,
	answered: () => void
): Promise<void> {
	const kinds = Object.keys(DOINGS) as (keyof typeof DOINGS)[];
	for (let at = 0; ; at++) {
		const kind = kinds[Math.floor(random() * kinds.length)] ?? 'import';
		awaited.add(kind);
		try {
			await DOINGS[kind](address, known, `${name}-${at}`, random);
			answered();
		} catch (error) {
			if (error instanceof Refused) throw error;
			return;
		} finally {
			awaited.delete(kind);
		}
	}
}

/** The server answered, and not as it should. */
class Refused extends Error {}

async function ask(url: string, init?: RequestInit): Promise<Response> {
	const answer = await fetch(url, init);
	if (!answer.ok && answer.status !== 404)
		throw new Refused(`${init?.method ?? 'GET'} ${url}: ${answer.status} ${await answer.text()}`);
	return answer;
}

const json = async <T>(url: string, init?: RequestInit): Promise<T> =>
	(await (await ask(url, init)).json()) as T;

const DOINGS = {
	import: async (address: string, known: Acknowledged, name: string) => {
		const rows = Array.from(
			{ length: RUNS_PER_IMPORT },
			(_, at) => `${name}-${at},${at % 2 ? 'refund' : 'triage'},bot,${at % 7 ? 1 : 0},0.02`
		);
		const { receipts } = await json<{ receipts: { import_id: number }[] }>(
			`${address}/api/v1/imports?name=${name}.csv`,
			{ method: 'POST', body: `run_id,task,agent,success,cost_usd\n${rows.join('\n')}\n` }
		);
		for (const { import_id } of receipts) known.imports.add(import_id);
	},
	'rule edit': async (address: string, known: Acknowledged, name: string) => {
		const body = {
			breakeven_schema: 'definitions/1',
			renames: { triage: `triage ${name.length}` }
		};
		const { version } = await json<{ version: number }>(`${address}/api/v1/definitions`, {
			method: 'PUT',
			body: JSON.stringify(body)
		});
		known.definitions = Math.max(known.definitions, version);
	},
	'scenario save': async (
		address: string,
		known: Acknowledged,
		name: string,
		random: () => number
	) => {
		const body = { breakeven_schema: 'scenario/1', name, tasks: ['refund'] };
		const ids = [...known.scenarios.keys()];
		const id = random() < 0.7 ? ids[Math.floor(random() * ids.length)] : undefined;
		const saved = await json<{ id: number; version: number }>(
			`${address}/api/v1/scenarios${id === undefined ? '' : `?id=${id}`}`,
			{ method: 'POST', body: JSON.stringify(body) }
		);
		known.scenarios.set(saved.id, Math.max(known.scenarios.get(saved.id) ?? 0, saved.version));
	},
	report: async (address: string, known: Acknowledged) => {
		const answer = await ask(`${address}/api/v1/reports`, { method: 'POST' });
		if (answer.status === 404) return;
		const { id, sha256 } = (await answer.json()) as { id: number; sha256: string };
		known.reports.set(id, sha256);
	},
	backup: async (address: string, known: Acknowledged) => {
		const answer = await ask(`${address}/api/v1/backup`);
		const body = await answer.arrayBuffer();
		if (answer.status === 404) return;
		const headers = { 'content-type': 'application/gzip' };
		await json(`${address}/api/v1/backup?check=1`, { method: 'POST', headers, body });
		known.backups += 1;
	}
};

/** What had been acknowledged is there, every import as a whole, and every report has its hash. */
async function compare(address: string, known: Acknowledged, endured: Endured): Promise<void> {
	const api = `${address}/api/v1`;
	const { losses } = endured;
	const { receipts } = await json<{ receipts: { import_id: number; rows: { kept: number } }[] }>(
		`${api}/imports`
	);
	const there = new Set(receipts.map(({ import_id }) => import_id));
	for (const id of known.imports) if (!there.has(id)) losses.push(`import ${id} is gone`);
	const { rows } = await json<{ rows: { runs: number }[] }>(`${api}/metrics?metric=runs`);
	endured.runs = rows[0]?.runs ?? 0;
	endured.imports = receipts.length;
	if (endured.runs !== receipts.length * RUNS_PER_IMPORT)
		losses.push(`${endured.runs} runs of ${receipts.length} imports: one is there in part`);
	const { version } = await json<{ version: number }>(`${api}/definitions`);
	if (version < known.definitions) losses.push(`definitions ${known.definitions} are gone`);
	const scenarios = await json<{ rows: { id: number; version: number }[] }>(`${api}/scenarios`);
	for (const [id, newest] of known.scenarios)
		if ((scenarios.rows.find((row) => row.id === id)?.version ?? 0) < newest)
			losses.push(`scenario ${id}, version ${newest} is gone`);
	for (const [id, sha256] of known.reports) {
		const report = await json<{ sha256?: string; document?: object }>(`${api}/reports/${id}`);
		const hash = createHash('sha256')
			.update(JSON.stringify(report.document ?? null))
			.digest('hex');
		if (report.sha256 !== sha256 || hash !== sha256) losses.push(`report ${id} is another`);
	}
}
