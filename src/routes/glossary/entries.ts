import { assumptionOf, type Assumption } from '#simulations/engine/assumptions.ts';
import { formatInterval } from '#lib/format.ts';
import {
	assumptionAnchor,
	assumptionGroups,
	assumptionUnits,
	decisionAssumption,
	followedInputs,
	toolRateAssumption,
	wordAnchor,
	words
} from '#lib/glossary.ts';
import { consistency } from '#lib/metrics/consistency.ts';
import { cost } from '#lib/metrics/cost.ts';
import { ladder } from '#lib/metrics/ladder.ts';
import { latency } from '#lib/metrics/latency.ts';
import type { Metric, Unit } from '#lib/metrics/metric.ts';
import { oversight } from '#lib/metrics/oversight.ts';
import { reliability } from '#lib/metrics/reliability.ts';
import { volume } from '#lib/metrics/volume.ts';
import { unitOfInput } from '#lib/verdicts/input-units.ts';

/** One thing to look up. */
export interface Entry {
	/** The anchor of its place. */
	id: string;
	label: string;
	/** As the API, the command line and files call it; null for a word. */
	name: string | null;
	/** In words; empty where there is none. */
	unit: string;
	text: string;
	/** How it is computed; null for words and assumptions. */
	formula: string | null;
	/** The table that a metric is over, with one row per what. */
	from: string | null;
	/** The aggregate over that table; null where other metrics give it. */
	sql: string | null;
	/** Names of the metrics that it is computed from. */
	needs: readonly string[];
	/** Names of the metrics that are the ends of its 95 % interval. */
	interval: readonly string[];
	/** What holds until somebody measures or enters it; null where that is no question. */
	default: string | null;
}

/** Entries under one heading. */
export interface EntryGroup {
	id: string;
	title: string;
	entries: Entry[];
}

/** Everything there is to look up, in the order of the page. */
export function entryGroups(): EntryGroup[] {
	return [
		{ id: 'words', title: 'Words', entries: words.map(wordEntry) },
		...families.map(({ id, title, metrics }) => ({ id, title, entries: metrics.map(metricEntry) })),
		...assumptionGroups.map(({ id, title, names }) => ({
			id: `assumptions-${id}`,
			title: `Assumptions: ${title.charAt(0).toLowerCase()}${title.slice(1)}`,
			entries: names.map((name) => assumptionEntry(name))
		})),
		{ id: 'assumptions-tools', title: 'Assumptions: tools', entries: [toolRateEntry()] }
	];
}

const families: readonly { id: string; title: string; metrics: readonly Metric[] }[] = [
	{ id: 'volume', title: 'How much work there was', metrics: volume },
	{ id: 'reliability', title: 'How often it was right', metrics: reliability },
	{ id: 'ladder', title: 'How sure it is that it was right', metrics: ladder },
	{ id: 'consistency', title: 'How alike repeated tries come out', metrics: consistency },
	{ id: 'cost', title: 'What it cost', metrics: cost },
	{ id: 'latency', title: 'How long it took', metrics: latency },
	{ id: 'oversight', title: 'What people did about it', metrics: oversight }
];

const blank = { formula: null, from: null, sql: null, needs: [], interval: [], default: null };

const wordEntry = ({ word, meaning }: (typeof words)[number]): Entry => ({
	...blank,
	id: wordAnchor(word),
	label: word,
	name: null,
	unit: '',
	text: meaning
});

function metricEntry(metric: Metric): Entry {
	return {
		id: metric.name,
		label: metric.label,
		name: metric.name,
		unit: unitWords[metric.unit],
		text: metric.description,
		formula: metric.formula,
		from: metric.from,
		sql: sqlOf(metric),
		needs: 'needs' in metric ? metric.needs : [],
		interval: metric.interval ? [metric.interval.low, metric.interval.high] : [],
		default: null
	};
}

function sqlOf(metric: Metric): string | null {
	if ('sql' in metric) return metric.sql;
	if ('quantile' in metric) return `quantile_cont(${metric.quantile.of}, ${metric.quantile.p})`;
	return null;
}

const unitWords: Record<Unit, string> = {
	count: 'a count',
	usd: 'USD',
	usd_per_month: 'USD a month',
	ratio: '0 to 1',
	seconds: 'seconds',
	minutes: 'minutes',
	hours: 'hours',
	tokens: 'tokens',
	score: 'a number',
	months: 'months',
	percent: '%',
	flag: 'yes or no'
};

function assumptionEntry(name: string): Entry {
	const assumption = assumptionOf(name);
	const { label, description: text } = assumption ?? decisionAssumption;
	return {
		...blank,
		id: assumptionAnchor(name),
		label,
		name,
		unit: assumption ? assumptionUnits[assumption.unit] : 'start or continue',
		text,
		default: assumption ? defaultText(assumption) : decisionAssumption.default
	};
}

const toolRateEntry = (): Entry => ({
	...blank,
	id: 'tool_rate',
	label: toolRateAssumption.label,
	name: toolRateAssumption.name,
	unit: 'USD a call',
	text: toolRateAssumption.description,
	default: toolRateAssumption.default
});

function defaultText(assumption: Assumption): string {
	const { default: figure, defaultFollows: follows, name } = assumption;
	if (figure === null) return 'none: left out until it is known';
	if (follows && figure.value === 1) return followedInputs[follows];
	const { unit, per } = unitOfInput(follows ? 'human_success' : name);
	const { value, low, high } = figure;
	const text = formatInterval(value, low, high, unit, { surface: 'prose' }) + per;
	return follows ? `${text} of ${followedInputs[follows]}` : text;
}
