import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { Option } from '#simulations/engine/decision-rule.ts';
import type { Estimate } from '#simulations/engine/estimate.ts';
import type { TaskEvidence, Together } from '#simulations/engine/evidence.ts';
import { normalQuantile } from '#simulations/engine/statistics/normal.ts';
import { jeffreys } from '#simulations/engine/statistics/proportion-intervals.ts';
import { streamOf, type Stream } from '#simulations/engine/statistics/random.ts';
import { correlationOfMeans } from '#simulations/engine/together.ts';
import { designEffect } from '#lib/server/verdicts/repeats.ts';

/** A task of a world whose laws the engine does not know: what was observed of it, and what is true. */
export interface World {
	/** How outcomes came to be known: all, a random sample, or failures rather than successes. */
	known: 'all' | 'sample' | 'selected';
	evidence: TaskEvidence;
	inputs: Inputs;
	truth: Partial<Record<Option, TrueOption>>;
}

/** What an option really brings over the horizon, present value, and what it does to a case. */
export interface TrueOption {
	netBenefitUsd: number;
	costPerSuccessUsd: number;
	incidentsPerCase: number;
}

const Z90 = normalQuantile(0.95);
const MONTHS = 12;
const RATE = 1.1 ** (1 / 12) - 1;
const UTILISATION = 0.8;

/**
 * One task: cases of two kinds and three difficulties each, so that success is skewed and trials of
 * one item are alike; failures cost more than successes; visible failures may be tried again.
 */
export function world(seed: number): World {
	const luck = luckOf(seed);
	const laws = lawsOf(luck);
	const cases = observe(laws, luck);
	const known =
		(['all', 'all', 'sample', 'selected'] as const)[Math.floor(4 * luck.uniform())] ?? 'all';
	const truth = truthOf(laws);
	const { inputs, actual } = inputsOf(laws, truth, luck);
	return {
		known,
		inputs,
		evidence: evidenceOf(cases, known, luck),
		truth: optionsOf(truth, actual)
	};
}

interface Luck {
	uniform: () => number;
	between: (low: number, high: number) => number;
	/** Even on a log scale. */
	around: (low: number, high: number) => number;
	normal: () => number;
	happens: (p: number) => boolean;
}

function luckOf(seed: number): Luck {
	const stream: Stream = streamOf(seed, 'world', 0);
	const uniform = () => stream.nextUniform();
	const normal = () => normalQuantile(Math.max(1e-12, uniform()));
	return {
		uniform,
		normal,
		between: (low, high) => low + (high - low) * uniform(),
		around: (low, high) => low * (high / low) ** uniform(),
		happens: (p) => uniform() < p
	};
}

/** How cases go: kinds with their share and how often one attempt is right. */
interface Laws {
	kinds: { share: number; right: number }[];
	visible: number;
	attempts: number;
	trials: number;
	items: number;
	attemptUsd: number;
	attemptSigma: number;
	failureCosts: number;
}

function lawsOf(luck: Luck): Laws {
	const hard = luck.between(0.1, 0.6);
	const kinds = [
		{ share: 1 - hard, right: 1 - 0.35 * luck.uniform() ** 2 },
		{ share: hard, right: luck.between(0.15, 0.95) }
	].flatMap(({ share, right }) => {
		const spread = Math.min(right, 1 - right) * luck.uniform();
		return [-spread, 0, spread].map((off) => ({ share: share / 3, right: right + off }));
	});
	const trials = luck.happens(0.3) ? 2 + Math.floor(4 * luck.uniform()) : 1;
	return {
		kinds,
		visible: luck.between(0, 0.8),
		attempts: luck.happens(0.33) ? 3 : 1,
		trials,
		items: Math.ceil(luck.around(60, 800) / trials),
		attemptUsd: luck.around(0.02, 2),
		attemptSigma: luck.between(0.4, 1.1),
		failureCosts: luck.between(1, 3)
	};
}

