import { findReport, type StoredReport } from './report-store.ts';
import type { Reader } from '../warehouse/warehouse.ts';

/** The report that an address names; null when it names none. */
export const askedReport = (reader: Reader, id: string): Promise<StoredReport | null> =>
	/^[1-9]\d{0,8}$/.test(id) ? findReport(reader, Number(id)) : Promise.resolve(null);
