import { importJobs } from '../import-jobs.ts';
import { workspaces } from '../workspaces.ts';
import { BOUNDS, counts } from './counts.ts';

/** The state of this process as Prometheus reads it (text format 0.0.4); workspaces are counted, not named. */
export function prometheus(): string {
	const files = workspaces();
	const jobs = importJobs();
	const { seconds, simulations } = counts;
	return [
		...counter('breakeven_http_requests_total', 'Answers by route pattern.', counts.requests),
		'# HELP breakeven_http_request_seconds Time to an answer.',
		'# TYPE breakeven_http_request_seconds histogram',
		...BOUNDS.map(
			(bound, at) =>
				`breakeven_http_request_seconds_bucket{le="${bound}"} ${seconds.buckets[at] ?? 0}`
		),
		`breakeven_http_request_seconds_bucket{le="+Inf"} ${seconds.count}`,
		`breakeven_http_request_seconds_sum ${seconds.sum}`,
		`breakeven_http_request_seconds_count ${seconds.count}`,
		...counter('breakeven_imports_total', 'Files read, by format.', counts.imports),
		...counter('breakeven_import_rows_total', 'Rows read, by what became of them.', counts.rows),
		...gauge('breakeven_import_jobs', 'Imports under way.', jobs.length),
		...gauge(
			'breakeven_import_queue_length',
			'Imports that wait for their turn.',
			jobs.filter(({ phase }) => phase === 'waiting').length
		),
		...gauge('breakeven_simulations_running', 'Simulations under way.', simulations.running),
		...counter(
			'breakeven_simulations_total',
			'Simulations that ended.',
			new Map([
				['result="done"', simulations.done],
				['result="failed"', simulations.failed]
			])
		),
		...gauge('breakeven_workspaces', 'Workspace files.', files.length),
		...gauge(
			'breakeven_workspace_bytes',
			'Size of all workspace files.',
			files.reduce((sum, { bytes }) => sum + bytes, 0)
		),
		...gauge('process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage().rss),
		...gauge('process_uptime_seconds', 'Since its start.', Math.round(process.uptime())),
		''
	].join('\n');
}

function counter(name: string, help: string, values: ReadonlyMap<string, number>): string[] {
	return [
		...head(name, help, 'counter'),
		...[...values].map(([labels, value]) => `${name}{${labels}} ${value}`)
	];
}

const gauge = (name: string, help: string, value: number): string[] => [
	...head(name, help, 'gauge'),
	`${name} ${value}`
];

const head = (name: string, help: string, type: string): string[] => [
	`# HELP ${name} ${help}`,
	`# TYPE ${name} ${type}`
];
