import type { Progress } from './ingest.ts';

/** An upload on its way through: the page asks how far it is, and may call it off. */
export interface ImportJob {
	phase: 'receiving' | 'waiting' | Progress['phase'];
	rows: number;
	abort: AbortController;
	/** The file that comes in, and where to, for whoever looks at that workspace; null for other work. */
	file: { name: string; workspace: string } | null;
}

const jobs = new Map<string, ImportJob>();

/** Opens a job under the id that the client chose. */
export function openJob(id: string, file: ImportJob['file'] = null): ImportJob {
	const job: ImportJob = { phase: 'receiving', rows: 0, abort: new AbortController(), file };
	jobs.set(id, job);
	return job;
}

/** A job by id; undefined when it ended or never was. */
export const job = (id: string): ImportJob | undefined => jobs.get(id);

/** Every job that has not ended. */
export const importJobs = (): ImportJob[] => [...jobs.values()];

/** Files that come into a workspace now, whoever sent them, and how far each is. */
export const filesUnderWay = (
	workspace: string
): { id: string; name: string; phase: ImportJob['phase']; rows: number }[] =>
	[...jobs].flatMap(([id, { file, phase, rows }]) =>
		file?.workspace === workspace ? [{ id, name: file.name, phase, rows }] : []
	);

/** Forgets a job that has ended. */
export const closeJob = (id: string): boolean => jobs.delete(id);
