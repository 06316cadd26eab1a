import type { Role } from '../../roles.ts';

/** What a role may do beyond the one before it. */
export const roleWords: Readonly<Record<Role, string>> = {
	viewer: 'reads everything',
	analyst: 'also assumptions, checks by hand, verdicts, scenarios, reports',
	engineer: 'also imports, definitions, prices, workspaces',
	owner: 'also members, share links, backups, files of the change log'
};
