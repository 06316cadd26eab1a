import { spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { root } from './install.js';
import { say } from './say.js';

/** Writes a demo company's exports and imports them like anybody's files, into a workspace of its own. */
export async function prepareDemo(app, dataDir) {
	say('demo', { ready: false }, 'Making the demo workspace (once) ...');
	// The pages, in this process, say so: half a company's files give other verdicts than all of them.
	process.env.BREAKEVEN_MAKING_DEMO = '1';
	const folder = mkdtempSync(join(tmpdir(), 'breakeven-demo-'));
	try {
		await generate(folder);
		// In the order in which a company would come by them, so that the history of verdicts tells a story.
		const assumptions = readFileSync(join(folder, 'assumptions.csv'));
		await app.send('assumptions?workspace=demo', assumptions);
		const names = readdirSync(folder).filter((name) => !/^(truth|assumptions)\./.test(name));
		const order = (name) => (name.startsWith('outcomes') ? 1 : 0);
		for (const name of names.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1))) {
			const body = Readable.toWeb(createReadStream(join(folder, name)));
			await app.send(`imports?workspace=demo&name=${encodeURIComponent(name)}`, body);
		}
		say('demo', { ready: true }, 'The demo workspace is ready.');
	} catch (error) {
		console.error(`The demo workspace could not be made: ${error.message}`);
		if (process.env.BREAKEVEN_DEBUG) console.error(error, dataDir);
	} finally {
		delete process.env.BREAKEVEN_MAKING_DEMO;
		rmSync(folder, { recursive: true, force: true });
	}
}

function generate(folder) {
	const today = new Date().toISOString().slice(0, 10);
	const args = [
		'--import',
		'tsx',
		'data/demo.ts',
		'--out',
		folder,
		'--end',
		process.env.BREAKEVEN_DEMO_END ?? today
	];
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {
			cwd: root,
			stdio: ['ignore', 'ignore', 'inherit']
		});
		child.on('error', reject);
		child.on('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`the generator ended with ${code}`))
		);
	});
}
