import type { Workspace } from '#lib/server/workspaces.ts';

declare global {
	namespace App {
		interface Locals {
			/** The workspace that the URL names, or the default one; 404 when it is not there and not to be made. */
			workspace: (options?: { create?: boolean }) => Promise<Workspace>;
		}
	}
}

export {};
