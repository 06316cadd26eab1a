import { sql } from '../warehouse/sql.ts';
import type { Change, Reader } from '../warehouse/warehouse.ts';

/** How many days each part of what came in is kept; null = for ever, which holds unless somebody says otherwise. */
export interface Lifetimes {
	/** Text of prompts and answers, where an import stored it. */
	content: number | null;
	/** Steps of runs; what was read from them stays. */
	spans: number | null;
	/** Runs with all that is said of them; sums by hour stay. */
	runs: number | null;
	/** Sums by hour of runs that were removed. */
	sums: number | null;
}

export type Part = keyof Lifetimes;

export const parts = ['content', 'spans', 'runs', 'sums'] as const satisfies readonly Part[];

export const forEver: Lifetimes = { content: null, spans: null, runs: null, sums: null };

const MOST_DAYS = 36_500;
const NAME = 'retention';

/** Reads days from texts by part; an empty one is for ever, a wrong one a problem in one sentence. */
export function readLifetimes(
	text: (part: Part) => string | null
): { lifetimes: Lifetimes } | { problem: string } {
	const lifetimes: Lifetimes = { ...forEver };
	for (const part of parts) {
		const said = text(part)?.trim() ?? '';
		const days = Number(said);
		if (said === '') continue;
		if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
			return {
				problem: `“${said.slice(0, 20)}” is no number of days for ${part}: expected 1 to 36500, or nothing.`
			};
		lifetimes[part] = days;
	}
	return { lifetimes };
}

/** The lifetimes that hold in a workspace. */
export async function lifetimesOf(reader: Reader): Promise<Lifetimes> {
	const [row] = await reader.query<{ value: string }>(
		sql`select value::varchar as value from settings where name = ${NAME}`
	);
	return row ? { ...forEver, ...(JSON.parse(row.value) as Lifetimes) } : forEver;
}

/** Saves lifetimes. */
export const storeLifetimes = (change: Change, lifetimes: Lifetimes): Promise<void> =>
	change.run(sql`insert or replace into settings values (${NAME}, ${JSON.stringify(lifetimes)})`);

/** The first day that stays of what is kept so many days, UTC. */
export function firstDayKept(days: number, now: Date): string {
	return new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;
