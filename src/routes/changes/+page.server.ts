import { allChanges, allWhoChanged, countAllChanges } from '#lib/server/change-log/all-changes.ts';
import { askedChanges } from '#lib/server/change-log/asked-changes.ts';
import { changeKinds } from '#lib/server/change-log/change-kinds.ts';
import type { PageServerLoad } from './$types';

const PER_PAGE = 100;

/** Who changed what, the last changes first; `kind`, `who` and `page` in the URL. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('breakeven:data');
	url.searchParams.get('workspace');
	const { warehouse } = await locals.workspace();
	const filter = askedChanges(url.searchParams);
	const total = await countAllChanges(warehouse, filter);
	const pages = Math.max(1, Math.ceil(total / PER_PAGE));
	const asked = Number(url.searchParams.get('page') ?? 1);
	const at = Number.isInteger(asked) ? Math.min(Math.max(asked, 1), pages) : 1;
	return {
		filter,
		total,
		pages,
		at,
		first: (at - 1) * PER_PAGE + 1,
		rows: await allChanges(warehouse, filter, { most: PER_PAGE, skip: (at - 1) * PER_PAGE }),
		kinds: Object.entries(changeKinds).map(([id, label]) => ({ id, label })),
		people: await allWhoChanged(warehouse)
	};
};
