import { ratio, type Metric, type Values } from './metric.ts';

const known = (v: Values): number | null =>
	v.runs === null || v.unknown_outcomes === null
		? null
		: (v.runs as number) - (v.unknown_outcomes as number);

const Z95 = 1.959963984540054;

/** One end of the Wilson score interval (1927), 95 %, no continuity correction; null for n = 0. */
export function wilson(
	successes: number | null,
	n: number | null,
	end: 'low' | 'high'
): number | null {
	if (successes === null || !n) return null;
	const p = successes / n;
	const z2 = Z95 * Z95;
	const centre = p + z2 / (2 * n);
	const spread = Z95 * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
	const at = (centre + (end === 'high' ? spread : -spread)) / (1 + z2 / n);
	return Math.min(1, Math.max(0, at));
}

/** How often runs end right, and how sure that is. */
export const reliability = [
	{
		name: 'successes',
		label: 'Successes',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where agent_outcome = 'success')",
		additive: true,
		description: 'Runs whose result was right before any review.',
		formula: 'count of runs with agent outcome success',
		better: 'higher'
	},
	{
		name: 'failures',
		label: 'Failures',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where agent_outcome = 'failure')",
		additive: true,
		description: 'Runs whose result was wrong, or was changed or refused by a reviewer.',
		formula: 'count of runs with agent outcome failure',
		better: 'lower'
	},
	{
		name: 'partials',
		label: 'Partly right',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where agent_outcome = 'partial')",
		additive: true,
		description: 'Runs that were partly right; they count as not successful in rates.',
		formula: 'count of runs with agent outcome partial',
		better: 'lower'
	},
	{
		name: 'unknown_outcomes',
		label: 'Outcome unknown',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where agent_outcome = 'unknown')",
		additive: true,
		description: 'Runs that nobody has said anything about.',
		formula: 'count of runs without a stated outcome',
		better: 'lower'
	},
	{
		name: 'success_rate',
		label: 'Success rate',
		unit: 'ratio',
		from: 'runs',
		needs: ['successes', 'runs', 'unknown_outcomes'],
		derive: (v) => ratio(v.successes, known(v)),
		description: 'Share of runs that were right, of those whose outcome is known.',
		formula: 'successes / (runs - unknown outcomes)',
		better: 'higher',
		interval: { low: 'success_rate_low', high: 'success_rate_high' }
	},
	{
		name: 'success_rate_low',
		label: 'Success rate, low',
		unit: 'ratio',
		from: 'runs',
		needs: ['successes', 'runs', 'unknown_outcomes'],
		derive: (v) => wilson(v.successes ?? null, known(v), 'low'),
		description: 'Lower end of the 95 % interval of the success rate.',
		formula: 'Wilson score interval, z = 1.959963984540054, no continuity correction',
		better: 'higher'
	},
	{
		name: 'success_rate_high',
		label: 'Success rate, high',
		unit: 'ratio',
		from: 'runs',
		needs: ['successes', 'runs', 'unknown_outcomes'],
		derive: (v) => wilson(v.successes ?? null, known(v), 'high'),
		description: 'Upper end of the 95 % interval of the success rate.',
		formula: 'Wilson score interval, z = 1.959963984540054, no continuity correction',
		better: 'higher'
	},
	{
		name: 'success_rate_all',
		label: 'Success rate of all runs',
		unit: 'ratio',
		from: 'runs',
		needs: ['successes', 'runs', 'unknown_outcomes'],
		derive: (v) => (known(v) ? ratio(v.successes, v.runs) : null),
		description: 'Share of all runs that are known to be right; an unknown outcome counts as not.',
		formula: 'successes / runs',
		better: 'higher'
	},
	{
		name: 'case_success_rate',
		label: 'Case success rate',
		unit: 'ratio',
		from: 'cases',
		sql: "cast(count(*) filter (where agent_outcome = 'success') as double) / nullif(count(*) filter (where agent_outcome <> 'unknown'), 0)",
		description: 'Share of cases that were right in the end, of those whose outcome is known.',
		formula: 'cases whose last attempt was right / cases with a known outcome',
		better: 'higher'
	},
	{
		name: 'outcome_coverage',
		label: 'Outcome coverage',
		unit: 'ratio',
		from: 'cases',
		sql: "cast(count(*) filter (where mature and agent_outcome <> 'unknown') as double) / nullif(count(*) filter (where mature), 0)",
		description: 'Share of mature cases whose outcome is known.',
		formula: 'mature cases with a known outcome / mature cases',
		better: 'higher'
	},
	{
		name: 'visible_failures',
		label: 'Visible failures',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where agent_outcome = 'failure' and visible_failure)",
		additive: true,
		description: 'Failures that announced themselves by an error, an abort or an abstention.',
		formula: 'count of failed runs with a visible failure',
		better: 'neither'
	},
	{
		name: 'visible_failure_share',
		label: 'Visible share of failures',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where agent_outcome = 'failure' and visible_failure) as double) / nullif(count(*) filter (where agent_outcome = 'failure' and visible_failure is not null), 0)",
		description:
			'Share of failures that announced themselves and so go to a person; the rest fail silently.',
		formula: 'failures that announced themselves / failures, where the export can tell',
		better: 'higher'
	},
	{
		name: 'errors',
		label: 'Technical errors',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where status = 'error')",
		additive: true,
		description: 'Runs that ended in a technical error; not the same as a failure.',
		formula: 'count of runs with status error',
		better: 'lower'
	}
] as const satisfies readonly Metric[];
