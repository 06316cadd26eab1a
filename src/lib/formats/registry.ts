import { attempts } from './attempts.ts';
import { attemptsParquet } from './attempts-parquet.ts';
import { langfuse } from './langfuse.ts';
import { otlp } from './otlp.ts';
import { outcomes } from './outcomes.ts';
import type { Head, TraceFormat } from './format.ts';

/** The formats in the order in which they are tried: the surest signature first. */
export const formats: readonly TraceFormat[] = [
	attemptsParquet,
	otlp,
	langfuse,
	outcomes,
	attempts
];

/** The format whose signature a file's head carries, or null. */
export const recognize = (head: Head): TraceFormat | null =>
	formats.find((format) => format.recognizes(head)) ?? null;

/** A format by its id, or null; where several readers share it, the one that takes this file. */
export function formatById(id: string, head: Head): TraceFormat | null {
	const named = formats.filter((format) => format.id === id);
	return named.find((format) => format.recognizes(head)) ?? named.at(-1) ?? null;
}
