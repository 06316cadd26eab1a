import { userInfo } from 'node:os';

/** Who speaks: there are no accounts yet, so the user of this machine; null where it has no name. */
export function accountName(): string | null {
	try {
		return userInfo().username || null;
	} catch {
		return null;
	}
}
