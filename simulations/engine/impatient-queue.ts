import type { QueueLoad } from './review-queue.ts';

/** A queue whose cases fall back (executed anyway, rejected, expired) when they waited too long. */
export interface ImpatientQueue {
	pWait: number;
	/** Share of arrivals that fall back before their review starts. */
	pAbandon: number;
	pAbandonGivenWait: number;
	meanQueueLength: number;
	/** Over all arrivals, those that fall back included. */
	meanWaitMinutes: number;
	utilisation: number;
	/** Reviews done per hour. */
	throughputPerHour: number;
}

/**
 * The steady state of M/M/c+M (Erlang A, Palm 1957): a birth-death chain with death rate
 * min(n, c) mu + max(n - c, 0) theta, cut where what is left weighs less than 1e-14.
 */
export function impatientQueue(load: QueueLoad, meanPatienceMinutes: number): ImpatientQueue {
	const { arrivalsPerHour: arrivals, servers } = load;
	const serviceRate = 60 / load.meanServiceMinutes;
	const leaveRate = 60 / meanPatienceMinutes;
	// Weights relative to the state in which all servers are busy, so that neither side overflows.
	let [below, belowBusy] = [0, 0];
	let weight = 1;
	for (let n = servers - 1; n >= 0; n--) {
		weight *= ((n + 1) * serviceRate) / arrivals;
		below += weight;
		belowBusy += weight * n;
	}
	let [above, queue] = [0, 0];
	weight = 1;
	for (let waiting = 0; ; waiting++) {
		above += weight;
		queue += weight * waiting;
		const next = arrivals / (servers * serviceRate + (waiting + 1) * leaveRate);
		// From here on the weights fall at least geometrically, which bounds what is cut off.
		if (next < 1 && weight * (waiting + 1) < 1e-16 * (1 - next) ** 2 * above) break;
		weight *= next;
	}
	const total = below + above;
	const meanQueueLength = queue / total;
	const pWait = above / total;
	const pAbandon = (leaveRate * meanQueueLength) / arrivals;
	return {
		pWait,
		pAbandon,
		pAbandonGivenWait: pAbandon / pWait,
		meanQueueLength,
		meanWaitMinutes: (60 * meanQueueLength) / arrivals,
		utilisation: (belowBusy + servers * above) / total / servers,
		throughputPerHour: arrivals * (1 - pAbandon)
	};
}
