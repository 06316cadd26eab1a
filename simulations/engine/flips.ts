import { assumptionOf } from './assumptions.ts';
import type { Belief, Beliefs, InputName } from './beliefs.ts';
import type { Verdict } from './decision-rule.ts';
import { incidentRate, netBenefit, ratesOf, type PlanRates } from './net-benefit.ts';
import { firstOfPlan, type OptionPlan } from './option-plan.ts';
import { crossing } from './statistics/select.ts';
import { mean } from './statistics/summary.ts';
import { firstTrials, withColumn, type Trials } from './trials.ts';

/** One input that would change the verdict: from what it is, to where, and what we would say then. */
export interface Flip {
	input: InputName;
	from: number;
	to: number;
	verdict: Verdict;
}

/** What the search needs to know of the judgement it tries to overturn. */
export interface FlipSearch {
	trials: Trials;
	plans: readonly OptionPlan[];
	beliefs: Beliefs;
	verdict: Verdict;
	/** P(better) asked for, and the quantile of the bound on incidents. */
	sureness: number;
	boundQuantile: number;
	incidentCap: number | null;
	/** The verdict on other trials. */
	rejudge: (trials: Trials, plans: readonly OptionPlan[]) => Verdict;
}

/**
 * The nearest changes of single inputs that give another verdict, by distance in the input's own
 * 90 % interval. An input moves as a whole, its spread with it. Every figure is linear in every
 * input moved here, so one more evaluation per input tells where expected net benefit changes sign
 * or order, and where P(better) passes its threshold.
 */
export function nearestFlips(search: FlipSearch, most = 3): Flip[] {
	const coarse = coarser(search);
	const standingNow = standing(coarse);
	const candidates = [...search.beliefs.values()]
		.filter(isMovable)
		.flatMap((belief) => candidatesOf(belief, coarse, standingNow))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, MOST_JUDGED);
	const flips: Flip[] = [];
	let exactly: Standing | null = null;
	for (const candidate of candidates) {
		if (flips.length === most) break;
		const { belief } = candidate;
		if (flips.some((flip) => flip.input === belief.name)) continue;
		if (verdictBeyond(candidate, coarse) === search.verdict) continue;
		exactly ??= standing(search);
		const exact = coarse === search ? candidate : refined(candidate, search, exactly);
		const verdict = verdictBeyond(exact, search);
		if (verdict !== search.verdict)
			flips.push({ input: belief.name, from: belief.figure.value, to: exact.to, verdict });
	}
	return flips;
}

/** The verdict a little further than a root, so that it is on the other side. */
function verdictBeyond({ belief, move, y }: Candidate, search: FlipSearch): Verdict {
	const beyond = movedInput(search, belief, move, y * 1.01);
	return search.rejudge(beyond.trials, beyond.plans);
}

/** Trials the search looks at; what it finds is then placed on all of them. */
const COARSE_TRIALS = 4096;

/** The search on its first trials, if they give the same verdict; else the search as it is. */
function coarser(search: FlipSearch): FlipSearch {
	if (search.trials.count <= COARSE_TRIALS) return search;
	const trials = firstTrials(search.trials, COARSE_TRIALS);
	const plans = search.plans.map((plan) => firstOfPlan(plan, COARSE_TRIALS));
	return search.rejudge(trials, plans) === search.verdict ? { ...search, trials, plans } : search;
}

/** The same root on all trials; as found when it is no longer there. */
function refined(candidate: Candidate, search: FlipSearch, now: Standing): Candidate {
	const same = (one: Candidate) => one.root === candidate.root;
	return candidatesOf(candidate.belief, search, now).find(same) ?? candidate;
}

const MOST_JUDGED = 10;

/** How an input moves by y: a positive one by a factor, a share by a sum, a divisor by its inverse. */
type Move = 'scale' | 'shift' | 'divide';

interface Candidate {
	belief: Belief;
	/** Which of the input's roots it is. */
	root: number;
	move: Move;
	y: number;
	to: number;
	distance: number;
}

/** Every plan's draws on some trials. */
interface Standing {
	rates: PlanRates[];
	netBenefits: Float64Array[];
	/** Empty without a cap. */
	incidents: Float64Array[];
}

function standing(
	{ trials, plans, incidentCap }: Pick<FlipSearch, 'trials' | 'plans' | 'incidentCap'>,
	known: PlanRates[] | null = null
): Standing {
	const rates = known ?? plans.map((plan) => ratesOf(trials, plan));
	return {
		rates,
		netBenefits: plans.map((plan, k) => netBenefit(trials, plan, rates[k])),
		incidents:
			incidentCap === null ? [] : plans.map((plan, k) => incidentRate(trials, plan, rates[k]))
	};
}

