import { format } from '../../../format.ts';
import type { CurveChart } from '../../../reports/document.ts';
import type { ThresholdPoint } from '../../../scenarios/result.ts';
import { figures, words, type Block } from '../block.ts';
import type { ReportFacts } from '../facts.ts';
import type { TaskFrontier } from '../simulated-worker.ts';

/** What review buys: errors against waiting and money, and from which volume on an agent pays. */
export const frontierBlock: Block = {
	id: 'frontier',
	title: 'Errors, waiting and volume',
	make({ summaries, simulated: { frontiers } }) {
		const ordered = summaries.flatMap(({ task, success }) => {
			const frontier = frontiers.find((one) => one.task === task);
			return frontier ? [{ ...frontier, success: success.value }] : [];
		});
		const known = ordered.filter(({ points }) => points !== null && points.length > 1);
		const chart = known.map(curveOf).find((one) => one !== null);
		const paying = ordered.filter(({ breakEven }) => breakEven.length > 0);
		if (known.length === 0 && paying.length === 0) return null;
		return [
			...(chart ? [{ kind: 'curve' as const, chart }] : []),
			...(known.length > 0 ? [{ kind: 'table' as const, table: reviewTable(known) }] : []),
			...(paying.length > 0 ? [{ kind: 'table' as const, table: volumeTable(paying) }] : [])
		];
	}
};

type Known = TaskFrontier & { success: ReportFacts['summaries'][number]['success']['value'] };

/** The points that nothing beats, of one task; null where nobody knows how long runs take. */
function curveOf({ task, points }: TaskFrontier): CurveChart | null {
	const drawn = (points ?? [])
		.filter(({ dominated, p95LatencySeconds }) => !dominated && p95LatencySeconds !== null)
		.sort((a, b) => (a.p95LatencySeconds ?? 0) - (b.p95LatencySeconds ?? 0));
	const [fast] = drawn;
	const safe = drawn.at(-1);
	if (!fast || !safe || drawn.length < 3) return null;
	const inMinutes = (safe.p95LatencySeconds ?? 0) > 600;
	return {
		title: `${task}: review cuts what slips through from ${share(fast.escapeRate)} to ${share(safe.escapeRate)} of cases, at the price of waiting`,
		x: {
			label: 'The slowest 5 % of cases take longer than this',
			unit: inMinutes ? 'minutes' : 'seconds'
		},
		y: { label: 'Wrong results that slip through', unit: 'ratio' },
		lines: [
			{
				name: 'Nothing is faster and safer',
				points: drawn.map(({ p95LatencySeconds, escapeRate }) => ({
					x: (p95LatencySeconds ?? 0) / (inMinutes ? 60 : 1),
					y: escapeRate
				}))
			}
		]
	};
}

/** No review, the cheapest threshold, and everything reviewed. */
function reviewTable(known: readonly Known[]) {
	const rows = known.flatMap(({ task, points }) => {
		const all = points ?? [];
		const ways: [string, ThresholdPoint | undefined][] = [
			['Least review', all[0]],
			['Cheapest', all.find(({ cheapest }) => cheapest)],
			['Everything reviewed', all.at(-1)]
		];
		return ways.flatMap(([way, point]) =>
			point
				? [
						[
							task,
							way,
							point.reviewShare,
							point.escapeRate,
							point.costUsdPerCase,
							point.p95LatencySeconds
						]
					]
				: []
		);
	});
	return {
		caption: 'What review by confidence would have done, over the cases with a known result',
		columns: [
			words('Kind of work'),
			words('Review'),
			figures('Reviewed', 'ratio'),
			figures('Wrong and not stopped', 'ratio'),
			figures('Cost of a case, USD', 'usd', { decimals: 2 }),
			figures('19 of 20 done within, s', 'seconds')
		],
		rows
	};
}

/** From which volume on the agent pays, by how often it is right. */
function volumeTable(paying: readonly Known[]) {
	const at = ({ breakEven }: TaskFrontier, success: number) => {
		const found = breakEven.find((one) => one.success === success);
		return found?.volumePerMonth == null
			? 'never'
			: format(Math.ceil(found.volumePerMonth), 'count', { surface: 'table' });
	};
	return {
		caption:
			'Cases a month from which on the agent pays, if it were right this often (all else at its mean)',
		columns: [
			words('Kind of work'),
			figures('Right now', 'ratio'),
			figures('Cases a month now', 'count', { decimals: 0 }),
			...SUCCESSES.map((success) => words(`${share(success)} right`))
		],
		rows: paying.map((one) => [
			one.task,
			one.success,
			one.volumePerMonth,
			...SUCCESSES.map((success) => at(one, success))
		])
	};
}

const SUCCESSES = [0.7, 0.8, 0.9, 0.95, 0.99];

const share = (value: number) => format(value, 'ratio', { surface: 'prose' });
