import { raw, type Raw } from '../warehouse/sql.ts';

/** A UTC timestamp column as ISO text with milliseconds; null stays null. */
export const isoSql = (column: string): Raw => raw(`strftime(${column}, '%Y-%m-%dT%H:%M:%S.%gZ')`);
