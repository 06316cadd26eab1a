import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { query, read } from './options.js';

export const backup = {
	usage: 'backup FILE|DIR [--workspace NAME]',
	help: `Every workspace as one archive (.tar.gz) with hashes, while the server runs or not.

FILE  where to; DIR: a file named by the time in that folder
--workspace  only this one`,
	async run(args) {
		const options = read(args, {}, { files: 1 });
		const [asked] = options.files;
		if (!asked) throw new Misused('expected the file or folder to write to');
		const file = isFolder(asked) ? join(asked, nameNow()) : asked;
		if (existsSync(file)) throw new Failed(`${file} is there already: it was left as it is`);
		const path = `backup?${query({ workspace: options.workspace })}`;
		const bytes = await withApp(options.dataDir, (app) => app.download(path, file));
		if (options.json) console.log(JSON.stringify({ file, bytes }));
		else console.log(`Wrote ${file}, ${bytes.toLocaleString('en-US')} bytes.`);
	}
};

const isFolder = (path) => existsSync(path) && statSync(path).isDirectory();

const nameNow = () =>
	`breakeven-${new Date().toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '')}.tar.gz`;
