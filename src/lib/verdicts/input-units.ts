import { assumptionOf, type Assumption } from '#simulations/engine/assumptions.ts';
import { format } from '../format.ts';
import type { Unit } from '../metrics/metric.ts';

/** How an input's figure is written: a unit that format.ts knows, and what comes after it. */
export interface InputUnit {
	unit: Unit;
	per: string;
}

const UNITS: Record<Assumption['unit'], InputUnit> = {
	minutes: { unit: 'minutes', per: '' },
	hours: { unit: 'hours', per: '' },
	months: { unit: 'months', per: '' },
	usd: { unit: 'usd', per: '' },
	usd_per_hour: { unit: 'usd', per: ' an hour' },
	usd_per_month: { unit: 'usd', per: ' a month' },
	ratio: { unit: 'ratio', per: '' },
	ratio_per_month: { unit: 'ratio', per: ' a month' },
	ratio_per_year: { unit: 'ratio', per: ' a year' },
	per_month: { unit: 'score', per: ' a month' },
	cases_per_month: { unit: 'count', per: ' a month' }
};

/** The unit of an assumption or of a measured input. */
export function unitOfInput(name: string): InputUnit {
	if (name === 'case_success_rate') return UNITS.ratio;
	if (name === 'cost_per_case_usd') return UNITS.usd;
	const known = assumptionOf(name);
	return known ? UNITS[known.unit] : { unit: 'usd', per: '' };
}

/** A figure of an input with its unit, in prose; null is `unknown`. */
export function inputText(name: string, value: number | null): string {
	const { unit, per } = unitOfInput(name);
	return format(value, unit, { surface: 'prose' }) + per;
}
