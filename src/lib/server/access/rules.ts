import { reaches, type Role } from '../../roles.ts';

/** What a request needs: nobody in particular, or a role. */
export type Need = 'anyone' | Role;

/** By method; `POST ?/name` is an action of a page. HEAD and OPTIONS need what GET needs. */
type Rule = Readonly<Record<string, Need>>;

/**
 * The one table of who may do what, by route as the router names it. A route, method or action that
 * is not here is refused; a test compares the table with the routes.
 */
export const rules: Readonly<Record<string, Rule>> = {
	'/': { GET: 'viewer', 'POST ?/accept': 'analyst' },
	'/account': {
		GET: 'viewer',
		'POST ?/password': 'viewer',
		'POST ?/everywhere': 'viewer',
		'POST ?/token': 'viewer',
		'POST ?/revoke': 'viewer'
	},
	'/api/[...path]': { GET: 'viewer' },
	'/api/v1/assumptions': { GET: 'viewer', POST: 'analyst' },
	'/api/v1/audits': { GET: 'viewer', POST: 'analyst', DELETE: 'analyst' },
	'/api/v1/backup': { GET: 'owner', POST: 'owner' },
	'/api/v1/calibration': { GET: 'viewer' },
	'/api/v1/changes': { GET: 'owner' },
	'/api/v1/definitions': { GET: 'viewer', PUT: 'engineer' },
	'/api/v1/definitions/preview': { POST: 'engineer' },
	'/api/v1/imports': { GET: 'viewer', POST: 'engineer' },
	'/api/v1/imports/[id]': { GET: 'viewer', DELETE: 'engineer' },
	'/api/v1/imports/[id]/unmatched': { GET: 'viewer' },
	'/api/v1/invites': { POST: 'owner' },
	'/api/v1/jobs/[id]': { GET: 'engineer', DELETE: 'engineer' },
	'/api/v1/metrics': { GET: 'viewer' },
	'/api/v1/openapi.json': { GET: 'viewer' },
	'/api/v1/price': { POST: 'viewer' },
	'/api/v1/prices': { GET: 'viewer', PUT: 'engineer' },
	'/api/v1/prices/preview': { POST: 'engineer' },
	'/api/v1/reports': { GET: 'viewer', POST: 'analyst' },
	'/api/v1/reports/[id]': { GET: 'viewer', DELETE: 'owner' },
	'/api/v1/reports/[id]/[format]': { GET: 'viewer' },
	'/api/v1/reports/[id]/comments': { GET: 'analyst' },
	'/api/v1/reports/[id]/comments/[comment]': { DELETE: 'analyst' },
	'/api/v1/reports/[id]/links': { GET: 'owner', POST: 'owner' },
	'/api/v1/reports/[id]/links/[link]': { DELETE: 'owner' },
	'/api/v1/reports/schedules': { GET: 'viewer', POST: 'analyst' },
	'/api/v1/reports/schedules/[schedule]': { PUT: 'analyst', DELETE: 'analyst' },
	'/api/v1/retention': { GET: 'viewer', PUT: 'owner' },
	'/api/v1/scenarios': { GET: 'viewer', POST: 'analyst' },
	'/api/v1/scenarios/[id]': { GET: 'viewer', DELETE: 'analyst' },
	'/api/v1/scenarios/[id]/lock': { POST: 'analyst', DELETE: 'analyst' },
	'/api/v1/simulate': { POST: 'viewer' },
	'/api/v1/verdict': { GET: 'viewer' },
	'/api/v1/verdict/accept': { POST: 'analyst' },
	'/api/v1/verdict/history': { GET: 'viewer' },
	'/api/v1/verdict/scores': { GET: 'viewer' },
	'/api/v1/workspaces': { GET: 'viewer' },
	'/changes': { GET: 'viewer' },
	'/changes.csv': { GET: 'owner' },
	'/data': { GET: 'viewer', 'POST ?/import': 'engineer', 'POST ?/undo': 'engineer' },
	'/data/assumptions': {
		GET: 'viewer',
		'POST ?/save': 'analyst',
		'POST ?/clear': 'analyst',
		'POST ?/import': 'analyst'
	},
	'/data/definitions': {
		GET: 'viewer',
		'POST ?/preview': 'engineer',
		'POST ?/save': 'engineer',
		'POST ?/back': 'engineer',
		'POST ?/import': 'engineer'
	},
	'/data/prices': {
		GET: 'viewer',
		'POST ?/preview': 'engineer',
		'POST ?/enter': 'engineer',
		'POST ?/remove': 'engineer'
	},
	'/data/workspace': {
		GET: 'viewer',
		'POST ?/rename': 'engineer',
		'POST ?/delete': 'engineer',
		'POST ?/retention': 'owner'
	},
	'/glossary': { GET: 'viewer' },
	'/healthz': { GET: 'anyone' },
	'/join/[secret]': { GET: 'anyone', POST: 'anyone' },
	'/login': { GET: 'anyone', POST: 'anyone' },
	'/login/oidc': { GET: 'anyone' },
	'/login/oidc/callback': { GET: 'anyone' },
	'/logout': { POST: 'anyone' },
	'/members': {
		GET: 'owner',
		'POST ?/invite': 'owner',
		'POST ?/uninvite': 'owner',
		'POST ?/role': 'owner',
		'POST ?/remove': 'owner',
		'POST ?/reset': 'owner',
		'POST ?/revoke': 'owner'
	},
	'/metrics': { GET: 'anyone' },
	'/portfolio': { GET: 'viewer' },
	'/r/[token]': { GET: 'anyone', POST: 'anyone' },
	'/reports': {
		GET: 'viewer',
		'POST ?/create': 'analyst',
		'POST ?/schedule': 'analyst',
		'POST ?/change': 'analyst'
	},
	'/reports/[id]': {
		GET: 'viewer',
		'POST ?/texts': 'analyst',
		'POST ?/comment': 'analyst',
		'POST ?/delete': 'owner',
		'POST ?/share': 'owner',
		'POST ?/revoke': 'owner'
	},
	'/reports/[id]/preview': { GET: 'viewer' },
	'/runs': { GET: 'viewer' },
	'/runs.csv': { GET: 'viewer' },
	'/runs/[runId]': { GET: 'viewer' },
	'/scenarios': { GET: 'viewer' },
	'/scenarios/[id]': {
		GET: 'viewer',
		'POST ?/lock': 'analyst',
		'POST ?/unlock': 'analyst',
		'POST ?/delete': 'analyst'
	},
	'/scenarios/compare': { GET: 'viewer' },
	'/simulate': { GET: 'viewer', 'POST ?/save': 'analyst' },
	'/tasks': { GET: 'viewer' },
	'/tasks/[task]': { GET: 'viewer', 'POST ?/accept': 'analyst', 'POST ?/assume': 'analyst' },
	'/tasks/[task]/check': { GET: 'viewer', 'POST ?/record': 'analyst', 'POST ?/undo': 'analyst' },
	'/tasks/[task]/stop-loss': { GET: 'viewer' },
	'/verdicts': { GET: 'viewer' },
	'/welcome': { GET: 'anyone', POST: 'anyone' }
};

/** What a request needs by the table; null = nobody may. `params` name the action of a page. */
export function needOf(route: string, method: string, params: URLSearchParams): Need | null {
	const rule = Object.hasOwn(rules, route) ? rules[route] : undefined;
	const read = method === 'HEAD' || method === 'OPTIONS' ? 'GET' : method;
	// SvelteKit's own reading: the first parameter that starts with a slash names the action.
	const action = [...params.keys()].find((name) => name.startsWith('/'));
	const key = read === 'POST' && action ? `POST ?${action}` : read;
	return (rule && Object.hasOwn(rule, key) && rule[key]) || null;
}

/** Whether a role is enough; nobody has none. */
export const suffices = (role: Role | null, need: Need): boolean =>
	need === 'anyone' || (role !== null && reaches(role, need));
