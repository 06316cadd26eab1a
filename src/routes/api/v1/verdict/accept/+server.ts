import { badRequest, object } from '#lib/server/answers.ts';
import { acceptVerdict } from '#lib/server/verdict-history/accept.ts';
import type { RequestHandler } from './$types';

/** Makes the verdict that waits on `task` stand, if it is still `verdict`. */
export const POST: RequestHandler = async ({ url, locals }) => {
	const task = url.searchParams.get('task') ?? '';
	const verdict = url.searchParams.get('verdict') ?? '';
	const { warehouse } = await locals.workspace();
	if (await acceptVerdict(warehouse, task, verdict)) return object({ task, verdict });
	return badRequest(`No verdict "${verdict}" waits on the task "${task}".`, 409);
};
