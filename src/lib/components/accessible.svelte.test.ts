import axe from 'axe-core';
import { createRawSnippet, type Component } from 'svelte';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';
import '../../app.css';
import { emptyReceipt } from '#lib/receipt.ts';
import AppearanceToggle from './AppearanceToggle.svelte';
import Chart from './Chart.svelte';
import type { ChartDescription } from './chart-description.ts';
import Chips from './Chips.svelte';
import CommandPalette from './CommandPalette.svelte';
import ComparisonBars from './ComparisonBars.svelte';
import Copy from './Copy.svelte';
import CostWaterfall from './CostWaterfall.svelte';
import DataTable from './DataTable.svelte';
import Disclosure from './Disclosure.svelte';
import DropZone from './DropZone.svelte';
import EmptyState from './EmptyState.svelte';
import ErrorNote from './ErrorNote.svelte';
import EstimateField from './EstimateField.svelte';
import EvidenceBadge from './EvidenceBadge.svelte';
import Exceedance from './Exceedance.svelte';
import FilterBar from './FilterBar.svelte';
import Frontier from './Frontier.svelte';
import Funnel from './Funnel.svelte';
import Histogram from './Histogram.svelte';
import HowComputed from './HowComputed.svelte';
import IntervalBar from './IntervalBar.svelte';
import IntervalList from './IntervalList.svelte';
import Pagination from './Pagination.svelte';
import ProgressBar from './ProgressBar.svelte';
import QuantileLines from './QuantileLines.svelte';
import Rail from './Rail.svelte';
import Receipt from './Receipt.svelte';
import ReliabilityDiagram from './ReliabilityDiagram.svelte';
import Scatter from './Scatter.svelte';
import Skeleton from './Skeleton.svelte';
import SourceBadge from './SourceBadge.svelte';
import SpanTree from './SpanTree.svelte';
import Sparkline from './Sparkline.svelte';
import Stat from './Stat.svelte';
import Tabs from './Tabs.svelte';
import TimeBar from './TimeBar.svelte';
import Timeline from './Timeline.svelte';
import VerdictBadge from './VerdictBadge.svelte';
import VerdictCard from './VerdictCard.svelte';
import { verdictLooks, type VerdictName } from './verdict-look.ts';

const estimate = { value: 4100, low: 2900, high: 5300 };
const verdicts = Object.keys(verdictLooks) as VerdictName[];
const stacked: ChartDescription = {
	kind: 'stacked-bar',
	x: { title: 'Week', unit: null, kind: 'time' },
	y: { title: 'Spend', unit: 'usd' },
	series: ['model', 'review'].map((key) => ({
		key,
		label: key,
		colour: `--cost-${key}`,
		points: [
			{ x: '2026-11-02', y: 4, href: '#a' },
			{ x: '2026-11-09', y: 5, low: 4, high: 6, n: 30 }
		]
	}))
};
const span = {
	parentSpanId: null,
	kind: 'llm' as const,
	startUs: 0,
	durationUs: 1_200_000,
	costUsd: 0.01,
	inputTokens: 10,
	outputTokens: 5
};
const text = (words: string) => createRawSnippet(() => ({ render: () => `<p>${words}</p>` }));
const icon = verdictLooks.automate.icon;

type Case = [name: string, component: Component, props: Record<string, unknown>];
const shown = (name: string, component: unknown, props: Record<string, unknown>): Case => [
	name,
	component as Component,
	props
];

