import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these scripts belong to. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST = [20, 19];

/** Ends with a sentence where Node is too old to go on. */
export function requireNode() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
	console.error(
		`Breakeven needs Node ${OLDEST.join('.')} or newer, this is ${process.versions.node}: install a newer Node and run it again`
	);
	process.exit(2);
}

const modified = (path) => (existsSync(join(root, path)) ? statSync(join(root, path)).mtimeMs : 0);

/** Installs the packages of the lock file where they are missing or older than it. */
export function ensurePackages() {
	if (modified('node_modules/.package-lock.json') >= modified('package-lock.json')) return;
	console.error('Installing packages (once) ...');
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Builds the app where the build is older than what it is made from. */
export function ensureBuild() {
	const sources = [
		'src',
		'simulations',
		'data',
		'static',
		'svelte.config.js',
		'vite.config.ts',
		'vite-bundle.ts',
		'package.json',
		'package-lock.json'
	];
	const newest = Math.max(...sources.map((source) => newestIn(join(root, source))));
	if (modified('build/handler.js') >= newest) return;
	console.error('Building (once per change) ...');
	run(process.execPath, [
		join(root, 'node_modules/vite/bin/vite.js'),
		'build',
		'--logLevel',
		'warn'
	]);
}

function newestIn(path) {
	if (!existsSync(path)) return 0;
	const found = statSync(path);
	if (!found.isDirectory()) return found.mtimeMs;
	const names = readdirSync(path);
	// The folder in which a running app keeps its own is younger than every build.
	const own = names.includes('local') ? 0 : found.mtimeMs;
	return Math.max(
		own,
		...names.filter((name) => name !== 'local').map((name) => newestIn(join(path, name)))
	);
}

/** Runs a program in the checkout, its output on our stderr; throws when it fails. */
export function run(program, args, env = {}) {
	execFileSync(program, args, {
		cwd: root,
		stdio: ['inherit', 2, 2],
		env: { ...process.env, ...env }
	});
}
