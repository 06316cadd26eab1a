import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '../../roles.ts';

/** Who asks. */
export interface Actor {
	kind: 'machine' | 'member' | 'token' | 'visitor';
	/** How the change log calls them. */
	name: string;
	role: Role;
	/** Null for this machine and for visitors, who are no members. */
	memberId: number | null;
}

/** Whoever may open the data folder: everybody where there are no accounts, else the command line. */
export const thisMachine: Actor = {
	kind: 'machine',
	name: 'this machine',
	role: 'owner',
	memberId: null
};

/** Somebody who has not said who they are: a reader with a link, or before signing in. */
export const visitor: Actor = {
	kind: 'visitor',
	name: 'a visitor',
	role: 'viewer',
	memberId: null
};

const asking = new AsyncLocalStorage<Actor>();

/** Does work in the name of somebody, and all that it starts. */
export const actingAs = <T>(actor: Actor, work: () => T): T => asking.run(actor, work);

/** In whose name the running work is done. */
export const currentActor = (): Actor => asking.getStore() ?? thisMachine;
