#!/usr/bin/env node
// `npm test`: installs what is missing, a browser too, runs everything and counts.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureBuild, ensurePackages, requireNode, root, run } from './install.js';

const withoutBrowser = process.env.BREAKEVEN_SKIP_BROWSER === '1';
const count = { passed: 0, failed: 0, skipped: 0 };

requireNode();
try {
	ensurePackages();
	const browser = withoutBrowser ? null : await ensureBrowser();
	run(process.execPath, [join(root, 'node_modules/@sveltejs/kit/svelte-kit.js'), 'sync']);
	ensureBuild();
	unitTests(browser);
	browserTests(browser);
} catch (error) {
	console.error(error.message);
	count.failed += 1;
}
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
console.log(`${count.passed} passed, ${count.failed} failed${skipped}`);
process.exit(count.failed > 0 ? 1 : 0);

/** The Chromium to test in, looked for and then installed: Playwright's, the system's, a packaged one. */
async function ensureBrowser() {
	const attempts = [
		() => run('npx', ['playwright', 'install', '--only-shell', 'chromium']),
		() => {
			if (process.getuid?.() !== 0) throw new Error('not root');
			run('apt-get', ['update', '-qq']);
			run('apt-get', ['install', '-y', '-qq', 'chromium']);
		},
		() => run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '@sparticuz/chromium@147'])
	];
	let found = await findBrowser();
	for (const attempt of attempts) {
		if (found) break;
		try {
			console.error('Looking for a browser to test in ...');
			attempt();
		} catch {
			continue;
		} finally {
			found = await findBrowser();
		}
	}
	if (!found) {
		throw new Error(
			'No Chromium could be found or installed: set PLAYWRIGHT_CHROMIUM_PATH, or BREAKEVEN_SKIP_BROWSER=1 to go without'
		);
	}
	return found;
}

async function findBrowser() {
	const asked = process.env.PLAYWRIGHT_CHROMIUM_PATH;
	if (asked) return existsSync(asked) ? asked : null;
	const { chromium } = await import('playwright');
	const usual = [
		chromium.executablePath(),
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome'
	];
	const found = usual.find((path) => existsSync(path));
	if (found) return found;
	const packaged = join(root, 'node_modules/@sparticuz/chromium/build/index.js');
	if (!existsSync(packaged)) return null;
	const { default: sparticuz } = await import(pathToFileURL(packaged).href);
	return sparticuz.executablePath();
}

function unitTests(browser) {
	const file = join(mkdtempSync(join(tmpdir(), 'breakeven-count-')), 'vitest.json');
	const projects = browser ? [] : ['--project', 'server'];
	const args = [
		'run',
		...projects,
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${file}`
	];
	spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		env: { ...process.env, ...(browser ? { PLAYWRIGHT_CHROMIUM_PATH: browser } : {}) }
	});
	const result = readJson(file);
	if (!result) throw new Error('vitest did not finish');
	count.passed += result.numPassedTests;
	count.failed += result.numFailedTests;
	count.skipped += result.numPendingTests + result.numTodoTests;
	const broken = result.testResults.filter(
		(one) => one.status === 'failed' && one.assertionResults.length === 0
	);
	count.failed += broken.length;
	if (!browser) count.skipped += 1;
}

function browserTests(browser) {
	if (!existsSync(join(root, 'test/e2e'))) return;
	const cli = join(root, 'node_modules/@playwright/test/cli.js');
	if (!browser) {
		const listed = execFileSync(process.execPath, [cli, 'test', '--list', '--reporter=json'], {
			cwd: root
		});
		count.skipped += JSON.parse(listed.toString()).stats?.skipped ?? 0;
		return;
	}
	const file = join(mkdtempSync(join(tmpdir(), 'breakeven-count-')), 'playwright.json');
	spawnSync(process.execPath, [cli, 'test', '--reporter=list,json'], {
		cwd: root,
		stdio: ['ignore', 2, 2],
		env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_CHROMIUM_PATH: browser }
	});
	const result = readJson(file);
	if (!result) throw new Error('Playwright did not finish');
	count.passed += result.stats.expected + result.stats.flaky;
	count.failed += result.stats.unexpected + (result.errors?.length ?? 0);
	count.skipped += result.stats.skipped;
}

function readJson(path) {
	return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}
