/** A draft as this browser tab keeps it while its page is left or loaded again. */
interface Kept {
	/** The version it started from. */
	from: number;
	text: string;
	note: string;
}

const keyOf = (workspace: string) => `breakeven.definitions.${workspace}`;

/** The draft that was left behind; null for none. */
export function keptDraft(workspace: string): Kept | null {
	try {
		const text = sessionStorage.getItem(keyOf(workspace));
		return text === null ? null : (JSON.parse(text) as Kept);
	} catch {
		return null;
	}
}

/** Keeps a draft, or with null forgets it. A browser that stores nothing keeps none. */
export function keepDraft(workspace: string, draft: Kept | null): void {
	try {
		if (draft === null) sessionStorage.removeItem(keyOf(workspace));
		else sessionStorage.setItem(keyOf(workspace), JSON.stringify(draft));
	} catch {
		// Private windows may refuse: the draft then lives as long as the page.
	}
}
