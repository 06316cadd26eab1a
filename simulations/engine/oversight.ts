/**
 * What may happen to a result between the agent and its execution, beside a person's review of some:
 * automatic checks before it, deadlines and a roster behind it. Shares are of the results that get
 * there; right and silently wrong ones are independent given which they are (simulation-spec B.2).
 */
export interface Oversight {
	/** Shares that the checks let through; what they stop, a person does. */
	passRight: number;
	passWrong: number;
	/** Shares that rules send to review, however confident the result is. */
	flagRight: number;
	flagWrong: number;
	/** What the checks cost for one right and for one wrong result, US dollars. */
	checkRightUsd: number;
	checkWrongUsd: number;
	/** Share of results executed without review that a person looks at afterwards. */
	auditShare: number;
	/** Share of reviews that wait past their deadline, and whether a person then does the case. */
	lapsedShare: number;
	lapsedRejects: boolean;
	/** Hours from a result to the end of its review; null: the input `review_delay_hours`. */
	delayHours: number | null;
	/** Hours on duty a month that are paid instead of the minutes of reviews; null: by minutes. */
	rosterHoursPerMonth: number | null;
	/** What the agent's state stores cost a month, US dollars; 0 where runs have measured it. */
	stateUsdPerMonth: number;
}

/** Nothing but the review: formula A.2 as it stands. */
export const REVIEW_ALONE: Oversight = {
	passRight: 1,
	passWrong: 1,
	flagRight: 0,
	flagWrong: 0,
	checkRightUsd: 0,
	checkWrongUsd: 0,
	auditShare: 0,
	lapsedShare: 0,
	lapsedRejects: true,
	delayHours: null,
	rosterHoursPerMonth: null,
	stateUsdPerMonth: 0
};

/** What becomes of a right and of a silently wrong result, as shares of each. */
export interface Fates {
	rightReviewed: number;
	rightRedone: number;
	wrongReviewed: number;
	/** The rest of the wrong ones escapes. */
	wrongRedone: number;
	/** Executed without anybody having looked. */
	rightUnseen: number;
	wrongUnseen: number;
}

/** Fills in what becomes of results, by the shares that are reviewed and what a review catches. */
export function fatesOf(
	out: Fates,
	{ passRight, passWrong, flagRight, flagWrong, lapsedShare, lapsedRejects }: Oversight,
	reviewShareGood: number,
	reviewShareBad: number,
	detect: number,
	falseAlarm: number
): Fates {
	const rightSent = passRight * (flagRight + (1 - flagRight) * reviewShareGood);
	const wrongSent = passWrong * (flagWrong + (1 - flagWrong) * reviewShareBad);
	const done = 1 - lapsedShare;
	const lapsed = lapsedRejects ? lapsedShare : 0;
	out.rightReviewed = rightSent * done;
	out.wrongReviewed = wrongSent * done;
	out.rightRedone = 1 - passRight + rightSent * (done * falseAlarm + lapsed);
	out.wrongRedone = 1 - passWrong + wrongSent * (done * detect + lapsed);
	out.rightUnseen = passRight - rightSent;
	out.wrongUnseen = passWrong - wrongSent;
	return out;
}

/** Fates to fill in. */
export const noFates = (): Fates => ({
	rightReviewed: 0,
	rightRedone: 0,
	wrongReviewed: 0,
	wrongRedone: 0,
	rightUnseen: 0,
	wrongUnseen: 0
});
