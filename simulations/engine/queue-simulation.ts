import { EventHeap } from './event-heap.ts';
import { streamOf, type Stream } from './statistics/random.ts';
import { normalQuantile } from './statistics/normal.ts';
import { studentQuantile } from './statistics/student.ts';
import {
	mean,
	quantileOfSorted,
	sampleDeviation,
	sorted,
	type Interval
} from './statistics/summary.ts';

/** A review desk over a week: who works when, what comes in, who goes first. */
export interface ReviewDesk {
	/** Reviews asked for per hour, by hour of the week (168), Monday 0:00 first. */
	arrivalsByHour: readonly number[];
	/** Reviewers on duty, by hour of the week. */
	serversByHour: readonly number[];
	/** Share of high-stakes cases, which go first; 0 when all are equal. */
	urgentShare: number;
	/** Handling time: lognormal with this mean and squared coefficient of variation; 1: exponential. */
	meanServiceMinutes: number;
	squaredVariationService: number;
	/** A case falls back after waiting this long; null when it waits for ever. */
	patienceMinutes: number | null;
	/** The wait promised, for the share that keeps it. */
	promisedMinutes: number;
}

/** One figure over replications with its 95 % t-interval; null ends with one replication. */
export interface ReplicatedFigure {
	mean: number;
	interval: Interval | null;
}

/** What a desk does in four weeks, over replications. */
export type DeskFigures = Record<
	| 'meanWaitMinutes'
	| 'p50WaitMinutes'
	| 'p90WaitMinutes'
	| 'p99WaitMinutes'
	| 'promiseKept'
	| 'abandonedShare'
	| 'utilisation'
	| 'backlogAtDayEnd',
	ReplicatedFigure
>;

/**
 * Discrete-event simulation of a review desk (simulation-spec C.3): arrivals by the hour, priorities,
 * patience, nobody is interrupted. It starts empty; the first week is thrown away.
 */
export function simulateDesk(
	desk: ReviewDesk,
	seed: number | string,
	{ replications = 20, weeks = 4 } = {}
): DeskFigures {
	const runs = Array.from({ length: replications }, (_, replication) =>
		simulateWeeks(desk, streamsOf(seed, replication), weeks)
	);
	const names = Object.keys(runs[0] ?? {}) as (keyof DeskFigures)[];
	return Object.fromEntries(
		names.map((name) => [name, replicated(runs.map((run) => run[name]))])
	) as DeskFigures;
}

interface Streams {
	arrival: Stream;
	service: Stream;
	urgency: Stream;
}

function streamsOf(seed: number | string, replication: number): Streams {
	return {
		arrival: streamOf(seed, 'desk.arrival', replication),
		service: streamOf(seed, 'desk.service', replication),
		urgency: streamOf(seed, 'desk.urgency', replication)
	};
}

const WEEK_MINUTES = 7 * 24 * 60;
const DAY_MINUTES = 24 * 60;
/** The first week starts with an empty desk and is not counted. */
const WARM_UP = WEEK_MINUTES;

function simulateWeeks(desk: ReviewDesk, streams: Streams, weeks: number) {
	const end = (1 + weeks) * WEEK_MINUTES;
	const arrivals = arrivalTimes(desk, streams, end);
	const state = new DeskState(desk, streams);
	let next = 0;
	for (let from = 0; from < end; from += 60) {
		state.startHour(from);
		for (;;) {
			const finish = state.nextFinish();
			const arrival = arrivals[next] ?? Infinity;
			if (Math.min(finish, arrival) >= from + 60) break;
			if (finish <= arrival) state.finish(finish);
			else {
				next++;
				state.arrive(arrival);
			}
		}
	}
	return state.figures();
}

/** The desk as it stands, and what is counted once the first week is over. */
class DeskState {
	#desk: ReviewDesk;
	#streams: Streams;
	#finishing = new EventHeap();
	/** Arrival times of waiting cases, by how urgent they are, and how many of them have gone. */
	#urgent = { queue: [] as number[], gone: 0 };
	#normal = { queue: [] as number[], gone: 0 };
	#busy = 0;
	#waits: number[] = [];
	#backlogs: number[] = [];
	#arrived = 0;
	#abandoned = 0;
	#busyMinutes = 0;
	#staffedMinutes = 0;

	constructor(desk: ReviewDesk, streams: Streams) {
		this.#desk = desk;
		this.#streams = streams;
	}

