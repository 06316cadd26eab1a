import type { VerdictName } from '#lib/components/verdict-look.ts';

/** One line of a task's history. */
export interface VerdictLine {
	id: number;
	at: string;
	cause: string;
	/** Null = the task had no runs. */
	verdict: VerdictName | null;
	isPending: boolean;
	/** USD a month against people. */
	net: { mean: number; low: number; high: number } | null;
	pBetter: number | null;
	costUsd: number | null;
	n: number;
}
