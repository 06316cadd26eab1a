import { ratio, type Metric } from './metric.ts';

/** What runs cost, per what. */
export const cost = [
	{
		name: 'cost_known_runs',
		label: 'Runs with known cost',
		unit: 'count',
		from: 'runs',
		sql: 'count(cost_usd)',
		additive: true,
		description: 'Runs whose cost is known; zero is known, missing is not.',
		formula: 'count of runs with a cost',
		better: 'higher'
	},
	{
		name: 'total_cost_usd',
		label: 'Total cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(cost_usd)',
		additive: true,
		description: 'Cost of all runs whose cost is known, failed attempts too, without evaluation.',
		formula: 'sum of priced cost where every usage has a price, else of reported cost',
		better: 'lower'
	},
	{
		name: 'priced_cost_usd',
		label: 'Priced cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(priced_cost_usd)',
		additive: true,
		description: 'Tokens times the price book of the day, for runs where every usage has a price.',
		formula: 'sum over token classes of tokens x price / 1,000,000',
		better: 'lower'
	},
	{
		name: 'reported_cost_usd',
		label: 'Reported cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(reported_cost_usd)',
		additive: true,
		description: 'What the exports themselves say that runs cost.',
		formula: 'sum of reported cost of counted spans',
		better: 'lower'
	},
	{
		name: 'model_cost_usd',
		label: 'Model cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(model_cost_usd)',
		additive: true,
		description: 'The part of the cost that models took.',
		formula: 'sum of cost of counted model calls',
		better: 'lower'
	},
	{
		name: 'tool_cost_usd',
		label: 'Tool cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(tool_cost_usd)',
		additive: true,
		description: 'The part of the cost that tools report for themselves.',
		formula: 'sum of cost of tool spans',
		better: 'lower'
	},
	{
		name: 'state_cost_usd',
		label: 'State cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(state_cost_usd)',
		additive: true,
		description: 'The part of the cost that retrieval and memory take.',
		formula: 'sum of cost of retrieval and memory spans',
		better: 'lower'
	},
	{
		name: 'evaluation_cost_usd',
		label: 'Evaluation cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(evaluation_cost_usd)',
		additive: true,
		description: 'Cost of judges and scorers; not part of the total cost of runs.',
		formula: 'sum of cost of spans under an evaluator',
		better: 'lower'
	},
	{
		name: 'failed_cost_usd',
		label: 'Spent on failures',
		unit: 'usd',
		from: 'runs',
		sql: "sum(cost_usd) filter (where agent_outcome = 'failure')",
		additive: true,
		description: 'Cost of the runs that failed.',
		formula: 'sum of cost of failed runs',
		better: 'lower'
	},
	{
		name: 'cost_complete',
		label: 'Cost complete',
		unit: 'flag',
		from: 'runs',
		needs: ['runs', 'cost_known_runs'],
		derive: (v) => (v.runs === null ? null : Number(v.runs === v.cost_known_runs)),
		description: 'Whether the cost of every run is known.',
		formula: 'runs with known cost = runs',
		better: 'higher'
	},
	{
		name: 'mean_cost_per_run_usd',
		label: 'Cost per run',
		unit: 'usd',
		from: 'runs',
		needs: ['total_cost_usd', 'cost_known_runs'],
		derive: (v) => ratio(v.total_cost_usd, v.cost_known_runs),
		description: 'What one attempt costs on average.',
		formula: 'total cost / runs with known cost',
		better: 'lower'
	},
	{
		name: 'cost_per_success_usd',
		label: 'Cost per success (ratio)',
		unit: 'usd',
		from: 'runs',
		needs: ['total_cost_usd', 'successes'],
		derive: (v) => ratio(v.total_cost_usd, v.successes),
		description: 'The figure that publishers print: all spend over all successes.',
		formula: 'total cost / successes; not defined without a success',
		better: 'lower'
	},
	{
		name: 'expected_cost_per_success_usd',
		label: 'Cost per success',
		unit: 'usd',
		from: 'runs',
		needs: ['mean_cost_per_run_usd', 'success_rate'],
		derive: (v) => ratio(v.mean_cost_per_run_usd, v.success_rate),
		description: 'What one success costs, right also when only some outcomes are known.',
		formula: 'cost per run / success rate',
		better: 'lower',
		interval: {
			low: 'expected_cost_per_success_low_usd',
			high: 'expected_cost_per_success_high_usd'
		}
	},
	{
		name: 'expected_cost_per_success_low_usd',
		label: 'Cost per success, low',
		unit: 'usd',
		from: 'runs',
		needs: ['mean_cost_per_run_usd', 'success_rate_high'],
		derive: (v) => ratio(v.mean_cost_per_run_usd, v.success_rate_high),
		description:
			'Lower end of the 95 % interval of cost per success, from the interval of the rate.',
		formula: 'cost per run / upper end of the success rate',
		better: 'lower'
	},
	{
		name: 'expected_cost_per_success_high_usd',
		label: 'Cost per success, high',
		unit: 'usd',
		from: 'runs',
		needs: ['mean_cost_per_run_usd', 'success_rate_low'],
		derive: (v) => ratio(v.mean_cost_per_run_usd, v.success_rate_low),
		description:
			'Upper end of the 95 % interval of cost per success, from the interval of the rate.',
		formula: 'cost per run / lower end of the success rate',
		better: 'lower'
	},
	{
		name: 'break_even_human_cost_usd',
		label: 'Break-even human cost',
		unit: 'usd',
		from: 'runs',
		needs: ['mean_cost_per_run_usd', 'success_rate_all'],
		derive: (v) => ratio(v.mean_cost_per_run_usd, v.success_rate_all),
		description:
			'The human cost of a case above which "agent first, a person redoes failures" is cheaper than the person alone.',
		formula: 'cost per run / share of runs that are right',
		better: 'lower'
	},
	{
		name: 'cost_per_case_usd',
		label: 'Cost per case',
		unit: 'usd',
		from: 'cases',
		sql: 'avg(cast(cost_usd as double))',
		description: 'What one piece of work costs, all its attempts together.',
		formula: 'mean over cases of the cost of their runs',
		better: 'lower'
	},
	{
		name: 'p50_cost_usd',
		label: 'Cost p50',
		unit: 'usd',
		from: 'runs',
		quantile: { of: 'cast(cost_usd as double)', p: 0.5 },
		description: 'Half of the runs cost less.',
		formula: '50 % quantile of cost, linear between closest ranks, over known costs',
		better: 'lower'
	},
	{
		name: 'p95_cost_usd',
		label: 'Cost p95',
		unit: 'usd',
		from: 'runs',
		quantile: { of: 'cast(cost_usd as double)', p: 0.95 },
		description: 'One run in twenty costs more.',
		formula: '95 % quantile of cost, linear between closest ranks, over known costs',
		better: 'lower'
	},
	{
		name: 'p99_cost_usd',
		label: 'Cost p99',
		unit: 'usd',
		from: 'runs',
		quantile: { of: 'cast(cost_usd as double)', p: 0.99 },
		description: 'One run in a hundred costs more.',
		formula: '99 % quantile of cost, linear between closest ranks, over known costs',
		better: 'lower'
	}
] as const satisfies readonly Metric[];
