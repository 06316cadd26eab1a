import { receipts } from '#lib/server/receipts.ts';
import type { LayoutServerLoad } from './$types';
import { pageWorkspace } from './page-workspace.server.ts';

/** What stands over every page of the data section. */
export const load: LayoutServerLoad = async (event) => {
	event.depends('breakeven:data');
	const { warehouse } = await pageWorkspace(event);
	const all = await receipts(warehouse);
	return { importCount: all.filter((one) => one.undone_at === null).length };
};
