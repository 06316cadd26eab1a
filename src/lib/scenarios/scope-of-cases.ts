import type { ScenarioScope, ScopePart } from '#simulations/engine/scenario.ts';
import { betaPosterior } from '#simulations/engine/statistics/posterior.ts';
import { mean } from '#simulations/engine/statistics/summary.ts';
import type { Band, Scope } from './document.ts';
import type { CaseColumns } from './task-facts.ts';

/** The part of the work that a scope names, counted over cases with a known outcome. */
export interface CountedScope {
	scope: ScenarioScope;
	/** Known outcomes it stands on. */
	cases: number;
}

/** What a scope comes to in the cases at hand; null when no case fits. */
export function scopeOfCases(scope: Scope, cases: CaseColumns): CountedScope | null {
	const all = cases.right.length;
	const fits = Array.from({ length: all }, (_, i) => i).filter((i) => isInScope(scope, cases, i));
	if (fits.length === 0) return null;
	// Confidence is known after the run: the cases that people then do have paid for theirs.
	const tried = scope.confidence === null ? fits : fits.concat(outsideBand(scope, cases));
	const part: ScopePart = {
		name: scopeInWords(scope),
		weight: 1,
		success: betaPosterior(
			fits.reduce((total, i) => total + (cases.right[i] ?? 0), 0),
			fits.length
		),
		costRatio: (ratio(cases.costUsd, tried) * tried.length) / fits.length
	};
	return {
		scope: {
			share: (scope.share * fits.length) / all,
			costRatio: 1,
			humanMinutesRatio: ratio(cases.humanMinutes, fits),
			parts: [part]
		},
		cases: fits.length
	};
}

function isInScope(scope: Scope, cases: CaseColumns, i: number): boolean {
	return (
		hasValues(scope, cases, i) &&
		isInside(scope.confidence, cases.confidence[i] ?? null) &&
		isInside(scope.human_minutes, cases.humanMinutes[i] ?? null)
	);
}

function outsideBand(scope: Scope, cases: CaseColumns): number[] {
	return Array.from(cases.right, (_, i) => i).filter(
		(i) =>
			hasValues(scope, cases, i) &&
			isInside(scope.human_minutes, cases.humanMinutes[i] ?? null) &&
			!isInside(scope.confidence, cases.confidence[i] ?? null)
	);
}

function hasValues({ segments }: Scope, { attributes }: CaseColumns, i: number): boolean {
	return segments.every(({ attribute, values }) => {
		const column = attributes[attribute];
		const value = column?.values[column.codes[i] ?? -1];
		return value !== undefined && values.includes(value);
	});
}

/** Whether a figure is within a band; what is not known is in no band. */
function isInside(band: Band | null, figure: number | null): boolean {
	if (band === null) return true;
	return (
		figure !== null && figure >= (band.at_least ?? -Infinity) && figure < (band.below ?? Infinity)
	);
}

/** Mean of some rows against the mean of all; 1 where either is unknown or nothing. */
function ratio(column: readonly (number | null)[], rows: readonly number[]): number {
	const known = (values: (number | null | undefined)[]) =>
		mean(values.filter((value) => value !== null && value !== undefined));
	const part = known(rows.map((i) => column[i]));
	const whole = known([...column]);
	return part === null || whole === null || whole === 0 ? 1 : part / whole;
}

/** `language: de, fr and confidence from 0.8`. */
function scopeInWords({ segments, confidence, human_minutes: minutes }: Scope): string {
	const band = (name: string, { at_least: from, below }: Band) =>
		[name, from === null ? '' : `from ${from}`, below === null ? '' : `below ${below}`]
			.filter(Boolean)
			.join(' ');
	const parts = [
		...segments.map(({ attribute, values }) => `${attribute}: ${values.join(', ')}`),
		...(confidence ? [band('confidence', confidence)] : []),
		...(minutes ? [band('minutes by hand', minutes)] : [])
	];
	return parts.length === 0 ? 'a share of all' : parts.join(' and ');
}
