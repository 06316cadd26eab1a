import { Worker } from 'node:worker_threads';

/**
 * A thread that runs the module at `url`, which finds `name` in its `workerData`: a file of the build,
 * or a file of the sources, as in tests.
 */
export function startWorker(name: string, url: string): Worker {
	const fromSources = url.endsWith('.ts');
	return new Worker(fromSources ? READING_SOURCES : new URL(url), {
		eval: fromSources,
		workerData: { name, url }
	});
}

/** What the build makes of a file that is imported as text or as an address with all its bytes. */
const READING_FILES = `import { readFile } from 'node:fs/promises';
export async function load(url, context, next) {
	const [, path, kind] = /^(.*)\\?(raw|inline)$/.exec(url) ?? [];
	if (!path) return next(url, context);
	const bytes = await readFile(new URL(path));
	const text = kind === 'raw' ? bytes.toString() : 'data:;base64,' + bytes.toString('base64');
	return { format: 'module', shortCircuit: true, source: 'export default ' + JSON.stringify(text) };
}`;

/** From the sources a thread first learns to read TypeScript, and files as the build reads them. */
const READING_SOURCES = `const { register } = require('node:module');
import('tsx/esm/api').then((tsx) => {
	tsx.register();
	register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(READING_FILES)}));
	return import(require('node:worker_threads').workerData.url);
});`;
