#!/usr/bin/env node
// The command line: plain JavaScript over build/, a client of the API (design: one writer).
import { commands } from './commands.js';
import { Failed, Misused } from './failures.js';

const [, , name, ...rest] = process.argv;

try {
	if (!name || name === '--help' || name === '-h' || name === 'help') {
		console.log(overview());
	} else if (!Object.hasOwn(commands, name)) {
		throw new Misused(
			`there is no command "${name}": expected one of ${Object.keys(commands).join(', ')}`
		);
	} else if (rest.includes('--help') || rest.includes('-h')) {
		console.log(`breakeven ${commands[name].usage}\n\n${commands[name].help}`);
	} else {
		process.exitCode = (await commands[name].run(rest)) ?? 0;
	}
} catch (error) {
	if (process.env.BREAKEVEN_DEBUG) console.error(error);
	console.error(`breakeven: ${sentence(error)}`);
	process.exitCode = error instanceof Misused ? 2 : 1;
}

function overview() {
	const width = Math.max(...Object.keys(commands).map((name) => name.length));
	const lines = Object.entries(commands).map(
		([name, { help }]) => `  ${name.padEnd(width)}  ${help.split('\n\n')[0].replaceAll('\n', ' ')}`
	);
	return [
		'Breakeven: which tasks justify an agent, with how much human oversight, and how sure are we?',
		'',
		...lines,
		'',
		'breakeven COMMAND --help tells how it is called.',
		'',
		'Every command: --json, --data-dir DIR, --workspace NAME, --help.',
		'Exit codes: 0 ok, 1 failed, 2 wrong use.'
	].join('\n');
}

/** One line for a person; a stack trace only with BREAKEVEN_DEBUG. */
function sentence(error) {
	if (error instanceof Failed || error instanceof Misused) return error.message;
	return `${error.message?.split('\n')[0] ?? error} (a fault of ours; BREAKEVEN_DEBUG=1 shows where)`;
}
