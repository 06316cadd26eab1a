import { openWorkspace, workspaces, type Workspace } from '../workspaces.ts';
import { openLink, type OpenLink } from './report-links.ts';

/** The link that a secret opens, in whichever workspace it is; null where it opens none. */
export async function findLink(
	token: string
): Promise<{ workspace: Workspace; link: OpenLink } | null> {
	for (const { id } of workspaces()) {
		// A workspace that cannot be opened must not close the links of the others.
		const workspace = await openWorkspace(id).catch(() => null);
		const link = workspace && (await openLink(workspace.warehouse, token));
		if (link) return { workspace, link };
	}
	return null;
}
