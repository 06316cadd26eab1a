import type { Piece, ReportColumn } from '../../reports/document.ts';
import type { Unit } from '../../metrics/metric.ts';
import type { ReportFacts } from './facts.ts';

/** One part of a report: its heading and what it says of the facts. */
export interface Block {
	id: string;
	title: string;
	/** Null where the facts have nothing to say about it: the report is without it. */
	make: (facts: ReportFacts) => Piece[] | null;
}

/** A column of words. */
export const words = (label: string): ReportColumn => ({
	label,
	unit: null,
	isRange: false,
	sums: false,
	decimals: null
});

/** A column of figures. */
export const figures = (
	label: string,
	unit: Unit,
	{ sums = false, decimals = null }: { sums?: boolean; decimals?: number | null } = {}
): ReportColumn => ({ label, unit, isRange: false, sums, decimals });

/** A column of figures with their 90 % ranges. */
export const ranges = (label: string, unit: Unit): ReportColumn => ({
	label,
	unit,
	isRange: true,
	sums: false,
	decimals: null
});

/** `a`, `a and b`, `a, b and c`; more than `most` end in `and 3 more`. */
export function listed(names: readonly string[], most = 4): string {
	const shown = names.length > most ? names.slice(0, most - 1) : names;
	const rest = names.length - shown.length;
	const all = rest > 0 ? [...shown, `${rest} more`] : shown;
	return all.length <= 1
		? (all[0] ?? 'none')
		: `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`;
}
