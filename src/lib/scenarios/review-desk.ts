import { impatientQueue } from '#simulations/engine/impatient-queue.ts';
import { pWaitAbove, queueState, staffing } from '#simulations/engine/review-queue.ts';
import { DAYS_PER_MONTH } from '#simulations/engine/scenario.ts';
import { weekdays, type ReviewDeskChange } from './document.ts';
import type { QueueOutcome } from './result.ts';

/** Hours of a working week when nothing else is said: Monday to Friday from 9 to 17. */
const OFFICE_HOURS = 40;
/** How long a review may wait when nothing else is said. */
export const PROMISED_MINUTES = 60;
/** Share of waits that should keep the promise. */
export const SERVICE_LEVEL = 0.9;

/** Weeks of a mean month. */
export const WEEKS_PER_MONTH = DAYS_PER_MONTH / 7;

/** Hours on duty in a week, and reviewers at one time on average; null when nothing is said. */
export function dutyOf(desk: ReviewDeskChange | null): { hours: number; reviewers: number | null } {
	if (!desk) return { hours: OFFICE_HOURS, reviewers: null };
	if (desk.shifts.length === 0) return { hours: OFFICE_HOURS, reviewers: desk.reviewers };
	const staffed = new Set<string>();
	let reviewerHours = 0;
	for (const { days, from, to, reviewers } of desk.shifts)
		for (const day of days)
			for (let hour = from; hour < to; hour++) {
				if (reviewers > 0) staffed.add(`${day} ${hour}`);
				reviewerHours += reviewers;
			}
	const hours = staffed.size;
	return { hours, reviewers: hours === 0 ? 0 : reviewerHours / hours };
}

/** Reviewers on duty in an hour of the week (day 0 is Monday); null when nothing is said. */
export function reviewersAt(
	desk: ReviewDeskChange | null,
	day: number,
	hour: number
): number | null {
	if (!desk) return null;
	if (desk.shifts.length === 0)
		return desk.reviewers === null
			? null
			: day < 5 && hour >= 9 && hour < 17
				? Math.floor(desk.reviewers)
				: 0;
	const name = weekdays[day] ?? 'mon';
	return desk.shifts
		.filter((shift) => shift.days.includes(name) && hour >= shift.from && hour < shift.to)
		.reduce((total, { reviewers }) => total + reviewers, 0);
}

/** Reviewer hours that a roster pays a month. */
export function rosterHours(desk: ReviewDeskChange): number | null {
	const { hours, reviewers } = dutyOf(desk);
	return reviewers === null ? null : hours * reviewers * WEEKS_PER_MONTH;
}

/**
 * The review queue in the hours on duty, by Erlang C, or Erlang A with a deadline; null when nothing
 * is reviewed. Reviews wait for the hours on duty to come: that wait is not in it.
 */
export function queueOutcome(
	reviewsPerMonth: number,
	reviewMinutes: number,
	desk: ReviewDeskChange | null
): Omit<QueueOutcome, 'byHour'> | null {
	const { hours, reviewers } = dutyOf(desk);
	if (!(reviewsPerMonth > 0) || !(reviewMinutes > 0)) return null;
	const promisedMinutes = desk?.promised_minutes ?? PROMISED_MINUTES;
	const arrivalsPerHour = hours === 0 ? Infinity : reviewsPerMonth / (hours * WEEKS_PER_MONTH);
	const work = { arrivalsPerHour, meanServiceMinutes: reviewMinutes };
	const open = Number.isFinite(arrivalsPerHour);
	const needed = open ? staffing(work, promisedMinutes, SERVICE_LEVEL).servers : 0;
	const whole = reviewers === null ? null : Math.floor(reviewers);
	const none = {
		arrivalsPerHour: open ? arrivalsPerHour : 0,
		reviewers,
		dutyHoursPerWeek: hours,
		promisedMinutes,
		reviewersNeeded: needed,
		utilisation: null,
		meanWaitMinutes: null,
		pWaitAbovePromised: null,
		lapsedShare: null,
		backlogPerHour: 0
	};
	if (whole === null) return none;
	if (whole === 0 || !open) return { ...none, lapsedShare: deadline(desk) === null ? null : 1 };
	const load = { ...work, servers: whole };
	const patience = deadline(desk);
	if (patience !== null && patience > 0) {
		const queue = impatientQueue(load, patience);
		return {
			...none,
			utilisation: queue.utilisation,
			meanWaitMinutes: queue.meanWaitMinutes,
			lapsedShare: queue.pAbandon
		};
	}
	const queue = queueState(load);
	return {
		...none,
		utilisation: queue.utilisation,
		meanWaitMinutes: queue.stable ? queue.meanWaitMinutes : null,
		pWaitAbovePromised: pWaitAbove(load, promisedMinutes),
		backlogPerHour: queue.backlogPerHour
	};
}

const deadline = (desk: ReviewDeskChange | null): number | null => desk?.deadline_minutes ?? null;
