import { isChangeKind } from './change-kinds.ts';
import type { ChangeFilter } from './changes.ts';

/** Which changes a URL asks for: `kind` and `who`; a kind that does not exist counts as all. */
export function askedChanges(params: URLSearchParams): ChangeFilter {
	const kind = params.get('kind');
	return { kind: isChangeKind(kind) ? kind : null, who: params.get('who') || null };
}
