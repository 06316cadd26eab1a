/** Reviewers as an M/M/c queue: arrivals per hour, mean handling minutes, number of reviewers. */
export interface QueueLoad {
	arrivalsPerHour: number;
	meanServiceMinutes: number;
	servers: number;
}

/** A steady queue; times in minutes, Infinity when more comes in than can be done. */
export interface QueueState {
	/** Work that arrives, in reviewers kept busy (erlang). */
	offeredLoad: number;
	utilisation: number;
	stable: boolean;
	pWait: number;
	meanWaitMinutes: number;
	meanQueueLength: number;
	/** Wait and handling. */
	meanTotalMinutes: number;
	/** By how much the backlog grows per hour; 0 when stable. */
	backlogPerHour: number;
}

/** Probability that all servers are busy when nobody waits: Erlang's loss formula B. */
export function erlangB(offeredLoad: number, servers: number): number {
	let blocked = 1;
	for (let k = 1; k <= servers; k++)
		blocked = (offeredLoad * blocked) / (k + offeredLoad * blocked);
	return blocked;
}

/** Probability of waiting, 1 when the load is not below the number of servers (Erlang 1917). */
export function erlangC(offeredLoad: number, servers: number): number {
	if (offeredLoad === 0) return 0;
	if (!(offeredLoad < servers)) return 1;
	const blocked = erlangB(offeredLoad, servers);
	return blocked / (1 - (offeredLoad / servers) * (1 - blocked));
}

/** The steady state of a review queue (Erlang C, simulation-spec C.1). */
export function queueState(load: QueueLoad): QueueState {
	const { arrivalsPerHour: arrivals, meanServiceMinutes: service, servers } = load;
	const offeredLoad = (arrivals * service) / 60;
	const stable = offeredLoad < servers;
	const pWait = erlangC(offeredLoad, servers);
	const spare = spareRate(load);
	const meanWaitMinutes = stable ? (60 * pWait) / spare : Infinity;
	return {
		offeredLoad,
		utilisation: offeredLoad / servers,
		stable,
		pWait,
		meanWaitMinutes,
		meanQueueLength: (arrivals * meanWaitMinutes) / 60,
		meanTotalMinutes: meanWaitMinutes + service,
		backlogPerHour: stable ? 0 : -spare
	};
}

/** P(wait > minutes); 1 when the queue is not stable. */
export function pWaitAbove(load: QueueLoad, minutes: number): number {
	const offeredLoad = (load.arrivalsPerHour * load.meanServiceMinutes) / 60;
	if (!(offeredLoad < load.servers)) return 1;
	return erlangC(offeredLoad, load.servers) * Math.exp((-spareRate(load) * minutes) / 60);
}

/** A mean wait corrected for arrivals and handling times that are not exponential (Allen-Cunneen). */
export function allenCunneen(
	meanWait: number,
	squaredVariationArrivals: number,
	squaredVariationService: number
): number {
	return (meanWait * (squaredVariationArrivals + squaredVariationService)) / 2;
}

/** The fewest reviewers with P(wait <= minutes) at or above the target, and what one less gives. */
export function staffing(
	load: Omit<QueueLoad, 'servers'>,
	minutes: number,
	target: number
): { servers: number; serviceLevel: number; serviceLevelWithOneLess: number } {
	if (!(target < 1)) throw new RangeError(`a service level of ${target} needs no end of reviewers`);
	const level = (servers: number) => 1 - pWaitAbove({ ...load, servers }, minutes);
	let servers = Math.max(1, Math.floor((load.arrivalsPerHour * load.meanServiceMinutes) / 60));
	while (level(servers) < target) servers++;
	return {
		servers,
		serviceLevel: level(servers),
		serviceLevelWithOneLess: servers > 1 ? level(servers - 1) : 0
	};
}

/** Reviews an hour that all servers could do beyond what arrives. */
function spareRate({ arrivalsPerHour, meanServiceMinutes, servers }: QueueLoad): number {
	return (60 * servers) / meanServiceMinutes - arrivalsPerHour;
}
