import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Runs the file of a folder that the command line names, or lists what there is. */
export function runNamed(folder, ending) {
	const names = readdirSync(folder)
		.filter((name) => name.endsWith(ending))
		.map((name) => name.slice(0, -ending.length));
	const [asked, ...rest] = process.argv.slice(2);
	if (asked && !names.includes(asked)) {
		console.error(`there is no "${asked}": expected one of ${names.join(', ')}`);
		process.exit(2);
	}
	if (!asked && ending === '.hard.ts') {
		console.log(names.join('\n'));
		process.exit(0);
	}
	const root = dirname(import.meta.dirname);
	const vitest = join(root, 'node_modules/vitest/vitest.mjs');
	const files = asked
		? [join(folder, asked + ending)]
		: names.map((name) => join(folder, name + ending));
	const args = ['run', '--config', join(root, 'test/long.config.ts'), ...files, ...rest];
	process.exit(
		spawnSync(process.execPath, [vitest, ...args], { cwd: root, stdio: 'inherit' }).status ?? 1
	);
}
