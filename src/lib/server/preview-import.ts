import type { OutcomeMatches } from '../outcome-matches.ts';
import type { Receipt } from '../receipt.ts';
import { ingest, type IncomingFile, type Progress } from './ingest.ts';
import { outcomeMatches } from './outcome-matches.ts';
import type { Warehouse } from './warehouse/warehouse.ts';

/** What an import would do: its receipt, and for an outcomes file what its rows would match. */
export interface ImportPreview {
	receipt: Receipt;
	/** Null when nothing of the file would be kept. */
	matches: OutcomeMatches | null;
}

/** Rehearses an import: everything is read, matched and counted, and then taken back. */
export async function previewImport(
	file: IncomingFile,
	warehouse: Warehouse,
	watch: { progress?: (progress: Progress) => void; signal?: AbortSignal } = {}
): Promise<ImportPreview> {
	let matches: OutcomeMatches | null = null;
	const look = async (...[change, importId]: Parameters<typeof outcomeMatches>) => {
		matches = await outcomeMatches(change, importId);
	};
	const receipt = await ingest(file, warehouse, { ...watch, look });
	return {
		receipt: matches === null ? receipt : { ...receipt, import_id: null, imported_at: null },
		matches
	};
}
