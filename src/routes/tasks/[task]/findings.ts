import { format, formatRange } from '#lib/format.ts';

/** A week of a task as the charts need it. */
export interface Week {
	week: string;
	runs: number;
	unknown_outcomes: number;
	success_rate: number | null;
	success_rate_low: number | null;
	success_rate_high: number | null;
	expected_cost_per_success_usd: number | null;
	expected_cost_per_success_low_usd: number | null;
	expected_cost_per_success_high_usd: number | null;
}

type Figures = Readonly<Record<string, number | null>> | null;

const money = (value: number) => format(value, 'usd', { surface: 'prose' });
const share = (value: number) => format(value, 'ratio', { surface: 'prose' });
const last = (weeks: readonly Week[], name: keyof Week) =>
	weeks.filter((week) => week[name] !== null).at(-1);

/** What the cost chart shows, in words. */
export function costFinding(weeks: readonly Week[], humanCost: number | null): string {
	const latest = last(weeks, 'expected_cost_per_success_usd');
	if (!latest) return 'Run cost per right result';
	const cost = money(latest.expected_cost_per_success_usd as number);
	const against = humanCost === null ? '' : `; a right result by hand costs ${money(humanCost)}`;
	return `A right result cost ${cost} of runs in the last week${against}`;
}

/** What the reliability chart shows: changed or not, by whether the first and last intervals overlap. */
export function successFinding(weeks: readonly Week[]): string {
	const known = weeks.filter((week) => week.success_rate !== null);
	const [first] = known;
	const latest = known.at(-1);
	if (!first || !latest) return 'Share of right results';
	const now = share(latest.success_rate as number);
	if (first === latest) return `${now} of results were right`;
	const fell = (latest.success_rate_high ?? 1) < (first.success_rate_low ?? 0);
	const rose = (latest.success_rate_low ?? 0) > (first.success_rate_high ?? 1);
	if (!fell && !rose) return `${now} of results were right in the last week, no clear change`;
	return `${now} of results were right in the last week, ${fell ? 'down' : 'up'} from ${share(first.success_rate as number)}`;
}

/** What the histogram shows: the usual run and the dear one. */
export function histogramFinding(totals: Figures, log: boolean): string {
	const [p50, p95] = [totals?.p50_cost_usd ?? null, totals?.p95_cost_usd ?? null];
	if (p50 === null || p95 === null) return 'What runs cost';
	const tail = log ? 'a few cost a hundred times the cheapest: ' : '';
	return `Half of the runs cost less than ${money(p50)}; ${tail}one in twenty more than ${money(p95)}`;
}

/** What the latency chart shows. */
export function latencyFinding(totals: Figures): string {
	const [p50, p95] = [totals?.p50_duration_s ?? null, totals?.p95_duration_s ?? null];
	if (p50 === null || p95 === null) return 'How long runs take';
	const seconds = (value: number) => format(value, 'seconds', { surface: 'prose' });
	return `Half of the runs end within ${seconds(p50)}, 19 in 20 within ${seconds(p95)}`;
}

/** Whether stated confidence means what it says. */
export function calibrationFinding(of: {
	mean_confidence: number | null;
	accuracy: number | null;
	auroc: number | null;
	runs: number;
}): string {
	const { mean_confidence: stated, accuracy, auroc } = of;
	if (stated === null || accuracy === null) return 'Stated confidence against right results';
	const gap = Math.round(100 * (stated - accuracy));
	const way =
		gap === 0
			? 'as often right as it says'
			: `${Math.abs(gap)} points ${gap > 0 ? 'surer than it is right' : 'less sure than it is right'}`;
	const ranks =
		auroc === null ? '' : `; a right result has the higher confidence ${share(auroc)} of the time`;
	return `The agent is ${way} (${formatRange(accuracy, stated, 'ratio')})${ranks}`;
}
