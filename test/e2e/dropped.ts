import type { Page } from '@playwright/test';
import type { TextFile } from './attempts-table.ts';

/** Drops files on the drop zone, as a person does from a file manager. */
export async function dropFiles(page: Page, files: readonly TextFile[]): Promise<void> {
	const told = files.map(({ name, mimeType, buffer }) => ({
		name,
		mimeType,
		text: String(buffer)
	}));
	const transfer = await page.evaluateHandle((all) => {
		const data = new DataTransfer();
		for (const { name, mimeType, text } of all) {
			data.items.add(new File([text], name, { type: mimeType }));
		}
		return data;
	}, told);
	const zone = page.getByRole('group', { name: 'Import files' });
	for (const event of ['dragenter', 'dragover', 'drop']) {
		await zone.dispatchEvent(event, { dataTransfer: transfer });
	}
	await transfer.dispose();
}
