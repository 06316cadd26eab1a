import { userInfo } from 'node:os';
import { currentActor } from './access/actor.ts';

/** Who speaks: the member who asks, else the user of this machine; null where that has no name. */
export function accountName(): string | null {
	const { kind, name } = currentActor();
	if (kind !== 'machine') return name;
	try {
		return userInfo().username || null;
	} catch {
		return null;
	}
}
