import { defineConfig, devices } from '@playwright/test';
import { browserArgs, browserPath } from './test/browser.ts';

export default defineConfig({
	testDir: 'test/e2e',
	globalSetup: './test/e2e/demo-once.ts',
	outputDir: 'test-results',
	fullyParallel: true,
	workers: 2,
	timeout: 180_000,
	expect: { timeout: 20_000 },
	reporter: 'list',
	use: {
		...devices['Desktop Chrome'],
		actionTimeout: 30_000,
		trace: 'retain-on-failure',
		launchOptions: { executablePath: browserPath(), args: browserArgs }
	}
});
