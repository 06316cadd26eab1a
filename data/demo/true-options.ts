import { shareBelow } from './confidence.ts';
import { expectationOf, type Expectation, type Policy, type Terms } from './economics.ts';
import { expectedCost } from './expected-cost.ts';
import { meanSuccess, type Configuration, type Part, type Task } from './task.ts';

/** What an option truly brings. */
export interface TrueOption extends Expectation {
	/** `gated` reviews below a confidence, `automate_with_review` everything; both are one option. */
	option: 'keep_human' | 'automate' | 'automate_with_review' | 'gated' | 'narrow_scope';
	/** Where results below it are reviewed; null where all or none are. */
	threshold: number | null;
	/** The parts in scope; null = everything. */
	parts: string[] | null;
	scope: number;
}

interface Situation {
	task: Task;
	configuration: Configuration;
	/** Over all parts. */
	success: number;
	terms: Terms;
	isStarting: boolean;
}

/** Every option at its best: thresholds and scopes are chosen knowing the truth. */
export function trueOptions(situation: Situation): TrueOption[] {
	const { task, configuration, success } = situation;
	const runCostUsd = expectedCost(task, configuration).perCaseUsd;
	const whole = { success, visibleShare: task.visibleShare, scope: 1, runCostUsd };
	const reviewing = (share: number) => ({ ...whole, reviewedRight: share, reviewedWrong: share });
	const nobody = { ...reviewing(0), scope: 0 };
	const options = [
		{
			...described(nobody, { ...situation, terms: freeOfFixed(situation.terms) }),
			option: 'keep_human'
		},
		{ ...described(reviewing(0), situation), option: 'automate' },
		{ ...described(reviewing(1), situation), option: 'automate_with_review' },
		...gated(whole, situation),
		...narrow(situation)
	] as const;
	return options.map((one) => ({ threshold: null, parts: null, ...one }));
}

/** The option with the highest net benefit, by the names that verdicts have. */
export function bestOption(options: readonly TrueOption[]): string {
	const best = options.reduce((a, b) =>
		b.netBenefitUsdPerMonth > a.netBenefitUsdPerMonth + 1e-9 ? b : a
	);
	return best.option === 'gated' ? 'automate_with_review' : best.option;
}

const described = (policy: Policy, { terms, isStarting }: Situation) => ({
	...expectationOf(policy, terms, isStarting),
	scope: policy.scope
});

/** People alone pay for no agent. */
const freeOfFixed = (terms: Terms): Terms => ({
	...terms,
	monthly_fixed: 0,
	build_cost: 0,
	retrain_cost: 0
});

const THRESHOLDS = Array.from({ length: 101 }, (_, at) => at / 100);

/** The confidence below which review pays most. */
function gated(
	whole: Omit<Policy, 'reviewedRight' | 'reviewedWrong'>,
	situation: Situation
): Omit<TrueOption, 'parts'>[] {
	const bands = situation.task.confidence;
	if (!bands) return [];
	const found = THRESHOLDS.map((threshold) => {
		const reviewedRight = shareBelow(bands, threshold, true);
		const reviewedWrong = shareBelow(bands, threshold, false);
		const policy = { ...whole, reviewedRight, reviewedWrong };
		return { ...described(policy, situation), option: 'gated' as const, threshold };
	});
	return [found.reduce((a, b) => (b.netBenefitUsdPerMonth > a.netBenefitUsdPerMonth ? b : a))];
}

/** The parts that pay, without or with review of everything in them; none where all or no part does. */
function narrow(situation: Situation): Omit<TrueOption, 'threshold'>[] {
	const { task, configuration, success, terms, isStarting } = situation;
	const base = meanSuccess(task);
	const policyOf = (parts: readonly Part[], share: number): Policy => {
		const scope = parts.reduce((sum, part) => sum + part.share, 0);
		const inScope = parts.reduce((sum, part) => sum + part.share * part.success, 0) / scope;
		return {
			success: inScope + success - base,
			visibleShare: task.visibleShare,
			reviewedRight: share,
			reviewedWrong: share,
			scope,
			runCostUsd: expectedCost(task, configuration, parts).perCaseUsd
		};
	};
	const found = [0, 1].flatMap((share) => {
		const parts = task.parts.values.filter(
			(part) => expectationOf(policyOf([part], share), terms, isStarting).savingPerCaseUsd > 0
		);
		if (parts.length === 0 || parts.length === task.parts.values.length) return [];
		const values = parts.map((part) => part.value);
		const option = 'narrow_scope' as const;
		return [{ ...described(policyOf(parts, share), situation), option, parts: values }];
	});
	if (found.length === 0) return [];
	return [found.reduce((a, b) => (b.netBenefitUsdPerMonth > a.netBenefitUsdPerMonth ? b : a))];
}
