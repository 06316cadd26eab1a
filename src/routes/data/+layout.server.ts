import { receipts } from '#lib/server/receipts.ts';
import type { LayoutServerLoad } from './$types';

/** What stands over every page of the data section. */
export const load: LayoutServerLoad = async ({ locals, depends }) => {
	depends('breakeven:data');
	const { warehouse } = await locals.workspace();
	const all = await receipts(warehouse);
	return { importCount: all.filter((one) => one.undone_at === null).length };
};
