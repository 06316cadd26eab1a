import { attempts } from './attempts.ts';
import { attemptsParquet } from './attempts-parquet.ts';
import { outcomes } from './outcomes.ts';
import type { Head, TraceFormat } from './format.ts';

/** The formats in the order in which they are tried: the surest signature first. */
export const formats: readonly TraceFormat[] = [attemptsParquet, outcomes, attempts];

/** The format whose signature a file's head carries, or null. */
export const recognize = (head: Head): TraceFormat | null =>
	formats.find((format) => format.recognizes(head)) ?? null;

/** A format by its id, or null. */
export const formatById = (id: string): TraceFormat | null =>
	formats.find((format) => format.id === id) ?? null;
