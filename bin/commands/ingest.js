import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { query, read } from './options.js';

export const ingest = {
	usage: 'ingest FILE|DIR|- ... [--format ID] [--map FILE] [--content]',
	help: `Reads trace exports and tables of attempts; prints one receipt per file, and one for each file in a zip file.

FILE      a file, packed (.gz, .zst, .zip) or not; DIR: every file in it; -: standard input
--format  otlp or attempts, where the file does not tell
--map     a JSON file that renames columns: {"columns": {"alias": "agent"}, "constants": {"task": "x"}}
--content also store text of prompts and answers (off by default)`,
	async run(args) {
		const options = read(args, {
			format: { type: 'string' },
			map: { type: 'string' },
			content: { type: 'boolean' }
		});
		if (options.files.length === 0)
			throw new Misused('ingest needs a file, a folder, or - for standard input');
		const map = options.map === undefined ? undefined : readMap(options.map);
		const files = (await Promise.all(options.files.map(filesIn))).flat();
		const { receipts, failures } = await withApp(options.dataDir, (app) =>
			sendAll(files, (file) => send(app, file, map, options))
		);
		if (options.json) console.log(JSON.stringify({ receipts }, null, 2));
		else receipts.forEach((receipt) => console.log(told(receipt)));
		for (const failure of failures) console.error(`breakeven: ${failure}`);
		return failures.length > 0 || receipts.some(isRefused) ? 1 : 0;
	}
};

const isRefused = ({ format, rows }) =>
	format === null || (rows.read > 0 && rows.read === rows.rejected);

/** One file after the other: one that fails leaves the others their receipts. */
async function sendAll(files, sendOne) {
	const receipts = [];
	const failures = [];
	for (const file of files) {
		try {
			receipts.push(...(await sendOne(file)));
		} catch (error) {
			const isAboutAll = !(error instanceof Failed) || [400, 404].includes(error.status);
			if (isAboutAll || files.length === 1) throw error;
			failures.push(`${file}: ${error.message}`);
		}
	}
	return { receipts, failures };
}

function readMap(path) {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		throw new Failed(`cannot read the map file ${path}`);
	}
}

async function filesIn(path) {
	if (path === '-') return ['-'];
	let found;
	try {
		found = statSync(path);
	} catch {
		throw new Failed(`there is no file or folder ${path}`);
	}
	if (!found.isDirectory()) return [path];
	const files = await filesUnder(path);
	if (files.length === 0) throw new Failed(`there are no files in ${path}`);
	return files;
}

async function filesUnder(path) {
	const entries = await readdir(path, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}

async function send(app, file, map, options) {
	const name = file === '-' ? 'standard input' : basename(file);
	if (process.stderr.isTTY) process.stderr.write(`${name} ...\n`);
	const body = Readable.toWeb(file === '-' ? process.stdin : createReadStream(file));
	const asked = query({
		name,
		map,
		format: options.format,
		content: options.content ? '1' : undefined,
		workspace: options.workspace
	});
	return (await app.send(`imports?${asked}`, body)).receipts;
}

function told(receipt) {
	const { rows } = receipt;
	const lines = [
		`${receipt.file}: ${receipt.format ?? 'not read'}`,
		`  ${rows.read} rows = ${rows.kept} kept + ${rows.duplicates} duplicates + ${rows.rejected} rejected`,
		`  ${receipt.runs} runs, ${receipt.spans} spans, ${receipt.outcomes} outcomes, ${receipt.reviews} reviews, ${receipt.incidents} incidents, ${receipt.scores} scores`,
		...receipt.rejected
			.slice(0, 20)
			.map(({ at, reason, count }) => `  rejected ${count} (first: ${at}): ${reason}`),
		...(receipt.rejected.length > 20
			? [`  ... and ${receipt.rejected.length - 20} more reasons`]
			: []),
		...(receipt.unpriced_models.length
			? [`  no price for: ${receipt.unpriced_models.join(', ')}`]
			: []),
		...receipt.warnings.map((warning) => `  note: ${warning}`)
	];
	return lines.join('\n');
}
