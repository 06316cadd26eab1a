import { randomUUID } from 'node:crypto';
import type { Definitions } from '#lib/definitions/definitions.ts';
import { definitionsText } from '#lib/server/definitions/body.ts';
import { closeJob, openJob } from '#lib/server/import-jobs.ts';

/** What the form of the page sends: the draft as JSON, and what belongs to it. */
export interface DraftForm {
	/** As it was typed, so that a refused draft comes back as it was. */
	text: string;
	note: string;
	/** The version that the draft started from. */
	from: number;
	/** The client's id for asking how far it is and for calling it off. */
	job: string;
	read: { definitions: Definitions } | { problem: string; status: number };
}

/** Reads the form; its draft may have a problem. */
export async function draftForm(request: Request): Promise<DraftForm> {
	const form = await request.formData();
	const field = (name: string): string => {
		const value = form.get(name);
		return typeof value === 'string' ? value : '';
	};
	const text = field('draft');
	return {
		text,
		note: field('note').trim().slice(0, 200),
		from: Number(field('from')) || 0,
		job: field('job') || randomUUID(),
		read: definitionsText(text)
	};
}

/** Does work that takes long under a job; null when it was called off, by the page or because it was left. */
export async function underJob<T>(
	id: string,
	left: AbortSignal,
	work: (signal: AbortSignal) => Promise<T>
): Promise<T | null> {
	const job = openJob(id);
	job.phase = 'reducing';
	const signal = AbortSignal.any([left, job.abort.signal]);
	try {
		return await work(signal);
	} catch (error) {
		if (signal.aborted) return null;
		throw error;
	} finally {
		closeJob(id);
	}
}
