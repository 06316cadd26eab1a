import type { Progress } from './ingest.ts';

/** An upload on its way through: the page asks how far it is, and may call it off. */
export interface ImportJob {
	phase: 'receiving' | 'waiting' | Progress['phase'];
	rows: number;
	abort: AbortController;
}

const jobs = new Map<string, ImportJob>();

/** Opens a job under the id that the client chose. */
export function openJob(id: string): ImportJob {
	const job: ImportJob = { phase: 'receiving', rows: 0, abort: new AbortController() };
	jobs.set(id, job);
	return job;
}

/** A job by id; undefined when it ended or never was. */
export const job = (id: string): ImportJob | undefined => jobs.get(id);

/** Every job that has not ended. */
export const importJobs = (): ImportJob[] => [...jobs.values()];

/** Forgets a job that has ended. */
export const closeJob = (id: string): boolean => jobs.delete(id);
