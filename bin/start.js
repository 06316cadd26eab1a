#!/usr/bin/env node
// `npm start`: on a fresh clone, with Node and nothing else.
import { ensureBuild, ensurePackages, requireNode } from './install.js';

requireNode();
try {
	ensurePackages();
	ensureBuild();
} catch (error) {
	console.error(`Could not get ready: ${error.message}`);
	process.exit(1);
}
// In this process, so that stopping `npm start` stops the server too.
process.argv.splice(2, 0, 'serve', '--open');
await import('./breakeven.js');
