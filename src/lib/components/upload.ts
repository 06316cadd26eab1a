/** A file on its way in, as DropZone shows it; bytes are null where unknown. */
export interface Upload {
	id: string;
	name: string;
	sizeBytes: number | null;
	/** 0 to 1; null while the end is unknown. */
	progress: number | null;
	/** `sending`, `reading 12,400 runs`: one line of text. */
	phase: string;
	state: 'active' | 'asking' | 'done' | 'failed' | 'cancelled';
	/** What was seen, where, and what would do. */
	error?: string | null;
}
