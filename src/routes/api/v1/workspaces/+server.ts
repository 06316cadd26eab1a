import { object } from '#lib/server/answers.ts';
import { workspaces } from '#lib/server/workspaces.ts';
import type { RequestHandler } from './$types';

/** The workspaces on disk, with their sizes. */
export const GET: RequestHandler = () =>
	object({ rows: workspaces().map(({ id, isDemo, bytes }) => ({ id, is_demo: isDemo, bytes })) });
