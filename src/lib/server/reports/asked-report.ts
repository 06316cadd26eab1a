import { rowId } from '../row-id.ts';
import { findReport, type StoredReport } from './report-store.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** The report that an address names; null when it names none. */
export const askedReport = (reader: Reader, id: string): Promise<StoredReport | null> =>
	findReport(reader, rowId(id));
