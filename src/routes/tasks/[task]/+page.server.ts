import { error } from '@sveltejs/kit';
import { scopeFrontier } from '#simulations/engine/scope-frontier.ts';
import { ofTask } from '#lib/definitions/of-task.ts';
import type { Filters } from '#lib/filters.ts';
import {
	formerNames,
	judgedWords,
	namedWords,
	successRulesOf
} from '#lib/definitions/origin-words.ts';
import { wilson } from '#lib/metrics/reliability.ts';
import { ENOUGH } from '#lib/server/audits/audit.ts';
import { pageScope, type PageScope } from '#lib/server/page-scope.ts';
import { calibrationRows } from '#lib/server/queries/calibration.ts';
import { costHistogram } from '#lib/server/queries/cost-histogram.ts';
import { failureModes } from '#lib/server/queries/failure-modes.ts';
import { funnel } from '#lib/server/queries/funnel.ts';
import { maturityCurve } from '#lib/server/queries/maturity-curve.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { verdictEntries, type VerdictEntry } from '#lib/server/verdict-history/entry.ts';
import { standings, toldSummary } from '#lib/server/verdict-history/standing.ts';
import { configurationName, ofConfiguration } from '#lib/server/verdicts/configurations.ts';
import { namingOf } from '#lib/server/definitions/naming.ts';
import { currentDefinitions } from '#lib/server/definitions/store.ts';
import { effectiveInputs } from '#lib/server/verdicts/effective-inputs.ts';
import { SEED, taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import { flipSentence } from '#lib/verdicts/flip-sentence.ts';
import { acceptForm } from '../../accept-form.server.ts';
import type { Actions, PageServerLoad } from './$types';
import { assumeForm } from './assume-form.server.ts';
import type { VerdictLine } from './verdict-line.ts';

/** One task: its verdict, what it costs and how reliable it is, over time and by configuration. */
export const load: PageServerLoad = async ({ locals, url, params, depends }) => {
	depends('breakeven:data');
	const scope = await pageScope(await locals.workspace(), url);
	const task = params.task;
	const only = (filters: Filters): Filters => ({ ...filters, task: [task] });
	const { warehouse, zone } = scope;
	const [verdict] = await taskVerdicts(warehouse, { filters: only(scope.place.filters), zone });
	if (!verdict) return notHere(scope, task);
	const asked = ofConfiguration(only(scope.asked), verdict.configuration);
	const ask = (names: string[], by: string[], filters: Filters) =>
		metricRows(warehouse, { names, by, filters, zone });
	const { definitions } = await currentDefinitions(warehouse);
	const { before } = scope;
	const earlier = before && ofConfiguration(only(before), verdict.configuration);
	const [
		[totals],
		[previous],
		weeks,
		quantiles,
		configurations,
		histogram,
		modes,
		[calibration],
		[ladder],
		steps,
		maturity,
		naming,
		told,
		history
	] = await Promise.all([
		ask(TOTALS, [], asked),
		earlier ? ask(TOTALS, [], earlier) : [],
		ask(WEEKLY, ['week'], asked),
		ask(['runs', 'p50_duration_s', 'p95_duration_s'], ['week'], asked),
		ask(COMPARED, ['agent', 'agent_version', 'model'], only(scope.asked)),
		costHistogram(warehouse, asked, zone),
		failureModes(warehouse, asked, zone),
		calibrationRows(warehouse, { by: [], filters: asked, zone }),
		ask(LADDER, [], asked),
		funnel(warehouse, only(scope.asked), zone),
		maturityCurve(warehouse, only(scope.asked), zone),
		namingOf(warehouse, definitions, { task }),
		standings(warehouse, scope.place.filters),
		verdictEntries(warehouse, task)
	]);
	const { decision } = verdict;
	return {
		task,
		here: true as const,
		summary: toldSummary(verdict, told.get(task)),
		history: history.map(lineOf).reverse(),
		configuration: verdict.configuration,
		configurations: [verdict.configuration, ...verdict.others].map((one) => ({
			...one,
			name: configurationName(one)
		})),
		window: verdict.window,
		options: decision.options,
		humanCost: decision.humanCostPerVerifiedSuccessUsd,
		flips: decision.flips.map((flip) => ({ ...flip, sentence: flipSentence(flip) })),
		bounds: decision.bounds,
		/** Runs to check by hand, and whether the verdict waits for just that. */
		checks: {
			runs: 'more' in decision.why ? decision.why.more : ENOUGH,
			decide: decision.verdict === 'collect_more_data' && 'more' in decision.why
		},
		sampling: decision.sampling,
		evidence: decision.evidence,
		scope: verdict.segmentation && {
			attribute: verdict.segmentation.attribute,
			frontier: scopeFrontier(verdict.evidence, verdict.inputs, SEED)
		},
		inputs: effectiveInputs(verdict),
		totals: totals ?? null,
		previous: previous ?? null,
		weeks,
		quantiles,
		compared: configurations,
		histogram,
		modes,
		ladder: ladder ?? null,
		funnel: steps,
		maturity,
		named: naming.map(({ rule, runs }) => ({ by: namedWords(definitions, rule), runs })),
		formerNames: formerNames(definitions, task),
		judged: successRulesOf(definitions, task).map((rule) => judgedWords(definitions, rule)),
		maturityDays: ofTask(definitions.maturityDays, task) ?? definitions.maturityDays['*'] ?? 0,
		calibration: calibration
			? {
					...calibration,
					bins: calibration.bins.map((bin) => ({
						...bin,
						accuracy_low: wilson((bin.accuracy ?? 0) * bin.runs, bin.runs, 'low'),
						accuracy_high: wilson((bin.accuracy ?? 0) * bin.runs, bin.runs, 'high')
					}))
				}
			: null
	};
};

function lineOf({ id, at, cause, verdict, status, record }: VerdictEntry): VerdictLine {
	const { value = null, low = null, high = null } = record?.summary.netBenefitUsdPerMonth ?? {};
	const known = value !== null && low !== null && high !== null;
	return {
		...{ id, at, verdict, isPending: status === 'pending' },
		cause: cause.text,
		net: known ? { mean: value, low, high } : null,
		pBetter: record?.pBetter ?? null,
		costUsd: record?.summary.agentCostUsd.value ?? null,
		n: record?.summary.n ?? 0
	};
}

const TOTALS = [
	'runs',
	'successes',
	'failures',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'cost_known_runs',
	'total_cost_usd',
	'mean_cost_per_run_usd',
	'expected_cost_per_success_usd',
	'expected_cost_per_success_low_usd',
	'expected_cost_per_success_high_usd',
	'break_even_human_cost_usd',
	'p50_cost_usd',
	'p95_cost_usd',
	'p50_duration_s',
	'p95_duration_s',
	'reviewed_runs',
	'mean_review_minutes'
];

const WEEKLY = [
	'runs',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'expected_cost_per_success_usd',
	'expected_cost_per_success_low_usd',
	'expected_cost_per_success_high_usd'
];

const COMPARED = [
	'runs',
	'unknown_outcomes',
	'success_rate',
	'success_rate_low',
	'success_rate_high',
	'mean_cost_per_run_usd',
	'expected_cost_per_success_usd',
	'expected_cost_per_success_low_usd',
	'expected_cost_per_success_high_usd',
	'p50_duration_s',
	'p95_duration_s'
];

const LADDER = [
	'runs',
	'young_runs',
	'empty_successes',
	...['claimed', 'uncontradicted', 'confirmed', 'audited'].flatMap((rung) => [
		`${rung}_rate`,
		`${rung}_rate_low`,
		`${rung}_rate_high`
	]),
	...['claimed_runs', 'mature_claimed_runs', 'confirmed_runs', 'audited_runs']
];

/** A task that the filters hide is not the same as one that does not exist. */
async function notHere({ warehouse, place }: PageScope, task: string) {
	const [row] = await metricRows(warehouse, {
		names: ['runs'],
		by: ['task'],
		filters: {
			...place.filters,
			task: [task],
			agent: [],
			model: [],
			environment: [],
			purpose: [],
			actor: [],
			status: [],
			outcome: [],
			agent_version: [],
			attributes: {},
			from: null,
			to: null
		},
		zone: 'UTC'
	});
	if (!row) error(404, `There is no task called "${task}".`);
	return { task, here: false as const };
}

export const actions: Actions = {
	/** Makes the verdict that waits stand. */
	accept: async ({ request, locals }) => acceptForm(request, (await locals.workspace()).warehouse),

	/** Stores the fields that were changed; a refused one says why and nothing is stored. */
	assume: async ({ request, locals, params }) =>
		assumeForm(await request.formData(), (await locals.workspace()).warehouse, params.task)
};
