import { readFileSync } from 'node:fs';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { query, read } from './options.js';

export const assumptions = {
	usage: 'assumptions import FILE | assumptions export',
	help: `What runs cannot tell: wages, minutes, volumes.

import  CSV or YAML rows of task, name, value, low, high, source, note; an empty task is the
        workspace's default; low and high are a 90 % interval, absent means a point
export  the same rows as CSV (--json for JSON)`,
	async run(args) {
		const options = read(args);
		const [what, file] = options.files;
		const asked = query({ workspace: options.workspace, format: options.json ? 'json' : 'csv' });
		if (what === 'export') {
			const answer = await withApp(options.dataDir, (app) => app.get(`assumptions?${asked}`));
			console.log(typeof answer === 'string' ? answer.trimEnd() : JSON.stringify(answer, null, 2));
		} else if (what === 'import' && file) {
			const body = text(file);
			const answer = await withApp(options.dataDir, (app) =>
				app.send(`assumptions?${asked}`, body)
			);
			console.log(
				options.json ? JSON.stringify(answer, null, 2) : `${answer.stored} assumptions stored.`
			);
		} else {
			throw new Misused('expected "assumptions import FILE" or "assumptions export"');
		}
	}
};

function text(path) {
	try {
		return readFileSync(path);
	} catch {
		throw new Failed(`cannot read ${path}`);
	}
}
