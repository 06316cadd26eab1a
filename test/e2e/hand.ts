import type { Locator, Page } from '@playwright/test';
import type { TextFile } from './attempts-table.ts';
import { dropFiles } from './dropped.ts';

/** What somebody does with mouse and keyboard, counted. */
export class Hand {
	clicks = 0;
	typed = 0;
	keys = 0;
	readonly #page: Page;

	constructor(page: Page) {
		this.#page = page;
	}

	async click(target: Locator): Promise<void> {
		this.clicks += 1;
		await target.click();
	}

	/** Choosing in a list is two clicks: it opens, and a line is taken. */
	async choose(target: Locator, label: string): Promise<void> {
		this.clicks += 2;
		await target.selectOption({ label });
	}

	async type(target: Locator, text: string): Promise<void> {
		this.typed += 1;
		await target.fill(text);
		await target.blur();
	}

	async press(key: string): Promise<void> {
		this.keys += 1;
		await this.#page.keyboard.press(key);
	}

	/** Dragging files in counts as a click. */
	async drop(files: readonly TextFile[]): Promise<void> {
		this.clicks += 1;
		await dropFiles(this.#page, files);
	}

	/** `9 clicks, 2 fields typed, 30 keys` */
	get told(): string {
		return `${this.clicks} clicks, ${this.typed} fields typed, ${this.keys} keys`;
	}
}
