import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const typed = {
	parserOptions: {
		projectService: true,
		extraFileExtensions: ['.svelte'],
		parser: ts.parser
	}
};

export default ts.config(
	{ ignores: ['build/', '.svelte-kit/', 'data/local/', 'test-results/', 'playwright-report/'] },
	js.configs.recommended,
	...ts.configs.recommended,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' }
			],
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
		languageOptions: typed,
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/no-misused-promises': 'error'
		}
	},
	{
		// Pure floors: the same bits everywhere, so no clock and no global random state.
		files: ['src/lib/{trace,formats,metrics}/**/*.ts', 'simulations/engine/**/*.ts'],
		rules: {
			'no-restricted-properties': [
				'error',
				{ object: 'Math', property: 'random', message: 'draw from a seeded stream' },
				{ object: 'Date', property: 'now', message: 'pass the time in' }
			]
		}
	}
);
