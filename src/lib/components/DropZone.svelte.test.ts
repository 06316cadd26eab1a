import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import '../../app.css';
import DropZone from './DropZone.svelte';

const file = (name: string) => new File(['{}'], name, { type: 'application/json' });

test('chosen files are emitted, and the same file can be chosen again', async () => {
	const onfiles = vi.fn();
	await render(DropZone, { onfiles });
	const input = document.querySelector<HTMLInputElement>('input[type=file]');
	if (!input) throw new Error('no file chooser');
	await userEvent.upload(input, [file('a.json'), file('b.json')]);
	expect(onfiles.mock.calls[0]?.[0].map(({ name }: File) => name)).toEqual(['a.json', 'b.json']);
	expect(input.value).toBe('');
});

test('dropped files are emitted', async () => {
	const onfiles = vi.fn();
	const screen = await render(DropZone, { onfiles });
	const dataTransfer = new DataTransfer();
	dataTransfer.items.add(file('traces.jsonl'));
	screen
		.getByRole('group', { name: 'Import files' })
		.element()
		.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
	await vi.waitFor(() => expect(onfiles).toHaveBeenCalledOnce());
	expect(onfiles.mock.calls[0]?.[0][0].name).toBe('traces.jsonl');
});

test('a folder can be chosen, where several files can', async () => {
	await render(DropZone, { onfiles: vi.fn() });
	expect(document.querySelector('input[webkitdirectory]')).not.toBeNull();
	await render(DropZone, { onfiles: vi.fn(), multiple: false });
	expect(document.querySelectorAll('input[webkitdirectory]')).toHaveLength(1);
});

test('the file chooser is reached with Tab', async () => {
	await render(DropZone, { onfiles: vi.fn() });
	await userEvent.tab();
	expect(document.activeElement).toBe(document.querySelector('input[type=file]'));
});

test('a file on its way shows phase and progress, and can be cancelled', async () => {
	const oncancel = vi.fn();
	const screen = await render(DropZone, {
		onfiles: vi.fn(),
		oncancel,
		uploads: [
			{
				id: '7',
				name: 'traces.jsonl',
				sizeBytes: 84_000_000,
				progress: 0.42,
				phase: 'sending',
				state: 'active'
			},
			{
				id: '8',
				name: 'notes.docx',
				sizeBytes: null,
				progress: null,
				phase: '',
				state: 'failed',
				error: 'No trace format.'
			}
		]
	});
	await expect.element(screen.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '42');
	await expect.element(screen.getByText('84 MB')).toBeVisible();
	await expect.element(screen.getByText('No trace format.')).toBeVisible();
	await screen.getByRole('button', { name: 'Cancel traces.jsonl' }).click();
	expect(oncancel).toHaveBeenCalledWith('7');
});
