import { withApp } from '../client.js';
import { Misused } from '../failures.js';
import { query, read } from './options.js';

const ANSWERS = ['right', 'wrong', 'cannot_tell'];

export const audits = {
	usage:
		'audits export [--task T] | audits record RUN right|wrong|cannot_tell [--note TEXT] [--by NAME] | audits undo ID',
	help: `What people who checked runs by hand say of them.

export  every answer as CSV, of --task or of all (--json for JSON); it is an outcomes file too
record  stores an answer about a run; an answer of the same person corrects the one before
undo    takes an answer back, by its number
--note  why
--by    who says so, kept as a hash only
--second  a second opinion on what somebody else has checked; needs --by`,
	async run(args) {
		const taken = {
			task: { type: 'string' },
			note: { type: 'string' },
			by: { type: 'string' },
			second: { type: 'boolean' }
		};
		const options = read(args, taken, { files: 3 });
		const [what, ...rest] = options.files;
		const done = (verb) => withApp(options.dataDir, verb);
		const { workspace, json } = options;
		if (what === 'export' && rest.length === 0) {
			const asked = query({ workspace, task: options.task, format: json ? 'json' : 'csv' });
			const answer = await done((app) => app.get(`audits?${asked}`));
			console.log(typeof answer === 'string' ? answer.trimEnd() : JSON.stringify(answer, null, 2));
		} else if (what === 'record' && ANSWERS.includes(rest[1])) {
			const body = JSON.stringify({
				run_id: rest[0],
				answer: rest[1],
				note: options.note,
				auditor: options.by,
				second: options.second
			});
			const answer = await done((app) => app.send(`audits?${query({ workspace })}`, body));
			const [row] = answer.rows;
			console.log(
				json
					? JSON.stringify(answer, null, 2)
					: `${row.is_new ? 'Stored' : 'Known already'} as answer ${row.audit_id}.`
			);
		} else if (what === 'undo' && rest.length === 1 && /^\d+$/.test(rest[0])) {
			const asked = query({ workspace, audit_id: rest[0] });
			const answer = await done((app) => app.send(`audits?${asked}`, undefined, 'DELETE'));
			console.log(
				json ? JSON.stringify(answer, null, 2) : `Answer about ${answer.run_id} taken back.`
			);
		} else {
			throw new Misused(
				`expected "audits export", "audits record RUN ${ANSWERS.join('|')}" or "audits undo ID"`
			);
		}
	}
};