const cases: Case[] = [
	shown('AppearanceToggle', AppearanceToggle, {}),
	shown('AppearanceToggle, compact', AppearanceToggle, { compact: true }),
	shown('Chart', Chart, { finding: 'Review costs as much as the model', chart: stacked }),
	shown('Chart, empty', Chart, {
		finding: 'No drift was measured',
		chart: { ...stacked, series: [] },
		emptyReason: 'There is one period only.'
	}),
	shown('Chips', Chips, {
		items: [{ label: 'Agent', value: 'refund-bot', clearHref: '#' }],
		clearAllHref: '#',
		summary: '212 of 4,310 runs'
	}),
	shown('CommandPalette', CommandPalette, {
		open: true,
		items: [
			{ group: 'Pages', label: 'Overview', href: '#', hint: 'g o' },
			{ group: 'Actions', label: 'Import files', run: () => undefined }
		]
	}),
	shown('ComparisonBars', ComparisonBars, {
		label: 'Cost per verified success',
		unit: 'usd',
		items: [
			{ label: 'agent', estimate: { value: 1.3, low: 1.1, high: 1.6 }, href: '#' },
			{ label: 'human', estimate: { value: null, low: null, high: null } }
		]
	}),
	shown('Copy', Copy, { text: '0af7651916cd43dd', label: 'run id', shown: true }),
	shown('CostWaterfall', CostWaterfall, {
		finding: 'Review costs as much as the model',
		costs: { model: 0.4, review: 0.4, retraining: null },
		total: 0.8
	}),
	shown('DataTable', DataTable, {
		caption: 'Tasks',
		key: ({ task }: { task: string }) => task,
		rows: [{ task: 'refunds', cost: 1.2 }],
		columns: [
			{ key: 'task', label: 'Task', value: ({ task }: { task: string }) => task },
			{ key: 'cost', label: 'Cost', unit: 'usd', value: ({ cost }: { cost: number }) => cost }
		],
		totals: { task: '', cost: 1.2 },
		rowHref: () => '#',
		sort: { key: 'cost', direction: 'desc' }
	}),
	shown('Disclosure', Disclosure, { title: 'Unknowns', open: true, children: text('None.') }),
	shown('DropZone', DropZone, {
		onfiles: () => undefined,
		oncancel: () => undefined,
		hint: 'CSV, JSON',
		uploads: [
			{ id: '1', name: 'a', sizeBytes: 10, progress: null, phase: 'reading', state: 'active' },
			{ id: '2', name: 'b', sizeBytes: 10, progress: 1, phase: 'done', state: 'done' },
			{ id: '3', name: 'c', sizeBytes: 1, progress: 1, phase: '', state: 'failed', error: 'No.' }
		]
	}),
	shown('EmptyState', EmptyState, {
		kind: 'filtered',
		title: 'No runs',
		text: 'No run passes these filters.',
		action: { label: 'Clear filters', href: '#' }
	}),
	shown('ErrorNote', ErrorNote, {
		title: 'The file stopped in the middle of a record',
		where: 'line 12',
		todo: 'Export it again.'
	}),
	shown('ErrorNote, warning', ErrorNote, { title: 'No price', tone: 'warning' }),
	shown('EstimateField', EstimateField, {
		name: 'review_minutes',
		label: 'Review minutes',
		unit: 'minutes',
		value: 6,
		low: 4,
		high: 8,
		ranged: true,
		source: 'measured',
		n: 812,
		measured: { value: 4, low: 3, high: 5 },
		min: 0,
		max: 20,
		help: 'Per run',
		error: 'Too long.',
		onreset: () => undefined
	}),
	shown('EvidenceBadge', EvidenceBadge, { evidence: 'partly assumed' }),
	shown('Exceedance', Exceedance, {
		finding: 'One year in ten loses more than 40,000 USD',
		xTitle: 'Loss in a year',
		points: [
			{ x: 100, probability: 0.9 },
			{ x: 40_000, probability: 0.1 }
		]
	}),
	shown('FilterBar', FilterBar, {
		action: '/',
		filters: [
			{ name: 'task', label: 'Task', all: 'All', values: [], options: [{ value: 'a', label: 'a' }] }
		],
		period: { from: null, to: null, dataFrom: '2026-08-23', dataTo: '2026-11-20' },
		compare: true,
		note: 'USD'
	}),
	shown('Frontier', Frontier, {
		finding: 'Two configurations are worth considering',
		points: [
			{ key: 'a', label: 'a', cost: 0.1, success: 0.8, efficient: true },
			{ key: 'b', label: 'b', cost: 0.2, success: 0.7 }
		],
		breakEven: { cost: 1, label: 'a person' }
	}),
	shown('Funnel', Funnel, {
		finding: 'Most cases need nobody',
		steps: [
			{ label: 'assigned', count: 10, href: '#' },
			{ label: 'resolved', count: 8, note: 'no touch' }
		]
	}),
	shown('Histogram', Histogram, {
		finding: 'Half of the runs cost less than 0.02 USD',
		unit: 'usd',
		xTitle: 'Cost',
		bins: [
			{ low: 0, high: 0.02, count: 5 },
			{ low: 0.02, high: 0.04, count: 5 }
		]
	}),
	shown('HowComputed', HowComputed, {
		formula: 'successes / runs',
		n: 812,
		rowsHref: '#',
		inputs: [{ label: 'wage', text: '35 USD', source: 'default' }]
	}),
	shown('IntervalBar', IntervalBar, {
		estimate,
		unit: 'usd_per_month',
		scale: { min: -2000, max: 6000 },
		label: 'Net benefit',
		axis: true
	}),
	shown('IntervalList', IntervalList, {
		unit: 'usd_per_month',
		label: 'Net benefit, USD a month',
		rows: verdicts.map((verdict) => ({
			name: verdict,
			href: '#',
			verdict,
			sentence: 'Let the agent do it.',
			estimate,
			evidence: 'measured'
		}))
	}),
	shown('Pagination', Pagination, { page: 5, pages: 87, href: () => '#', summary: '201 to 250' }),
	shown('ProgressBar', ProgressBar, { value: 0.4, label: 'Import', text: '40 %' }),
	shown('QuantileLines', QuantileLines, {
		finding: 'The slowest runs cost 15 times the median',
		unit: 'usd',
		yTitle: 'Cost',
		points: [
			{ at: '2026-11-02', p50: 0.01, p95: 0.2 },
			{ at: '2026-11-03', p50: 0.02, p95: 0.3 }
		]
	}),
	shown('Rail', Rail, {
		items: [
			{ href: '#a', label: 'Overview', icon, current: true },
			{ href: '#b', label: 'Tasks', icon, count: 6 }
		]
	}),
	shown('Receipt', Receipt, {
		receipt: {
			...emptyReceipt('a.csv', 'line 2', 'no id'),
			unpriced_models: ['x'],
			warnings: ['y']
		},
		runsHref: '#'
	}),
	shown('ReliabilityDiagram', ReliabilityDiagram, {
		finding: 'The agent is surer than it is right',
		bins: [{ low: 0.8, high: 0.9, runs: 30, mean_confidence: 0.86, accuracy: 0.7 }]
	}),
	shown('Scatter', Scatter, {
		finding: 'Slower runs cost more',
		x: { title: 'Time', unit: 'seconds' },
		y: { title: 'Cost', unit: 'usd' },
		series: [{ key: 'runs', label: 'Runs', points: [{ x: 1, y: 2 }] }]
	}),
	shown('Skeleton', Skeleton, { lines: 3 }),
	shown('SourceBadge', SourceBadge, { source: 'entered', n: 3 }),
	shown('SpanTree', SpanTree, {
		label: 'Steps',
		selected: '1',
		spans: [
			{ ...span, spanId: '1', name: 'agent', status: 'ok' },
			{ ...span, spanId: '2', parentSpanId: '1', name: 'chat', status: 'error', flags: ['orphan'] }
		]
	}),
	shown('Sparkline', Sparkline, { values: [1, null, 3, 2], label: 'Spend over the period' }),
	shown('Stat', Stat, {
		label: 'Success rate',
		value: 0.87,
		unit: 'ratio',
		low: 0.81,
		high: 0.93,
		n: 812,
		previous: 0.9,
		better: 'higher',
		href: '#',
		points: [1, 2]
	}),
	shown('Tabs', Tabs, {
		label: 'Task',
		items: [
			{ label: 'Economics', href: '#a', current: true },
			{ label: 'Oversight', href: '#b', count: 3 }
		]
	}),
	shown('TimeBar', TimeBar, { start: 1, end: 2, from: 0, to: 4, label: 'takes 1 s' }),
	shown('Timeline', Timeline, {
		finding: 'Two incidents',
		fromMs: 0,
		toMs: 9e8,
		lanes: [{ label: 'incidents', events: [{ label: 'Outage', startMs: 1e8, href: '#' }] }]
	}),
	...verdicts.map((verdict) => shown(`VerdictBadge ${verdict}`, VerdictBadge, { verdict })),
	shown('VerdictCard', VerdictCard, {
		task: 'refund-request',
		href: '#',
		configuration: 'refund-bot 2.1',
		verdict: 'automate',
		sentence: 'Let the agent do it.',
		because: 'it is cheaper.',
		flipsIf: 'review takes longer than 6.1 min',
		netBenefitUsdPerMonth: estimate,
		agentCostUsd: { value: 1.3, low: 1.1, high: 1.6 },
		humanCostUsd: { value: 7.1, low: 6.2, high: 8.3 },
		success: { value: 0.87, low: 0.81, high: 0.93 },
		n: 812,
		evidence: 'measured'
	})
];

/** What axe says about the whole page: WCAG 2.2 AA and its best practices, but for those of whole documents. */
async function violations(): Promise<string[]> {
	const whole = ['region', 'landmark-one-main', 'page-has-heading-one', 'document-title'];
	const rules = Object.fromEntries(
		[...whole, 'html-has-lang', 'heading-order', 'skip-link'].map((rule) => [
			rule,
			{ enabled: false }
		])
	);
	const found = await axe.run(document.body, {
		rules: { ...rules, 'target-size': { enabled: true } },
		resultTypes: ['violations']
	});
	return found.violations.map(
		({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join()}`
	);
}

beforeEach(() => page.viewport(1280, 900));

describe.each(['light', 'dark'])('in %s', (appearance) => {
	beforeEach(() => {
		document.documentElement.classList.toggle('dark', appearance === 'dark');
	});

	test.each(cases)('%s has no fault that axe can find', async (_name, component, props) => {
		await render(component, props);
		const canvas = document.querySelector('canvas');
		if (canvas) await vi.waitFor(() => expect(canvas.style.height).not.toBe(''));
		for (const details of document.querySelectorAll('details')) details.open = true;
		await vi.waitFor(async () => expect(await violations()).toEqual([]), { timeout: 3000 });
	});
});
