/** What one method of one address of the API takes and gives: all that `openapi.json` says about it. */
export interface Operation {
	/** As the router writes it, `[id]` for a part that varies. */
	path: string;
	method: 'get' | 'post' | 'put' | 'delete';
	summary: string;
	/** What may follow the `?`, by name; `workspace` is taken everywhere and not listed. */
	query?: Readonly<Record<string, string>>;
	/** The content type of the body and what it holds. */
	body?: { type: string; holds: string };
	/** The fields of the answer, or the content type of one that is no JSON. */
	answer: Readonly<Record<string, Field>> | { type: string; holds: string };
}

/** What a field of an answer holds. */
export type Field = 'rows' | 'object' | 'text' | 'number' | 'flag' | 'texts';
