import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dataFolder } from '../client.js';
import { Failed, Misused } from '../failures.js';

/** What every command understands. */
const common = {
	json: { type: 'boolean' },
	'data-dir': { type: 'string' },
	workspace: { type: 'string' }
};

/** Reads a command's arguments, of which at most `files` are no options; all else is a wrong use. */
export function read(args, options = {}, { files = Infinity } = {}) {
	const { values, positionals } = parsed(args, { ...common, ...options });
	if (positionals.length > files) {
		throw new Misused(`"${positionals[files]}" is too much: see --help`);
	}
	return { ...values, files: positionals, dataDir: dataFolder(values['data-dir']) };
}

function parsed(args, options) {
	try {
		return parseArgs({ args, options, allowPositionals: true });
	} catch (error) {
		const known = Object.keys(options).map((name) => `--${name}`);
		throw new Misused(`${error.message.split(/\. |\n/)[0]}: expected ${known.join(' ')}`);
	}
}

/** Search parameters, a repeated one for each value of a list; the command line's own workspace is `main`. */
export function query(values) {
	const params = new URLSearchParams();
	for (const [name, value] of Object.entries(values)) {
		for (const one of [value].flat())
			if (one !== undefined && one !== null) params.append(name, one);
	}
	return params.toString();
}

/** `--where key=value` pairs as search parameters. */
export function filters(where = []) {
	const params = {};
	for (const pair of where) {
		const at = pair.indexOf('=');
		const key = at < 0 ? pair : pair.slice(0, at);
		params[key] = [...(params[key] ?? []), at < 0 ? '' : pair.slice(at + 1)];
	}
	return params;
}

/** The first line of a file that holds a secret. */
export function firstLine(path) {
	try {
		return readFileSync(path, 'utf8').split(/\r?\n/)[0];
	} catch {
		throw new Failed(`cannot read ${path}`);
	}
}
