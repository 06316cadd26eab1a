import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { withApp } from '../client.js';
import { Misused } from '../failures.js';
import { query, read } from './options.js';

export const restore = {
	usage: 'restore FILE [--workspace NAME] [--to NAME] [--replace] [--check]',
	help: `Workspaces from a backup, after every file and every metric was compared with it.

--workspace  only this one of the backup
--to         under another name
--replace    in the place of a workspace that is there
--check      only look whether the backup is whole`,
	async run(args) {
		const taken = {
			to: { type: 'string' },
			replace: { type: 'boolean' },
			check: { type: 'boolean' }
		};
		const options = read(args, taken, { files: 1 });
		const [file] = options.files;
		if (!file) throw new Misused('expected the file of a backup');
		const asked = query({
			workspace: options.workspace,
			to: options.to,
			replace: options.replace ? '1' : undefined,
			check: options.check ? '1' : undefined
		});
		const answer = await withApp(options.dataDir, (app) =>
			app.send(`backup?${asked}`, Readable.toWeb(createReadStream(file)))
		);
		if (options.json) console.log(JSON.stringify(answer, null, 2));
		else {
			answer.rows.forEach((row) => console.log(told(row, options.check)));
			if (answer.accounts === 'restored') console.log('Restored the accounts.');
			if (answer.accounts === 'kept')
				console.log('The accounts that are here were kept; --replace takes those of the backup.');
		}
	}
};

function told({ workspace, from, runs, replaced, links_closed }, isCheck) {
	const other = workspace === from ? '' : ` from ${from}`;
	const how = replaced ? ', in the place of the one there' : '';
	const closed = links_closed > 0 ? ` Links to its reports that were closed: ${links_closed}.` : '';
	return isCheck
		? `${from} is whole: ${runs.toLocaleString('en-US')} runs.`
		: `Restored ${workspace}${other}: ${runs.toLocaleString('en-US')} runs${how}.${closed}`;
}
