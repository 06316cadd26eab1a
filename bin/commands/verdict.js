import { readFileSync } from 'node:fs';
import { withApp } from '../client.js';
import { Failed } from '../failures.js';
import { query, read } from './options.js';

export const verdict = {
	usage: 'verdict [--task T] [--seed N] [--fail-if-worse FILE]',
	help: `For each task: is an agent worth it, with how much oversight, and how sure are we?

--fail-if-worse  an earlier answer of "verdict --json": exit 1 when a task's verdict got worse`,
	async run(args) {
		const taken = {
			task: { type: 'string' },
			seed: { type: 'string' },
			'fail-if-worse': { type: 'string' }
		};
		const options = read(args, taken, { files: 0 });
		if (options['fail-if-worse']) earlierRows(options['fail-if-worse']);
		const asked = query({ task: options.task, seed: options.seed, workspace: options.workspace });
		const answer = await withApp(options.dataDir, (app) => app.get(`verdict?${asked}`));
		if (options.json) console.log(JSON.stringify(answer, null, 2));
		else if (answer.rows.length === 0) console.log('No tasks: import runs first.');
		else for (const row of answer.rows) console.log(`${row.task}: ${row.sentence}`);
		const worse = options['fail-if-worse'] ? gotWorse(options['fail-if-worse'], answer.rows) : [];
		for (const line of worse) console.error(line);
		return worse.length > 0 ? 1 : 0;
	}
};

/** Best first: a verdict further down is worse. */
const ORDER = [
	'automate',
	'automate_with_review',
	'narrow_scope',
	'collect_more_data',
	'keep_human'
];

function gotWorse(path, rows) {
	const before = earlierRows(path);
	const earlier = new Map(before.map((row) => [row.task, row.verdict]));
	return rows
		.filter(
			(row) =>
				earlier.has(row.task) && ORDER.indexOf(row.verdict) > ORDER.indexOf(earlier.get(row.task))
		)
		.map((row) => `${row.task}: was ${earlier.get(row.task)}, is ${row.verdict}`);
}

function earlierRows(path) {
	try {
		const { rows } = JSON.parse(readFileSync(path, 'utf8'));
		if (rows.every((row) => typeof row.task === 'string' && ORDER.includes(row.verdict)))
			return rows;
	} catch {
		// Said below, whatever is wrong with it.
	}
	throw new Failed(`${path} is no earlier answer of "verdict --json"`);
}
