import type { InputName } from './beliefs.ts';
import type { Option, Verdict } from './decision-rule.ts';
import type { Flip } from './flips.ts';
import type { OptionFigures } from './option-figures.ts';
import type { Reason } from './reason.ts';
import type { Interval } from './statistics/summary.ts';
import type { SampleValue } from './value-of-information.ts';

/** One option against the person: money per month is present value over the horizon / annuity. */
export interface OptionResult extends OptionFigures {
	option: Option;
	feasible: boolean;
	/** Incidents per case at the 90 % bound; null for the person. */
	incidentUpperBound: number | null;
	pBest: number;
	/** P(cheaper than the person); null for the person. */
	pBetterThanHuman: number | null;
	/** Null when the horizon has no months. */
	netBenefitUsdPerMonth: (Interval & { mean: number }) | null;
	netBenefitUsd: Interval & { mean: number };
	/** Quality against the person in percentage points: 100 (v - s_H). */
	qualityGapPoints: number;
	/** Segments the agent handles and their share of the cases; null for the whole task. */
	scope: { segments: readonly string[]; share: number } | null;
	/** Results below this confidence are reviewed; null when all or none are. */
	threshold: number | null;
}

/** The answer to "is an agent worth it here, and how sure are we?" (design.md 4, `verdict`). */
export interface DecisionResult {
	verdict: Verdict;
	why: Reason;
	/** The feasible option with the highest expected net benefit; null when nothing can be computed. */
	bestOption: Option | null;
	/** Of the best option, or of the best agent option when the person is best. */
	pBetterThanHuman: number | null;
	options: OptionResult[];
	humanCostPerVerifiedSuccessUsd: number | null;
	/** Of the best option, or of the best agent option when the person is best. */
	qualityGapPoints: number | null;
	/** Present value over the horizon. */
	expectedRegretUsd: number | null;
	evpiUsd: number | null;
	/** The sample of further outcomes that pays best, the minutes it takes a person. */
	sampling: (SampleValue & { minutes: number }) | null;
	/** How the saving of the verdict splits; null when the verdict saves nothing. */
	saving: { usdPerMonth: number; cashUsdPerMonth: number; freedHoursPerMonth: number } | null;
	evidence: {
		cases: number;
		knownOutcomes: number;
		verifiedOutcomes: number;
		/** Known outcomes over mature cases. */
		coverage: number | null;
		measured: InputName[];
		entered: InputName[];
		default: InputName[];
	};
	/** The verdict when all unknown outcomes are wrong and when all are right; null when not thin. */
	bounds: { ifWrong: Verdict; ifRight: Verdict } | null;
	flips: Flip[];
	/** Present value of net benefit per trial, by option; null unless asked for. */
	draws: Partial<Record<Option, Float64Array>> | null;
}
