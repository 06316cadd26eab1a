import { badRequest, notFound, object } from '#lib/server/answers.ts';
import { rowId } from '#lib/server/row-id.ts';
import { lockScenario } from '#lib/server/scenarios/store.ts';
import type { RequestHandler } from './$types';

/** Locks `version` for the reason in `reason`: it cannot be removed while something stands on it. */
export const POST: RequestHandler = async ({ params, url, locals }) => {
	const reason = url.searchParams.get('reason')?.trim().slice(0, 200);
	if (!reason) return badRequest('Say why the version is locked: reason is missing.');
	return locked(params.id, url, reason, locals);
};

/** Unlocks `version`. */
export const DELETE: RequestHandler = ({ params, url, locals }) =>
	locked(params.id, url, null, locals);

async function locked(
	id: string,
	url: URL,
	reason: string | null,
	locals: App.Locals
): Promise<Response> {
	const { warehouse } = await locals.workspace();
	const version = rowId(url.searchParams.get('version'));
	const done = await lockScenario(warehouse, rowId(id), version, reason);
	return done
		? object({ locked: reason !== null })
		: notFound(`Scenario ${id} has no version ${url.searchParams.get('version')}.`);
}
