import type { Filters } from '../../filters.ts';
import { join, raw, sql, type Sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { conditions } from './conditions.ts';
import { dimension } from './dimensions.ts';

/** Ten equal-width bins (lo, hi] with 0 in the first. */
export interface CalibrationBin {
	low: number;
	high: number;
	runs: number;
	mean_confidence: number | null;
	accuracy: number | null;
}

/** What executing without review from a threshold on would have done. */
export interface GateRow {
	threshold: number;
	/** Runs with confidence >= threshold. */
	executed: number;
	coverage: number | null;
	escalated: number;
	executed_errors: number;
	/** 1 - executed errors / all errors; null without an error. */
	error_reduction: number | null;
}

/** How well stated confidence agrees with outcomes, over runs that have both (simulation-spec B.4). */
export interface Calibration {
	[dimension: string]: unknown;
	runs: number;
	accuracy: number | null;
	mean_confidence: number | null;
	brier: number | null;
	ece: number | null;
	auroc: number | null;
	bins: CalibrationBin[];
	gate: GateRow[];
}

export const defaultThresholds: readonly number[] = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

interface Question {
	by: readonly string[];
	filters: Filters;
	zone: string;
	thresholds?: readonly number[];
}

type Group = Record<string, string | null>;

/** Calibration per group, ordered by the dimensions. Partly right counts as wrong. */
export async function calibrationRows(
	reader: Reader,
	question: Question,
	signal?: AbortSignal
): Promise<Calibration[]> {
	const thresholds = question.thresholds ?? defaultThresholds;
	const judged = judgedRuns(question);
	const dims = question.by.map((name) => `"${name}"`);
	const group = raw(dims.length ? `group by ${dims.join(', ')}` : '');
	const prefix = raw(dims.map((dim) => `${dim}, `).join(''));
	const gate = thresholds.map(
		(at, i) => sql`count(*) filter (where c >= ${at}) as ${raw(`executed_${i}`)},
			coalesce(sum(1 - y) filter (where c >= ${at}), 0)::bigint as ${raw(`errors_${i}`)}`
	);
	const [totals, bins, ranks] = await Promise.all([
		reader.query<Group & Record<string, number>>(
			sql`with judged as (${judged})
			select ${prefix} count(*) as runs, avg(y) as accuracy, avg(c) as mean_confidence,
				avg((c - y) * (c - y)) as brier, sum(1 - y)::bigint as errors, ${join(gate, ', ')}
			from judged ${group}`,
			signal
		),
		reader.query<Group & { bin: number; runs: number; c: number; y: number }>(
			sql`with judged as (${judged})
			select ${prefix} greatest(0, ceil(10 * c - 1e-9)::integer - 1) as bin,
				count(*) as runs, avg(c) as c, avg(y) as y
			from judged group by ${prefix} bin order by ${prefix} bin`,
			signal
		),
		reader.query<Group & { auroc: number | null }>(
			sql`with judged as (${judged}),
			levels as (
				select ${prefix} c, sum(y)::double as good, sum(1 - y)::double as bad
				from judged group by ${prefix} c
			),
			below as (
				select *, coalesce(sum(bad) over (${raw(dims.length ? `partition by ${dims.join(', ')}` : '')}
					order by c rows between unbounded preceding and 1 preceding), 0) as bad_below
				from levels
			)
			select ${prefix} sum(good * (bad_below + bad / 2)) / nullif(sum(good) * sum(bad), 0) as auroc
			from below ${group}`,
			signal
		)
	]);
	const keyOf = (row: Group) => JSON.stringify(question.by.map((name) => row[name]));
	const binsOf = groupedBy<(typeof bins)[number]>(bins, keyOf);
	const auroc = new Map(ranks.map((row) => [keyOf(row), row.auroc]));
	return totals
		.filter((row) => (row.runs ?? 0) > 0)
		.map((row) =>
			calibration(
				row,
				question.by,
				binsOf.get(keyOf(row)) ?? [],
				auroc.get(keyOf(row)) ?? null,
				thresholds
			)
		)
		.sort((a, b) => (keyOf(a as Group) < keyOf(b as Group) ? -1 : 1));
}

function judgedRuns({ by, filters, zone }: Question): Sql {
	const columns = by.map((name) => {
		const found = dimension(name);
		if (!found) throw new RangeError(`no dimension is called ${name}`);
		return `${found.sql(zone)} as "${name}", `;
	});
	return sql`select ${raw(columns.join(''))} confidence as c,
			case when agent_outcome = 'success' then 1 else 0 end as y
		from runs
		where confidence is not null and agent_outcome <> 'unknown' and ${conditions(filters, 'runs', zone)}`;
}

function calibration(
	row: Group & Record<string, number>,
	by: readonly string[],
	found: { bin: number; runs: number; c: number; y: number }[],
	auroc: number | null,
	thresholds: readonly number[]
): Calibration {
	const runs = row.runs ?? 0;
	const errors = row.errors ?? 0;
	const bins = Array.from({ length: 10 }, (_, at) => {
		const one = found.find((candidate) => candidate.bin === at);
		return {
			low: at / 10,
			high: (at + 1) / 10,
			runs: one?.runs ?? 0,
			mean_confidence: one?.c ?? null,
			accuracy: one?.y ?? null
		};
	});
	const ece = found.reduce((sum, bin) => sum + (bin.runs / runs) * Math.abs(bin.c - bin.y), 0);
	const gate = thresholds.map((threshold, i) => {
		const executed = row[`executed_${i}`] ?? 0;
		const wrong = row[`errors_${i}`] ?? 0;
		return {
			threshold,
			executed,
			coverage: executed / runs,
			escalated: runs - executed,
			executed_errors: wrong,
			error_reduction: errors > 0 ? 1 - wrong / errors : null
		};
	});
	return {
		...Object.fromEntries(by.map((name) => [name, row[name] ?? null])),
		runs,
		accuracy: row.accuracy ?? null,
		mean_confidence: row.mean_confidence ?? null,
		brier: row.brier ?? null,
		ece,
		auroc,
		bins,
		gate
	};
}

function groupedBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const row of rows) {
		const key = keyOf(row);
		const group = groups.get(key);
		if (group) group.push(row);
		else groups.set(key, [row]);
	}
	return groups;
}
