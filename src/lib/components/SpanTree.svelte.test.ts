import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { userEvent } from 'vitest/browser';
import '../../app.css';
import type { SpanNode } from './span-node.ts';
import SpanTree from './SpanTree.svelte';

/** A step that starts at its id in seconds. */
const span = (spanId: string, parentSpanId: string | null): SpanNode => ({
	spanId,
	parentSpanId,
	name: `step ${spanId}`,
	kind: 'tool',
	status: 'ok',
	startUs: Number(spanId) * 1e6,
	durationUs: 5e5,
	costUsd: null,
	inputTokens: null,
	outputTokens: null
});
/** 1 holds 3, 3 holds 4; the parent of 2 is missing, so 2 is a root of its own. */
const spans = [span('4', '3'), span('3', '1'), span('1', null), span('2', 'lost')];

const seen = () =>
	[...document.querySelectorAll('[role=treeitem]')].map((item) => [
		item.querySelector('.name')?.textContent?.replace('tool:', '').trim(),
		item.getAttribute('aria-level')
	]);

test('steps stand under their parents in order of time; a lost one is a root', async () => {
	await render(SpanTree, { spans, label: 'Steps' });
	expect(seen()).toEqual([
		['step 1', '1'],
		['step 3', '2'],
		['step 4', '3'],
		['step 2', '1']
	]);
});

test('arrows walk and fold, Enter chooses', async () => {
	const onselect = vi.fn();
	await render(SpanTree, { spans, label: 'Steps', onselect });
	await userEvent.tab();
	await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
	await vi.waitFor(() => expect(seen()).toHaveLength(3));
	await userEvent.keyboard('{ArrowRight}');
	await vi.waitFor(() => expect(seen()).toHaveLength(4));
	await userEvent.keyboard('{End}{Enter}');
	expect(onselect).toHaveBeenCalledExactlyOnceWith('2');
	await expect.poll(() => document.activeElement?.textContent).toContain('step 2');
});
