import { impatientQueue } from '#simulations/engine/impatient-queue.ts';
import { queueState, staffing } from '#simulations/engine/review-queue.ts';
import { weekdays, type ReviewDeskChange } from './document.ts';
import type { ReviewHour } from './result.ts';
import { PROMISED_MINUTES, reviewersAt, SERVICE_LEVEL, WEEKS_PER_MONTH } from './review-desk.ts';

const DAY = 24;
/** Cases from which on every hour of the week speaks for itself. */
const ENOUGH = 2000;

/**
 * The queue hour by hour of a mean week, each as if its load lasted (Erlang C, or A with a deadline);
 * null where no case has a time of day. Below 2,000 cases the days from Monday to Friday share their
 * hours, and so do the two others.
 */
export function reviewHours(
	reviewsPerMonth: number,
	reviewMinutes: number,
	desk: ReviewDeskChange | null,
	casesByHour: readonly number[] | null
): ReviewHour[] | null {
	const shares = casesByHour && hourShares(casesByHour);
	if (!shares || !(reviewsPerMonth > 0) || !(reviewMinutes > 0)) return null;
	return shares.map((share, at): ReviewHour => {
		const [day, hour] = [Math.floor(at / DAY), at % DAY];
		const arrivals = (reviewsPerMonth / WEEKS_PER_MONTH) * share;
		const reviewers = reviewersAt(desk, day, hour);
		return {
			day: weekdays[day] ?? 'mon',
			hour,
			reviews: arrivals,
			...loadOf(arrivals, reviewMinutes, desk, reviewers)
		};
	});
}

/** Share of the week's cases in each of its hours; null without any. */
function hourShares(casesByHour: readonly number[]): number[] | null {
	const all = sum(casesByHour);
	if (all === 0) return null;
	if (all >= ENOUGH) return casesByHour.map((cases) => cases / all);
	const isWeekend = (at: number) => at >= 5 * DAY;
	return casesByHour.map((_, at) => {
		const alike = casesByHour.filter((__, other) => isWeekend(other) === isWeekend(at));
		const ofHour = sum(alike.filter((__, other) => other % DAY === at % DAY));
		const first = at - (at % DAY);
		const ofDay = sum(casesByHour.slice(first, first + DAY));
		const together = sum(alike);
		return together === 0 ? 0 : ((ofDay / all) * ofHour) / together;
	});
}

function loadOf(
	arrivalsPerHour: number,
	meanServiceMinutes: number,
	desk: ReviewDeskChange | null,
	reviewers: number | null
): Omit<ReviewHour, 'day' | 'hour' | 'reviews'> {
	const work = { arrivalsPerHour, meanServiceMinutes };
	const promised = desk?.promised_minutes ?? PROMISED_MINUTES;
	const reviewersNeeded = arrivalsPerHour > 0 ? staffing(work, promised, SERVICE_LEVEL).servers : 0;
	const none = { reviewersNeeded, reviewers, utilisation: null, meanWaitMinutes: null };
	if (!reviewers) return { ...none, lapsedShare: null };
	if (arrivalsPerHour === 0)
		return { ...none, utilisation: 0, meanWaitMinutes: 0, lapsedShare: null };
	const load = { ...work, servers: reviewers };
	const patience = desk?.deadline_minutes ?? 0;
	if (patience > 0) {
		const queue = impatientQueue(load, patience);
		const { utilisation, meanWaitMinutes, pAbandon: lapsedShare } = queue;
		return { ...none, utilisation, meanWaitMinutes, lapsedShare };
	}
	const { utilisation, meanWaitMinutes, stable } = queueState(load);
	const wait = stable ? meanWaitMinutes : null;
	return { ...none, utilisation, meanWaitMinutes: wait, lapsedShare: null };
}

const sum = (values: readonly number[]): number =>
	values.reduce((total, value) => total + value, 0);