interface Case {
	item: number;
	right: boolean;
	visible: boolean;
	costUsd: number;
}

function observe(laws: Laws, luck: Luck): Case[] {
	const cases: Case[] = [];
	for (let item = 0; item < laws.items; item++) {
		const right = drawKind(laws, luck);
		for (let trial = 0; trial < laws.trials; trial++) cases.push(oneCase(item, right, laws, luck));
	}
	return cases;
}

function drawKind({ kinds }: Laws, luck: Luck): number {
	let left = luck.uniform();
	for (const { share, right } of kinds) {
		left -= share;
		if (left < 0) return right;
	}
	return kinds.at(-1)?.right ?? 0;
}

function oneCase(item: number, p: number, laws: Laws, luck: Luck): Case {
	let costUsd = 0;
	for (let attempt = 1; ; attempt++) {
		const right = luck.happens(p);
		const { attemptUsd, attemptSigma: sigma, failureCosts } = laws;
		costUsd += attemptUsd * Math.exp(sigma * luck.normal()) * (right ? 1 : failureCosts);
		if (right) return { item, right, visible: false, costUsd };
		const visible = luck.happens(laws.visible);
		if (!visible || attempt === laws.attempts) return { item, right, visible, costUsd };
	}
}

/** Shares of right, visibly and silently wrong cases, and the mean cost of one. */
interface Truth {
	right: number;
	visible: number;
	silent: number;
	costUsd: number;
}

function truthOf({
	kinds,
	visible,
	attempts,
	attemptUsd,
	attemptSigma,
	failureCosts
}: Laws): Truth {
	const truth: Truth = { right: 0, visible: 0, silent: 0, costUsd: 0 };
	const mean = attemptUsd * Math.exp(attemptSigma ** 2 / 2);
	for (const { share, right: p } of kinds) {
		const again = (1 - p) * visible;
		for (let attempt = 0; attempt < attempts; attempt++) {
			const reached = share * again ** attempt;
			truth.right += reached * p;
			truth.silent += reached * (1 - p) * (1 - visible);
			truth.costUsd += reached * mean * (p + (1 - p) * failureCosts);
		}
		truth.visible += share * again ** attempts;
	}
	return truth;
}

function evidenceOf(all: readonly Case[], known: World['known'], luck: Luck): TaskEvidence {
	const sampled = luck.between(0.3, 0.7);
	const seen = all.filter(({ right }) => {
		if (known === 'all') return true;
		return luck.happens(known === 'sample' ? sampled : right ? 0.4 : 0.9);
	});
	const successes = seen.filter(({ right }) => right).length;
	const failures = seen.filter(({ right }) => !right);
	const costs = all.map(({ costUsd }) => costUsd);
	const meanUsd = costs.reduce((sum, cost) => sum + cost, 0) / costs.length;
	const variance = costs.reduce((sum, cost) => sum + (cost - meanUsd) ** 2, 0) / (costs.length - 1);
	const evidence: TaskEvidence = {
		cases: all.length,
		knownOutcomes: seen.length,
		successes,
		verifiedOutcomes: seen.length,
		randomSample: known === 'sample',
		designEffect: designEffect({ known: seen.length, successes }, repeatsOf(seen)),
		costPerCase: {
			meanUsd,
			standardErrorUsd: Math.sqrt(variance / costs.length),
			n: costs.length,
			classes: null
		},
		visibleFailures: {
			failures: failures.length,
			visible: failures.filter(({ visible }) => visible).length
		},
		gate: null,
		incidentsSeen: null,
		segments: null
	};
	return { ...evidence, together: togetherIn(evidence, seen) };
}

