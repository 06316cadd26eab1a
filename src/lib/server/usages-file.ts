import { delimitedRows } from '../formats/delimited-rows.ts';
import { headOf } from '../formats/head.ts';
import { objectRows } from '../formats/object-rows.ts';
import { separatorOf, type Row } from '../formats/table.ts';

/** The rows of a file of usages; a row that cannot be read is a sentence, and then none is priced. */
export async function usagesOf(text: string): Promise<{ rows: Row[] } | { problem: string }> {
	const bytes = new TextEncoder().encode(text);
	const separator = separatorOf(headOf(bytes.subarray(0, 65_536), 'usages'));
	if (separator === null) {
		return { problem: 'No columns were found: expected provider, model, at, input_tokens, ...' };
	}
	const entries =
		separator === 'json' ? objectRows(once(bytes)) : delimitedRows(once(bytes), separator);
	const rows: Row[] = [];
	for await (const entry of entries) {
		if ('rejection' in entry) return { problem: `${entry.at}: ${entry.rejection.reason}` };
		if ('row' in entry) rows.push(entry.row);
	}
	const missing = rows[0] && !('model' in rows[0]);
	return missing ? { problem: 'line 1: there is no column "model"' } : { rows };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
	yield bytes;
}
