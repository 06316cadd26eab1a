/** When one reviewer may start a review, in minutes; a review that started runs to its end. */
export type Shift = readonly [start: number, end: number];

/** What became of one review; times in minutes, null where there is none. */
export interface QueuedReview {
	status: 'served' | 'abandoned' | 'unserved';
	start: number | null;
	end: number | null;
	/** Until the review starts or the case falls back. */
	wait: number | null;
	server: number | null;
}

/** What became of all reviews; waits over those that were served, null when none was. */
export interface QueueTrace {
	reviews: QueuedReview[];
	served: number;
	abandoned: number;
	unserved: number;
	meanWaitMinutes: number | null;
	maxWaitMinutes: number | null;
}

/**
 * First come, first served over reviewers with one shift each: a case takes the reviewer who can
 * start earliest (the first of equals), or falls back once it has waited past its patience
 * (simulation-spec C.3). Arrivals in order of time.
 */
export function traceQueue(
	arrivals: ArrayLike<number>,
	services: ArrayLike<number>,
	shifts: readonly Shift[],
	patienceMinutes: number | null
): QueueTrace {
	const freeAt = shifts.map(([start]) => start);
	const reviews: QueuedReview[] = [];
	for (let i = 0; i < arrivals.length; i++) {
		const arrival = arrivals[i] ?? 0;
		let server = -1;
		let start = Infinity;
		shifts.forEach(([, end], k) => {
			const earliest = Math.max(arrival, freeAt[k] ?? Infinity);
			if (earliest < end && earliest < start) [server, start] = [k, earliest];
		});
		if (patienceMinutes !== null && start - arrival > patienceMinutes) {
			const left = { status: 'abandoned', wait: patienceMinutes } as const;
			reviews.push({ ...left, start: null, end: null, server: null });
		} else if (server < 0) {
			reviews.push({ status: 'unserved', start: null, end: null, wait: null, server: null });
		} else {
			const end = start + (services[i] ?? 0);
			freeAt[server] = end;
			reviews.push({ status: 'served', start, end, wait: start - arrival, server });
		}
	}
	return summary(reviews);
}

function summary(reviews: QueuedReview[]): QueueTrace {
	const waits = reviews.filter(({ status }) => status === 'served').map(({ wait }) => wait ?? 0);
	const abandoned = reviews.filter(({ status }) => status === 'abandoned').length;
	return {
		reviews,
		served: waits.length,
		abandoned,
		unserved: reviews.length - waits.length - abandoned,
		meanWaitMinutes:
			waits.length === 0 ? null : waits.reduce((total, wait) => total + wait, 0) / waits.length,
		maxWaitMinutes: waits.length === 0 ? null : Math.max(...waits)
	};
}
