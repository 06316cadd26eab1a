import { defineConfig, devices } from '@playwright/test';
import { browserArgs, browserPath } from './test/browser.ts';

const port = 4417;

export default defineConfig({
	testDir: 'test/e2e',
	workers: 1,
	timeout: 60_000,
	use: {
		...devices['Desktop Chrome'],
		baseURL: `http://127.0.0.1:${port}`,
		trace: 'retain-on-failure',
		launchOptions: { executablePath: browserPath(), args: browserArgs }
	}
});
