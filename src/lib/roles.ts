/** What members may do, from least to most; each may do what those before it may. */
export const roles = ['viewer', 'analyst', 'engineer', 'owner'] as const;

export type Role = (typeof roles)[number];

/** Whether a text names a role. */
export const isRole = (text: unknown): text is Role => roles.some((role) => role === text);

/** Whether a role may do what asks for at least another. */
export const reaches = (role: Role, least: Role): boolean =>
	roles.indexOf(role) >= roles.indexOf(least);

/** The one of two roles that may do less. */
export const lesserRole = (one: Role, other: Role): Role => (reaches(one, other) ? other : one);
