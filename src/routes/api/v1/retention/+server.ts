import { badRequest, object } from '#lib/server/answers.ts';
import { applyRetention } from '#lib/server/retention/apply.ts';
import { lifetimesOf, parts, readLifetimes } from '#lib/server/retention/lifetimes.ts';
import { planOf } from '#lib/server/retention/plan.ts';
import { removedParts } from '#lib/server/retention/removed.ts';
import type { RequestHandler } from './$types';

/** How long each part is kept, what was removed so far, and what the lifetimes of the address would remove. */
export const GET: RequestHandler = async ({ url, locals }) => {
	const read = readLifetimes((part) => url.searchParams.get(part));
	if ('problem' in read) return badRequest(read.problem);
	const { warehouse } = await locals.workspace();
	const lifetimes = await lifetimesOf(warehouse);
	const isAsked = parts.some((part) => url.searchParams.has(part));
	return object({
		lifetimes,
		removed: await removedParts(warehouse),
		rows: await planOf(warehouse, isAsked ? read.lifetimes : lifetimes, new Date())
	});
};

/** Sets the lifetimes, in days by part in the address, and removes at once what is older. */
export const PUT: RequestHandler = async ({ url, locals }) => {
	const read = readLifetimes((part) => url.searchParams.get(part));
	if ('problem' in read) return badRequest(read.problem);
	const { warehouse } = await locals.workspace();
	const rows = await applyRetention(warehouse, new Date(), read.lifetimes);
	return object({ lifetimes: read.lifetimes, rows });
};
