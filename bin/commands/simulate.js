import { existsSync, readFileSync, statSync } from 'node:fs';
import { withApp } from '../client.js';
import { Misused } from '../failures.js';
import { print as printRows } from '../table.js';
import { query, read } from './options.js';

export const simulate = {
	usage: 'simulate FILE|TASK [--seed N] [--replications N] [--workers N] [--preview]',
	help: `What the coming year costs and what can go wrong, for each option.

FILE            a scenario, see simulations/scenarios/; TASK: that task as it is
--seed          the same seed gives the same figures, with any number of workers
--replications  simulated futures; 20000 unless the scenario says otherwise
--workers       threads, 2 unless told
--preview       2000 futures, without what drives the result`,
	async run(args) {
		const taken = {
			seed: { type: 'string' },
			replications: { type: 'string' },
			workers: { type: 'string' },
			preview: { type: 'boolean' }
		};
		const options = read(args, taken, { files: 1 });
		const [asked] = options.files;
		if (!asked) throw new Misused('expected a scenario file or the name of a task');
		const params = query({
			seed: options.seed,
			replications: options.replications,
			workers: options.workers,
			precision: options.preview ? 'preview' : undefined,
			workspace: options.workspace
		});
		const result = await withApp(options.dataDir, (app) =>
			app.send(`simulate?${params}`, scenarioOf(asked))
		);
		if (options.json) console.log(JSON.stringify(result, null, 2));
		else print(result);
	}
};

/** The text of the file, or a scenario that changes nothing about the task of that name. */
function scenarioOf(asked) {
	if (existsSync(asked) && statSync(asked).isFile()) return readFileSync(asked, 'utf8');
	return JSON.stringify({ breakeven_schema: 'scenario/1', name: asked, tasks: [asked] });
}

function print(result) {
	for (const task of result.tasks) {
		console.log(`${task.task}, ${task.configuration}, ${task.horizonMonths} months:`);
		if (task.options === null) console.log(`  ${task.decision.why.code.replaceAll('_', ' ')}`);
		else printRows({ rows: optionRows(task) }, false, SHOWN);
		for (const target of task.targets) console.log(targetLine(target));
	}
	for (const { sentence } of result.warnings) console.error(sentence);
}

/** Columns of the table, beside the option. */
const SHOWN = [
	'net_usd',
	'low',
	'high',
	'p_best',
	'p_better',
	'usd_per_right_result',
	'escapes_a_month',
	'review_hours_a_month'
];

const optionRows = (task) =>
	task.options.map((option) => ({
		option: option.option,
		net_usd: Math.round(option.netBenefitUsd.mean),
		low: Math.round(option.netBenefitUsd.low),
		high: Math.round(option.netBenefitUsd.high),
		p_best: option.pBest,
		p_better: option.pBetterThanHuman,
		usd_per_right_result: option.costPerVerifiedSuccessUsd,
		escapes_a_month: option.perMonth.escapes,
		review_hours_a_month: option.perMonth.reviewHours
	}));

function targetLine({ target, reachable, threshold, reviewShare, mostReachable }) {
	const percent = (share) => `${(100 * share).toFixed(0)} %`;
	return reachable
		? `  ${percent(target)} fewer escapes: review below ${threshold}, ${percent(reviewShare)} of results`
		: `  ${percent(target)} fewer escapes: not reachable, reviewing everything cuts ${percent(mostReachable)}`;
}
