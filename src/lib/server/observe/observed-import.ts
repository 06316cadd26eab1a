import type { Receipt } from '../../receipt.ts';
import { add, counts } from './counts.ts';
import { log } from './log.ts';

/** Counts and logs an import by its receipt; file names and tasks stay out of both. */
export function observeImport({ format, rows }: Receipt, ms: number): void {
	add(counts.imports, { format: format ?? 'unknown' });
	for (const kind of ['kept', 'duplicates', 'rejected'] as const)
		add(counts.rows, { kind }, rows[kind]);
	log('import', { format, ...rows, ms });
}
