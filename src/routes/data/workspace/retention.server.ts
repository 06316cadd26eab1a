import {
	lifetimesOf,
	parts,
	readLifetimes,
	type Lifetimes
} from '#lib/server/retention/lifetimes.ts';
import { planOf, type Removal } from '#lib/server/retention/plan.ts';
import { removedParts, type Removed } from '#lib/server/retention/removed.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** What the page says about lifetimes. */
export interface Retention {
	/** As they hold. */
	lifetimes: Lifetimes;
	/** As typed: those of the address where it asks for a look, else those that hold. */
	typed: Record<keyof Lifetimes, string>;
	/** What those would remove; null where nobody has asked for a look. */
	plan: Removal[] | null;
	problem: string | null;
	removed: Removed[];
}

/** Lifetimes of a workspace, and with `look` in the address what other ones would remove. */
export async function retentionOf(
	warehouse: Warehouse,
	params: URLSearchParams
): Promise<Retention> {
	const lifetimes = await lifetimesOf(warehouse);
	const looks = params.has('look');
	const read = readLifetimes((part) => params.get(part));
	const said = (part: keyof Lifetimes) =>
		looks ? (params.get(part) ?? '') : String(lifetimes[part] ?? '');
	return {
		lifetimes,
		typed: Object.fromEntries(parts.map((part) => [part, said(part)])) as Retention['typed'],
		plan: looks && 'lifetimes' in read ? await planOf(warehouse, read.lifetimes, new Date()) : null,
		problem: looks && 'problem' in read ? read.problem : null,
		removed: await removedParts(warehouse)
	};
}