	startHour(from: number): void {
		if (from >= WARM_UP) this.#staffedMinutes += 60 * serversAt(this.#desk, from);
		if (from >= WARM_UP && from % DAY_MINUTES === 0) this.#backlogs.push(this.#waiting());
		this.#startReviews(from);
	}

	nextFinish(): number {
		return this.#finishing.peek();
	}

	finish(now: number): void {
		this.#finishing.pop();
		this.#busy--;
		this.#startReviews(now);
	}

	arrive(now: number): void {
		if (now >= WARM_UP) this.#arrived++;
		const first = this.#streams.urgency.nextUniform() < this.#desk.urgentShare;
		(first ? this.#urgent : this.#normal).queue.push(now);
		this.#startReviews(now);
	}

	figures(): Record<keyof DeskFigures, number> {
		const ordered = sorted(this.#waits);
		const kept = this.#waits.filter((wait) => wait <= this.#desk.promisedMinutes).length;
		const ofArrived = (count: number, none: number) =>
			this.#arrived === 0 ? none : count / this.#arrived;
		return {
			meanWaitMinutes: mean(ordered) ?? 0,
			p50WaitMinutes: quantileOfSorted(ordered, 0.5) ?? 0,
			p90WaitMinutes: quantileOfSorted(ordered, 0.9) ?? 0,
			p99WaitMinutes: quantileOfSorted(ordered, 0.99) ?? 0,
			promiseKept: ofArrived(kept, 1),
			abandonedShare: ofArrived(this.#abandoned, 0),
			utilisation: this.#staffedMinutes === 0 ? 0 : this.#busyMinutes / this.#staffedMinutes,
			backlogAtDayEnd: mean(this.#backlogs) ?? 0
		};
	}

	/** Urgent cases first, then in order of arrival, as long as somebody is free. */
	#startReviews(now: number): void {
		const { patienceMinutes } = this.#desk;
		while (this.#busy < serversAt(this.#desk, now) && this.#waiting() > 0) {
			const line = this.#urgent.gone < this.#urgent.queue.length ? this.#urgent : this.#normal;
			const arrival = line.queue[line.gone++] ?? now;
			const counted = arrival >= WARM_UP;
			if (patienceMinutes !== null && now - arrival > patienceMinutes) {
				if (counted) this.#abandoned++;
				continue;
			}
			const service = serviceTime(this.#desk, this.#streams.service);
			if (counted) this.#waits.push(now - arrival);
			if (now >= WARM_UP) this.#busyMinutes += service;
			this.#busy++;
			this.#finishing.push(now + service);
		}
	}

	#waiting(): number {
		const { queue: urgent, gone: urgentGone } = this.#urgent;
		const { queue: normal, gone: normalGone } = this.#normal;
		return urgent.length - urgentGone + normal.length - normalGone;
	}
}

/** A Poisson process whose rate is constant within each hour: memoryless, so gaps restart there. */
function arrivalTimes(desk: ReviewDesk, { arrival }: Streams, end: number): number[] {
	const times: number[] = [];
	for (let hour = 0; hour * 60 < end; hour++) {
		const rate = (desk.arrivalsByHour[hour % 168] ?? 0) / 60;
		if (!(rate > 0)) continue;
		for (let at = hour * 60; ;) {
			at += -Math.log(1 - arrival.nextUniform()) / rate;
			if (at >= (hour + 1) * 60) break;
			times.push(at);
		}
	}
	return times;
}

function serversAt(desk: ReviewDesk, minute: number): number {
	return desk.serversByHour[Math.floor(minute / 60) % 168] ?? 0;
}

function serviceTime(desk: ReviewDesk, stream: Stream): number {
	const u = stream.nextUniform();
	if (desk.squaredVariationService === 1) return -Math.log(1 - u) * desk.meanServiceMinutes;
	const sigma = Math.sqrt(Math.log1p(desk.squaredVariationService));
	const score = normalQuantile(Math.max(u, 2 ** -54));
	return desk.meanServiceMinutes * Math.exp(sigma * score - (sigma * sigma) / 2);
}

function replicated(values: number[]): ReplicatedFigure {
	const average = mean(values) ?? 0;
	const deviation = sampleDeviation(values);
	if (deviation === null) return { mean: average, interval: null };
	const half = (studentQuantile(values.length - 1, 0.975) * deviation) / Math.sqrt(values.length);
	return { mean: average, interval: { low: average - half, high: average + half } };
}
