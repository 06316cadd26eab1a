import type { BulkFormat, Parsed } from './format.ts';

const MAGIC = 'PAR1';

/** A table of attempts as Parquet: the engine reads the rows, attempts.ts reads the cells. */
export const attemptsParquet: BulkFormat = {
	kind: 'bulk',
	id: 'attempts',
	label: 'Table of attempts (Parquet)',
	statement: 'parquet-rows',
	recognizes: ({ bytes }) =>
		bytes.length >= 4 && String.fromCharCode(...bytes.subarray(0, 4)) === MAGIC,
	// eslint-disable-next-line require-yield -- the engine reads Parquet, so there is nothing to parse
	async *parse(): AsyncIterable<Parsed> {
		throw new Error('Parquet is read by the engine');
	}
};
