import { savedScenarios } from '#lib/server/scenarios/store.ts';
import type { PageServerLoad } from './$types';

/** Every saved scenario by its newest version. */
export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('breakeven:data');
	const { warehouse } = await locals.workspace();
	return { scenarios: await savedScenarios(warehouse) };
};
