import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** For `npm run bench` and `npm run hard`: one file at a time, no limit on time, output as it comes. */
export default defineConfig({
	plugins: [sveltekit()],
	test: {
		environment: 'node',
		include: ['test/bench/*.bench.ts', 'test/hard/*.hard.ts'],
		fileParallelism: false,
		testTimeout: 0,
		hookTimeout: 0,
		disableConsoleIntercept: true
	}
});
