import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserArgs, browserPath } from './test/browser.ts';
import { bundledText } from './vite-bundle.ts';

export default defineConfig({
	plugins: [bundledText(), tailwindcss(), sveltekit()],
	ssr: { external: ['@duckdb/node-api', '@duckdb/node-bindings'] },
	worker: { format: 'es' },
	// Fonts stay files: the content security policy allows no data: fonts.
	build: { assetsInlineLimit: 0 },
	server: {
		host: '127.0.0.1',
		port: 5173,
		strictPort: true,
		watch: { ignored: ['**/data/local/**', '**/*.duckdb*'] }
	},
	test: {
		expect: { requireAssertions: true },
		projects: [
			{
				extends: true,
				test: {
					name: 'server',
					environment: 'node',
					include: ['test/**/*.test.ts'],
					// Styles that are read as text are the text itself.
					css: true,
					testTimeout: 60_000,
					hookTimeout: 60_000
				}
			},
			{
				extends: true,
				test: {
					name: 'client',
					include: ['src/**/*.svelte.test.ts'],
					browser: {
						enabled: true,
						headless: true,
						screenshotFailures: false,
						instances: [{ browser: 'chromium' }],
						provider: playwright({
							launchOptions: {
								executablePath: process.env.VITEST ? browserPath() : undefined,
								args: browserArgs
							}
						})
					}
				}
			}
		]
	}
});