/** Growth, discount and horizon bend the result; shares of points and choices are not moved. */
function isMovable({ name }: Belief): boolean {
	const family = assumptionOf(name)?.family;
	return family === undefined || family === 'probability' || family === 'positive';
}

/** Inputs that change how often something happens, not what it costs. */
const RATE_INPUTS: ReadonlySet<InputName> = new Set<InputName>([
	'case_success_rate',
	'visible_failure_share',
	'reviewer_detect',
	'reviewer_false_alarm',
	'human_success'
]);

function candidatesOf(belief: Belief, search: FlipSearch, now: Standing): Candidate[] {
	const from = belief.figure.value;
	const move = moveOf(belief);
	const moved = movedInput(search, belief, move, 1);
	const rates = RATE_INPUTS.has(belief.name) ? null : now.rates;
	const then = standing({ ...moved, incidentCap: search.incidentCap }, rates);
	const [min, max] = limitsOf(belief);
	const found: Candidate[] = [];
	[...rootsOf(search, now, then), ...capRoots(search, now, then)].forEach((y, root) => {
		if (y === null || !Number.isFinite(y) || y === 0) return;
		const to = move === 'shift' ? from + y : move === 'scale' ? from * (1 + y) : from / (1 + y);
		// An end of what is possible is no condition anybody could watch.
		if (!(to > min && to < max)) return;
		found.push({ belief, root, move, y, to, distance: Math.abs(to - from) / widthOf(belief) });
	});
	return found;
}

/** Changes at which an option starts or stops to pay, to be sure enough, or to be the best. */
function rootsOf(
	{ plans, verdict, sureness }: FlipSearch,
	now: Standing,
	then: Standing
): (number | null)[] {
	const slopes = now.netBenefits.map((draws, k) => difference(then.netBenefits[k], draws));
	const means = now.netBenefits.map((draws) => mean(draws) ?? 0);
	const gains = slopes.map((draws) => mean(draws) ?? 0);
	const holder = plans.findIndex((plan) => plan.option === verdict);
	return plans.flatMap((_, k) => {
		if (holder >= 0 && k !== holder)
			return [root((means[holder] ?? 0) - (means[k] ?? 0), (gains[holder] ?? 0) - (gains[k] ?? 0))];
		return [
			root(means[k] ?? 0, gains[k] ?? 0),
			crossing(now.netBenefits[k] ?? EMPTY, slopes[k] ?? EMPTY, sureness)
		];
	});
}

/** Changes at which an option's bound on incidents passes the cap. */
function capRoots(
	{ incidentCap: cap, boundQuantile }: FlipSearch,
	now: Standing,
	then: Standing
): (number | null)[] {
	if (cap === null) return [];
	return now.incidents.map((rates, k) =>
		crossing(
			rates.map((rate) => cap - rate),
			difference(rates, then.incidents[k] ?? EMPTY),
			boundQuantile
		)
	);
}

const EMPTY = new Float64Array();

function root(value: number, slope: number): number | null {
	return slope === 0 ? null : -value / slope;
}

function moveOf(belief: Belief): Move {
	if (belief.name === 'reviewer_utilisation') return 'divide';
	const family = assumptionOf(belief.name)?.family;
	const share = family === 'probability' || belief.name === 'case_success_rate';
	return share || belief.figure.value === 0 ? 'shift' : 'scale';
}

function movedInput(search: FlipSearch, { name }: Belief, move: Move, y: number) {
	const moved = (column: Float64Array) =>
		column.map((x) => (move === 'shift' ? x + y : move === 'scale' ? x * (1 + y) : x / (1 + y)));
	const trials = withColumn(search.trials, name, moved(search.trials.columns[name]));
	const plans = search.plans.map((plan) => {
		if (name === 'case_success_rate')
			return plan.followsTaskSuccess
				? { ...plan, success: plan.success.map((x) => x + plan.successFactor * y) }
				: plan;
		return name === 'cost_per_case_usd' ? { ...plan, runCost: moved(plan.runCost) } : plan;
	});
	return { trials, plans };
}

function limitsOf({ name }: Belief): [number, number] {
	if (name === 'case_success_rate') return [0, 1];
	const assumption = assumptionOf(name);
	return [assumption?.min ?? 0, assumption?.max ?? Infinity];
}

/** The width of the input's own interval, else of what counts as a large change of it. */
function widthOf({ name, figure }: Belief): number {
	if (figure.low !== null && figure.high !== null && figure.high > figure.low)
		return figure.high - figure.low;
	return figure.value > 0 ? figure.value : (assumptionOf(name)?.span ?? 1);
}

function difference(a: Float64Array | undefined, b: Float64Array): Float64Array {
	return b.map((x, i) => (a?.[i] ?? 0) - x);
}
