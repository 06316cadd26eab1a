import { mean } from './statistics/summary.ts';
import { perfectInformationOfDraws } from './value-of-information.ts';

/** What can be done with a task. */
export type Option = 'automate' | 'automate_with_review' | 'narrow_scope' | 'keep_human';

/** What we say about a task: an option, or that we cannot tell yet. */
export type Verdict = Option | 'collect_more_data';

/** Everything the rule looks at; draws are of net benefit against the person, on common trials. */
export interface DecisionInput<Name extends string = Option> {
	draws: Readonly<Record<Name, Float64Array>>;
	/** The (1 - delta) posterior bound on incidents per case; absent (the person) is feasible. */
	incidentUpperBound: Partial<Record<Name, number>>;
	/** The task's cap on incidents per case; null when there is none. */
	incidentCap: number | null;
	verifiedOutcomes: number;
	minOutcomes: number;
	/** P(better) must reach 1 - alpha. */
	alpha: number;
	/** The best expected net benefit of checking more outcomes; null when it was not looked for. */
	bestEnbs: number | null;
}

/** The feasible option that promises most, and the verdict as far as it can be told from that. */
export interface Leader<Name extends string = Option> {
	mean: Record<Name, number>;
	feasible: Record<Name, boolean>;
	/** The feasible option with the highest expected net benefit; the first of equals. */
	best: Name;
	/** Null when the best is the person. */
	pBestBeatsKeep: number | null;
	verdict: Name | 'collect_more_data';
}

/** The rule's answer with the figures it stands on, all on the same draws. */
export interface Decision<Name extends string = Option> extends Leader<Name> {
	/** E[best feasible in each trial] - E[best], over feasible options. */
	expectedOpportunityLoss: number;
	/** Over all options, feasible or not. */
	evpi: number;
	/** Share of trials each option wins, over all options; ties go to the first. */
	pBest: Record<Name, number>;
}

/** The verdict of simulation-spec D.10 on given draws; `keep` names the option that changes nothing. */
export function decisionRule<Name extends string>(
	input: DecisionInput<Name>,
	keep: NoInfer<Name>
): Decision<Name> {
	const leader = leadingOption(input, keep);
	const names = namesOf(input);
	const allowed = names.filter((name) => leader.feasible[name]);
	return {
		...leader,
		expectedOpportunityLoss: perfectInformationOfDraws(allowed.map((name) => input.draws[name])),
		evpi: perfectInformationOfDraws(names.map((name) => input.draws[name])),
		pBest: shareWon(names, input.draws)
	};
}

/** The part of the rule that the verdict itself needs. */
export function leadingOption<Name extends string>(
	input: DecisionInput<Name>,
	keep: NoInfer<Name>
): Leader<Name> {
	const names = namesOf(input);
	const record = <T>(value: (name: Name) => T) =>
		Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, T>;
	const means = record((name) => mean(input.draws[name]) ?? 0);
	const feasible = record(
		(name) =>
			name === keep ||
			input.incidentCap === null ||
			(input.incidentUpperBound[name] ?? Infinity) <= input.incidentCap
	);
	const allowed = names.filter((name) => feasible[name]);
	const best = allowed.reduce((a, b) => (means[b] > means[a] ? b : a));
	const pBestBeatsKeep = best === keep ? null : shareBetter(input.draws[best], input.draws[keep]);
	const sure = pBestBeatsKeep !== null && pBestBeatsKeep >= 1 - input.alpha;
	const collecting = (input.bestEnbs ?? 0) > 0;
	const enough = input.verifiedOutcomes >= input.minOutcomes;
	const unsure = collecting ? 'collect_more_data' : keep;
	return {
		mean: means,
		feasible,
		best,
		pBestBeatsKeep,
		verdict: !enough ? 'collect_more_data' : sure ? best : unsure
	};
}

function namesOf<Name extends string>({ draws }: DecisionInput<Name>): Name[] {
	return Object.keys(draws) as Name[];
}

/** P(a > b) over common trials. */
function shareBetter(a: Float64Array, b: Float64Array): number {
	let count = 0;
	for (let i = 0; i < a.length; i++) if ((a[i] ?? 0) > (b[i] ?? 0)) count++;
	return count / a.length;
}

function shareWon<Name extends string>(
	names: readonly Name[],
	draws: Readonly<Record<Name, Float64Array>>
): Record<Name, number> {
	const columns = names.map((name) => draws[name]);
	const trials = columns[0]?.length ?? 0;
	const wins = new Float64Array(names.length);
	for (let trial = 0; trial < trials; trial++) {
		let winner = 0;
		for (let k = 1; k < columns.length; k++)
			if ((columns[k]?.[trial] ?? 0) > (columns[winner]?.[trial] ?? 0)) winner = k;
		wins[winner] = (wins[winner] ?? 0) + 1;
	}
	return Object.fromEntries(names.map((name, k) => [name, (wins[k] ?? 0) / trials])) as Record<
		Name,
		number
	>;
}
