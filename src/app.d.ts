import type { Actor } from '#lib/server/access/actor.ts';
import type { Workspace } from '#lib/server/workspaces.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who asks; null before they have signed in. */
			actor: Actor | null;
			/** The workspace that the URL names, or the default one; 404 when it is not there and not to be made. */
			workspace: (options?: { create?: boolean }) => Promise<Workspace>;
		}
	}
}

export {};
