import type { ServerLoadEvent } from '@sveltejs/kit';

/**
 * The workspace of a page of the data section. Kit loads a page again when a parameter changes that
 * its own load has read, and the hook's reading does not count: so it is read here.
 */
export function pageWorkspace({ locals, url }: Pick<ServerLoadEvent, 'locals' | 'url'>) {
	url.searchParams.get('workspace');
	return locals.workspace();
}
