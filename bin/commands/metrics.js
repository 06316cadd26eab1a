import { withApp } from '../client.js';
import { print } from '../table.js';
import { filters, query, read } from './options.js';

export const metrics = {
	usage: 'metrics [--by task,agent,model,week,...] [--where key=value ...] [--from DAY] [--to DAY]',
	help: `Cost, reliability and latency, by what you ask for.

--by      dimensions, separated by commas: task agent agent_version model provider environment
          purpose actor status error_type outcome_source day week month
--where   key=value, may be repeated: the dimensions above, outcome, attribute.NAME
--from    first day, --to last day (UTC, inclusive)
--metric  only these metrics, separated by commas`,
	async run(args) {
		const taken = {
			by: { type: 'string' },
			metric: { type: 'string' },
			where: { type: 'string', multiple: true },
			from: { type: 'string' },
			to: { type: 'string' }
		};
		const options = read(args, taken, { files: 0 });
		const { by, metric, from, to, workspace } = options;
		const asked = query({ by, metric, from, to, workspace, ...filters(options.where) });
		const answer = await withApp(options.dataDir, (app) => app.get(`metrics?${asked}`));
		print(answer, options.json, SHOWN);
	}
};

/** What fits a terminal; --json has everything. */
const SHOWN = [
	'runs',
	'successes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'total_cost_usd',
	'mean_cost_per_run_usd',
	'expected_cost_per_success_usd',
	'p50_duration_s',
	'p95_duration_s'
];
