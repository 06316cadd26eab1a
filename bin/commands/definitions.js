import { readFileSync } from 'node:fs';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { query, read } from './options.js';

export const definitions = {
	usage: 'definitions export [--version N] | definitions import FILE [--note TEXT]',
	help: `What one kind of work is and what counts as right, as a JSON document.

export    the definitions that hold, or those of --version
import    stores a document as a new version and makes every run again by it
--note    why, kept with the version`,
	async run(args) {
		const options = read(args, { version: { type: 'string' }, note: { type: 'string' } });
		const [what, file] = options.files;
		if (what === 'export') {
			const asked = query({ workspace: options.workspace, version: options.version });
			const answer = await withApp(options.dataDir, (app) => app.get(`definitions?${asked}`));
			console.log(JSON.stringify(answer, null, 2));
		} else if (what === 'import' && file) {
			const body = text(file);
			const asked = query({ workspace: options.workspace, note: options.note });
			const answer = await withApp(options.dataDir, (app) =>
				app.send(`definitions?${asked}`, body, 'PUT')
			);
			console.log(
				options.json
					? JSON.stringify(answer, null, 2)
					: `Stored as version ${answer.version} of the definitions.`
			);
		} else {
			throw new Misused('expected "definitions export" or "definitions import FILE"');
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
