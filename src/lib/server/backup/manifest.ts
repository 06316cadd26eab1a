import * as v from 'valibot';
import type { Figures } from './figures.ts';

/** What a backup says of itself, in the first file of its archive. */
export interface Manifest {
	breakeven_schema: 'backup/1';
	made_at: string;
	app_version: string;
	files: ManifestFile[];
}

/** A file of the archive; `workspace` and what it held where it is one. */
export interface ManifestFile {
	name: string;
	bytes: number;
	sha256: string;
	workspace: string | null;
	figures: Figures | null;
}

export const MANIFEST = 'manifest.json';
/** Members, sessions and tokens: of every workspace, and of none. */
export const ACCOUNTS = 'accounts.duckdb';

const figures = v.object({
	schema: v.number(),
	rows: v.record(v.string(), v.number()),
	metrics: v.record(v.string(), v.union([v.number(), v.string(), v.boolean(), v.null()]))
});

const shape = v.object({
	breakeven_schema: v.literal('backup/1'),
	made_at: v.string(),
	app_version: v.string(),
	files: v.array(
		v.object({
			name: v.string(),
			bytes: v.number(),
			sha256: v.string(),
			workspace: v.nullable(v.string()),
			figures: v.nullable(figures)
		})
	)
});

/** Reads a manifest; null when the text is none. */
export function readManifest(text: string): Manifest | null {
	try {
		return v.parse(shape, JSON.parse(text));
	} catch {
		return null;
	}
}
