import { monthlyRate } from './present-value.ts';
import { shown, type Scenario } from './scenario.ts';

/** Months that look alike: as long since the last retraining, with their volume and present value. */
export interface Calendar {
	months: number;
	/** Per month: volume relative to the first month, discount factor, months since retraining. */
	volume: Float64Array;
	discount: Float64Array;
	sinceRetraining: Int32Array;
	/** By months since retraining (one entry when nothing drifts): the sums of volume x discount. */
	presentVolume: Float64Array;
	/** The sum of volume over all months. */
	totalVolume: number;
	/** Present value of 1 paid at each planned retraining. */
	presentRetrainings: number;
}

/** The months of a scenario; growth and discount are taken at their shown values. */
export function calendarOf({ beliefs, retrainEveryMonths, driftPerMonth }: Scenario): Calendar {
	const months = shown(beliefs, 'horizon_months');
	const growth = shown(beliefs, 'growth_month');
	const rate = monthlyRate(shown(beliefs, 'discount_rate_year'));
	// Without drift all months are alike but for their volume.
	const cycle = driftPerMonth === 0 ? 1 : (retrainEveryMonths ?? Math.max(1, months));
	const calendar: Calendar = {
		months,
		volume: Float64Array.from({ length: months }, (_, t) => (1 + growth) ** t),
		discount: Float64Array.from({ length: months }, (_, t) => (1 + rate) ** -(t + 1)),
		sinceRetraining: Int32Array.from({ length: months }, (_, t) => t % cycle),
		presentVolume: new Float64Array(Math.min(cycle, Math.max(1, months))),
		totalVolume: 0,
		presentRetrainings: 0
	};
	for (let t = 0; t < months; t++) {
		const since = calendar.sinceRetraining[t] ?? 0;
		const volume = calendar.volume[t] ?? 0;
		const discount = calendar.discount[t] ?? 0;
		calendar.presentVolume[since] = (calendar.presentVolume[since] ?? 0) + volume * discount;
		calendar.totalVolume += volume;
		if (retrainEveryMonths !== null && t > 0 && t % retrainEveryMonths === 0)
			calendar.presentRetrainings += discount;
	}
	return calendar;
}

/**
 * Success over the months, each weighted by its cases' present value: it falls by drift since the
 * last revision and never below 0, and what is left is scaled. Net benefit is linear in it, so this
 * one rate stands for all months.
 */
export function successOverMonths(
	success: Float64Array,
	{ presentVolume }: Calendar,
	driftPerMonth: number,
	factor: number
): Float64Array {
	if (driftPerMonth === 0) return factor === 1 ? success : success.map((rate) => rate * factor);
	const total = presentVolume.reduce((sum, volume) => sum + volume, 0);
	if (total === 0) return success;
	return success.map((rate) => {
		let mean = 0;
		for (let since = 0; since < presentVolume.length; since++)
			mean += (presentVolume[since] ?? 0) * driftedRate(rate, driftPerMonth * since);
		return (factor * mean) / total;
	});
}

/** The mean loss of success since the last revision, months weighted as above. */
export function meanDrop({ presentVolume }: Calendar, driftPerMonth: number): number {
	let [total, lost] = [0, 0];
	presentVolume.forEach((volume, since) => {
		total += volume;
		lost += volume * driftPerMonth * since;
	});
	return total === 0 ? 0 : lost / total;
}

/** A rate after a loss, within 0 and 1. */
export function driftedRate(rate: number, loss: number): number {
	return Math.min(1, Math.max(0, rate - loss));
}