/** How success and cost of the same cases go together. */
function togetherIn(evidence: TaskEvidence, seen: readonly Case[]): Together {
	const { knownOutcomes, successes, designEffect: inflated, costPerCase } = evidence;
	const share = successes / knownOutcomes;
	const sum = (of: (one: Case) => number) => seen.reduce((total, one) => total + of(one), 0);
	const rho = correlationOfMeans(
		{
			n: seen.length,
			sumA: successes,
			sumB: sum(({ costUsd }) => costUsd),
			sumProduct: sum(({ right, costUsd }) => (right ? costUsd : 0))
		},
		{
			n: knownOutcomes,
			standardError: Math.sqrt((share * (1 - share) * inflated) / knownOutcomes)
		},
		{ n: costPerCase?.n ?? 0, standardError: costPerCase?.standardErrorUsd ?? 0 }
	);
	return rho === null ? [] : [{ a: 'case_success_rate', b: 'cost_per_case_usd', rho }];
}

/** Sums over the items that were tried more than once, as the warehouse counts them. */
function repeatsOf(seen: readonly Case[]) {
	const items = new Map<number, { n: number; x: number }>();
	for (const { item, right } of seen) {
		const one = items.get(item) ?? { n: 0, x: 0 };
		items.set(item, { n: one.n + 1, x: one.x + Number(right) });
	}
	const sum = (of: (one: { n: number; x: number }) => number) =>
		[...items.values()].reduce((total, one) => total + of(one), 0);
	return {
		items: items.size,
		known: seen.length,
		successes: sum(({ x }) => x),
		sum_n2: sum(({ n }) => n * n),
		sum_x2: sum(({ x }) => x * x),
		sum_nx: sum(({ n, x }) => n * x)
	};
}

/** What is true of the people and the money around a task. */
interface Actual {
	humanUsd: number;
	humanRight: number;
	reviewUsd: number;
	detect: number;
	falseAlarm: number;
	volume: number;
	incident: number;
	incidentUsd: number;
	rework: number;
	lateUsd: number;
	monthlyUsd: number;
}

function inputsOf(laws: Laws, truth: Truth, luck: Luck): { inputs: Inputs; actual: Actual } {
	const wage = luck.between(25, 80);
	const minutes = luck.around(3, 40);
	const reviewMinutes = minutes * luck.between(0.1, 0.5);
	const humanUsd = (minutes / 60) * wage;
	const volume = luck.around(100, 5000);
	const actual: Actual = {
		humanUsd,
		humanRight: 1 - 0.25 * luck.uniform() ** 2,
		reviewUsd: ((reviewMinutes / 60) * wage) / UTILISATION,
		detect: luck.between(0.5, 0.95),
		falseAlarm: luck.between(0.01, 0.2),
		volume,
		incident: luck.between(0.01, 0.15),
		incidentUsd: humanUsd * luck.around(1, 30),
		rework: luck.between(0.3, 0.95),
		lateUsd: humanUsd * luck.around(0.5, 4),
		monthlyUsd: 0
	};
	const byHand = sampled(minutes, luck);
	const cases = guessed(volume, luck);
	// A fixed cost, known for sure, that makes about as many tasks pay as not; it tells nothing else.
	actual.monthlyUsd = cases.value * (byHand.value / 60) * wage * luck.between(0, 1.2);
	const capped = luck.happens(0.5);
	const cap = (1 - truth.right) * actual.incident * luck.around(0.3, 3);
	const inputs: Inputs = {
		human_minutes: byHand,
		human_wage_per_hour: point(wage),
		human_success: counted(actual.humanRight, 20 + Math.floor(180 * luck.uniform()), luck),
		review_minutes: guessed(reviewMinutes, luck),
		reviewer_wage_per_hour: point(wage),
		reviewer_utilisation: point(UTILISATION),
		reviewer_detect: counted(actual.detect, 20 + Math.floor(60 * luck.uniform()), luck),
		reviewer_false_alarm: counted(actual.falseAlarm, 40 + Math.floor(80 * luck.uniform()), luck),
		volume_per_month: cases,
		incident_prob_given_escape: counted(
			actual.incident,
			40 + Math.floor(200 * luck.uniform()),
			luck
		),
		incident_mean_cost: guessed(actual.incidentUsd, luck),
		rework_prob_given_escape: counted(actual.rework, 20 + Math.floor(60 * luck.uniform()), luck),
		late_rework_cost: guessed(actual.lateUsd, luck),
		monthly_fixed: point(actual.monthlyUsd),
		discount_rate_year: point(0.1),
		horizon_months: point(MONTHS),
		...(capped ? { incident_rate_cap: point(cap) } : {})
	};
	return { inputs, actual };
}

