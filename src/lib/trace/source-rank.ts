import type { StatementSource } from './model.ts';

/**
 * Whose word counts: a better source outranks a worse one, among equals the later statement holds.
 * A column of a table or an outcomes file is a record until it says otherwise.
 */
export const sourceRank: readonly StatementSource[] = [
	'system',
	'audit',
	'human',
	'file',
	'user',
	'code',
	'llm_judge',
	'unknown',
	'status',
	'agent'
];

/** The rank of a source column as SQL; 1 is best. */
export const sourceRankSql = (column: string): string =>
	`case ${column} ${sourceRank.map((source, at) => `when '${source}' then ${at + 1}`).join(' ')} else ${sourceRank.length + 1} end`;
