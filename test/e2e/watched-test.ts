import { expect, test as base, type BrowserContext } from '@playwright/test';
import { expectFits } from './opened.ts';

interface Watched {
	/** Console errors and warnings that a test brings about on purpose; null = none may come. */
	tolerated: RegExp | null;
	watch: void;
}

/**
 * A test that fails on any console error or warning (a page that the browser mended, too), page error, dialog, request off this machine, or page that
 * is wider than its window when the test ends.
 */
export const test = base.extend<Watched>({
	tolerated: [null, { option: true }],
	watch: [
		async ({ context, tolerated }, use) => {
			const faults = watched(context);
			await use();
			for (const page of context.pages()) await expectFits(page);
			expect(
				faults.filter((fault) => !tolerated?.test(fault)),
				'faults that the browser saw'
			).toEqual([]);
		},
		{ auto: true }
	]
});

/** The list that the faults of a context are written to as they come. */
function watched(context: BrowserContext): string[] {
	const faults: string[] = [];
	context.on('console', (message) => {
		if (['error', 'warning'].includes(message.type())) faults.push(`console: ${message.text()}`);
	});
	context.on('weberror', (fault) => faults.push(`page error: ${fault.error().message}`));
	context.on('dialog', (dialog) => {
		faults.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	context.on('request', (request) => {
		const { protocol, hostname } = new URL(request.url());
		const stays = hostname === '127.0.0.1' || protocol === 'blob:' || protocol === 'data:';
		if (!stays) faults.push(`request to ${request.url()}`);
	});
	return faults;
}
