import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyDataDir, startApp } from './app.ts';

/** Makes the demo workspace once, as the first start does; the workers copy its file. */
export default async function demoOnce(): Promise<() => void> {
	const dataDir = emptyDataDir();
	const app = await startApp(dataDir, 'The demo workspace is ready.');
	await app.stop();
	process.env.BREAKEVEN_E2E_DEMO = join(dataDir, 'workspaces/demo.duckdb');
	return () => rmSync(dataDir, { recursive: true, force: true });
}
