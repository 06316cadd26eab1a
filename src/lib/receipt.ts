/** What an import understood, kept, skipped and why: a contract of the command line and the API. */
export interface Receipt {
	file: string;
	/** Id of the format that read it; null when nothing could. */
	format: string | null;
	/** Null when nothing was imported. */
	import_id: number | null;
	imported_at: string | null;
	undone_at: string | null;
	/** Rows in = kept + duplicates + rejected. */
	rows: { read: number; kept: number; duplicates: number; rejected: number };
	runs: number;
	spans: number;
	scores: number;
	outcomes: number;
	reviews: number;
	incidents: number;
	/** Rows of an outcomes file that speak of no run that is here (or of several); kept, and matched later. */
	unmatched: number;
	duplicates: number;
	rejected: { at: string; reason: string; count: number }[];
	unpriced_models: string[];
	warnings: string[];
}

/** The receipt of a file that nothing came of. */
export const emptyReceipt = (file: string, at: string, reason: string): Receipt => ({
	file,
	format: null,
	import_id: null,
	imported_at: null,
	undone_at: null,
	rows: { read: 1, kept: 0, duplicates: 0, rejected: 1 },
	runs: 0,
	spans: 0,
	scores: 0,
	outcomes: 0,
	reviews: 0,
	incidents: 0,
	unmatched: 0,
	duplicates: 0,
	rejected: [{ at, reason, count: 1 }],
	unpriced_models: [],
	warnings: []
});
