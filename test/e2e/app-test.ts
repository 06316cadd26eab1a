import { demoDataDir, serving, type App } from './app.ts';
import { test as watched } from './watched-test.ts';

type Use = (app: App) => Promise<void>;

// eslint-disable-next-line no-empty-pattern -- Playwright reads from the pattern what a fixture needs
const served = ({}, use: Use) => serving(demoDataDir(), use);

/** A test that only reads: the demo workspace and an empty own one, shared by all tests of a worker. */
export const readTest = watched.extend<object, { app: App }>({
	app: [served, { scope: 'worker' }],
	baseURL: ({ app }, use) => use(app.url)
});

/** A test that changes things: a server and a data folder of its own, with an untouched demo workspace. */
export const changeTest = watched.extend<{ app: App }>({
	app: served,
	baseURL: ({ app }, use) => use(app.url)
});
