import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** The Chromium that tests run in: the one asked for, Playwright's own (undefined), or the system's. */
export function browserPath(): string | undefined {
	const asked = process.env.PLAYWRIGHT_CHROMIUM_PATH;
	if (asked) {
		if (!existsSync(asked)) throw new Error(`PLAYWRIGHT_CHROMIUM_PATH=${asked} does not exist`);
		return asked;
	}
	if (existsSync(chromium.executablePath())) return undefined;
	const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
	const found = system.find((path) => existsSync(path));
	if (found) return found;
	throw new Error('No Chromium found: run npm test once, or set PLAYWRIGHT_CHROMIUM_PATH');
}

/** Flags that keep Chromium off the network; root needs --no-sandbox. */
export const browserArgs = [
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--no-first-run',
	'--disable-quic',
	...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
];
