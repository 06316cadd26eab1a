import { normalCdf } from './statistics/normal.ts';
import { perfectInformationOfNormal } from './value-of-information.ts';

/** What retraining costs and what success is worth, when success falls steadily between cycles. */
export interface Decay {
	retrainCostUsd: number;
	casesPerMonth: number;
	/** What one more right result is worth: the slope b of simulation-spec A.2. */
	valuePerSuccessUsd: number;
	successLossPerMonth: number;
}

/** The cheapest planned interval; months are Infinity when nothing is lost. */
export interface RetrainingPlan {
	months: number;
	costPerMonthUsd: number;
	/** Whole months, the cheaper neighbour of the best interval. */
	wholeMonths: number;
}

/** Planned interval under linear decay: sqrt(2 K / (V b drift)) (simulation-spec F.4). */
export function retrainingPlan(decay: Decay): RetrainingPlan {
	const lossPerMonth = decay.casesPerMonth * decay.valuePerSuccessUsd * decay.successLossPerMonth;
	const costAt = (months: number) => decay.retrainCostUsd / months + (lossPerMonth * months) / 2;
	const months = Math.sqrt((2 * decay.retrainCostUsd) / lossPerMonth);
	if (!Number.isFinite(months)) return { months, costPerMonthUsd: 0, wholeMonths: months };
	const below = Math.max(1, Math.floor(months));
	return {
		months,
		costPerMonthUsd: costAt(months),
		wholeMonths: costAt(below) <= costAt(below + 1) ? below : below + 1
	};
}

/** A drop in success as estimated, and what retraining now would bring back. */
export interface DropEstimate {
	mean: number;
	deviation: number;
	/** Share of the drop that retraining recovers. */
	recovery: number;
	monthsToNextPlanned: number;
}

/** Whether an alarm is worth acting on; drops are shares of success, money in US dollars. */
export interface RetrainingTrigger {
	breakEvenDrop: number;
	expectedGainUsd: number;
	retrainNow: boolean;
	pGainPositive: number;
	/** What knowing the drop exactly would be worth before deciding. */
	evpiUsd: number;
}

/** Retrain now iff V b recovery E[drop] months > K (simulation-spec F.4). */
export function retrainingTrigger(
	{ retrainCostUsd, casesPerMonth, valuePerSuccessUsd }: Omit<Decay, 'successLossPerMonth'>,
	drop: DropEstimate
): RetrainingTrigger {
	const perDrop = casesPerMonth * valuePerSuccessUsd * drop.recovery * drop.monthsToNextPlanned;
	const expectedGainUsd = perDrop * drop.mean - retrainCostUsd;
	const deviation = perDrop * drop.deviation;
	return {
		breakEvenDrop: perDrop > 0 ? retrainCostUsd / perDrop : Infinity,
		expectedGainUsd,
		retrainNow: expectedGainUsd > 0,
		pGainPositive:
			deviation > 0 ? normalCdf(expectedGainUsd / deviation) : expectedGainUsd > 0 ? 1 : 0,
		evpiUsd: deviation > 0 ? perfectInformationOfNormal(expectedGainUsd, deviation).value : 0
	};
}
