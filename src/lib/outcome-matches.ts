import type { WrittenRow } from './formats/written-row.ts';

/** What becomes of the rows of an outcomes file: each is in exactly one of the counts. */
export interface OutcomeMatches {
	rows: number;
	/** By the id that found the run, in the order in which ids are tried. */
	matched: { by: string; rows: number }[];
	/** Incidents of a task and a date: they need no run. */
	incidents: number;
	unmatched: number;
	/** The first unmatched rows. */
	examples: UnmatchedRow[];
}

/** A row that speaks of no run, or of several. */
export interface UnmatchedRow extends WrittenRow {
	line: number;
	why: string;
}