const point = (value: number): Estimate => ({
	value,
	low: null,
	high: null,
	source: 'entered',
	n: null
});

/** The mean of 8 to 60 skewed observations with its interval on the log scale. */
function sampled(mean: number, luck: Luck): Estimate {
	const n = 8 + Math.floor(52 * luck.uniform());
	const sigma = 0.6;
	const values = Array.from(
		{ length: n },
		() => mean * Math.exp(sigma * luck.normal() - sigma ** 2 / 2)
	);
	const value = values.reduce((sum, x) => sum + x, 0) / n;
	const variance = values.reduce((sum, x) => sum + (x - value) ** 2, 0) / (n - 1);
	const spread = Math.exp((Z90 * Math.sqrt(variance / n)) / value);
	return { value, low: value / spread, high: value * spread, source: 'measured', n };
}

/** Somebody's guess who is as often right as a 90 % interval says. */
function guessed(actual: number, luck: Luck): Estimate {
	const sigma = luck.between(0.1, 0.5);
	const value = actual * Math.exp(sigma * luck.normal());
	const spread = Math.exp(Z90 * sigma);
	return { value, low: value / spread, high: value * spread, source: 'entered', n: null };
}

/** A share counted in n observations, with Jeffreys' 90 % interval. */
function counted(actual: number, n: number, luck: Luck): Estimate {
	let x = 0;
	for (let i = 0; i < n; i++) x += Number(luck.happens(actual));
	const { low, high } = jeffreys(x, n, 0.9);
	const value = x / n;
	return { value, low: Math.min(low, value), high: Math.max(high, value), source: 'measured', n };
}

/** Every option by the formulas of the specification, at what is true. */
function optionsOf(truth: Truth, actual: Actual): World['truth'] {
	const [automate, reviewed] = options(truth, actual);
	const costPerSuccessUsd = humanTotal(actual) / actual.humanRight;
	return {
		...(automate && reviewed ? { automate, automate_with_review: reviewed } : {}),
		keep_human: { netBenefitUsd: 0, costPerSuccessUsd, incidentsPerCase: 0 }
	};
}

/** The agent without review, and with review of everything. */
function options(truth: Truth, actual: Actual): TrueOption[] {
	const human = humanTotal(actual);
	return [0, 1].map((share): TrueOption => {
		const rejected = truth.right * share * actual.falseAlarm;
		const caught = truth.silent * share * actual.detect;
		const redone = rejected + caught + truth.visible;
		const escaped = truth.silent - caught;
		const reviewed = share * (truth.right + truth.silent);
		const agent =
			truth.costUsd + reviewed * actual.reviewUsd + redone * human + escaped * lossOf(actual);
		const right = truth.right - rejected + redone * actual.humanRight;
		return {
			netBenefitUsd: annuity() * (actual.volume * (human - agent) - actual.monthlyUsd),
			costPerSuccessUsd: (agent + actual.monthlyUsd / actual.volume) / right,
			incidentsPerCase: escaped * actual.incident
		};
	});
}

const lossOf = (actual: Actual) =>
	actual.incident * actual.incidentUsd + actual.rework * actual.lateUsd;

const humanTotal = (actual: Actual) => actual.humanUsd + (1 - actual.humanRight) * lossOf(actual);

function annuity(): number {
	let total = 0;
	for (let month = 1; month <= MONTHS; month++) total += (1 + RATE) ** -month;
	return total;
}
