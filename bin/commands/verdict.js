import { readFileSync } from 'node:fs';
import { withApp } from '../client.js';
import { Failed } from '../failures.js';
import { query, read } from './options.js';

export const verdict = {
	usage: 'verdict [--task T] [--seed N] [--fail-if-worse FILE] [--history TASK]',
	help: `For each task: is an agent worth it, with how much oversight, and how sure are we?

--fail-if-worse  an earlier answer of "verdict --json": exit 1 when a task's verdict got worse, or would
                 if the one that waits were to stand
--history        what was said of a task after each change and why, oldest first`,
	async run(args) {
		const taken = {
			task: { type: 'string' },
			seed: { type: 'string' },
			'fail-if-worse': { type: 'string' },
			history: { type: 'string' }
		};
		const options = read(args, taken, { files: 0 });
		if (options.history !== undefined) return tellHistory(options);
		if (options['fail-if-worse']) earlierRows(options['fail-if-worse']);
		const asked = query({ task: options.task, seed: options.seed, workspace: options.workspace });
		const answer = await withApp(options.dataDir, (app) => app.get(`verdict?${asked}`));
		if (options.json) console.log(JSON.stringify(answer, null, 2));
		else if (answer.rows.length === 0) console.log('No tasks: import runs first.');
		else for (const row of answer.rows) tell(row);
		const worse = options['fail-if-worse'] ? gotWorse(options['fail-if-worse'], answer.rows) : [];
		for (const line of worse) console.error(line);
		return worse.length > 0 ? 1 : 0;
	}
};

function tell({ task, sentence, because, flips, pending }) {
	console.log(`${task}: ${sentence}`);
	if (because && !pending) console.log(`  Because ${because}.`);
	if (flips[0]) console.log(`  Flips if ${flips[0].sentence}.`);
	if (pending) console.log(`  ${pending.sentence}`);
}

async function tellHistory({ history: task, workspace, dataDir, json }) {
	const asked = query({ task, workspace });
	const answer = await withApp(dataDir, (app) => app.get(`verdict/history?${asked}`));
	if (json) console.log(JSON.stringify(answer, null, 2));
	else for (const row of answer.rows) console.log(historyLine(row));
	return 0;
}

function historyLine({ at, status, change, cause, sentence }) {
	const when = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
	const waiting = status === 'pending' ? ' (waits)' : '';
	return `${when}${waiting}  ${change ?? cause.sentence} ${sentence ?? 'No runs are left.'}`;
}

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
	const isWorse = (verdict, task) =>
		earlier.has(task) && ORDER.indexOf(verdict) > ORDER.indexOf(earlier.get(task));
	return rows.flatMap(({ task, verdict, pending }) => {
		if (isWorse(verdict, task)) return [`${task}: was ${earlier.get(task)}, is ${verdict}`];
		if (pending && isWorse(pending.verdict, task))
			return [`${task}: was ${earlier.get(task)}, waits to become ${pending.verdict}`];
		return [];
	});
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
