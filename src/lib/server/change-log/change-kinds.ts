/** What changes are about, and how pages call it. */
export const changeKinds = {
	import: 'Import',
	price: 'Price',
	definition: 'Definition',
	assumption: 'Assumption',
	check: 'Check by hand',
	verdict: 'Verdict',
	scenario: 'Scenario',
	report: 'Report',
	link: 'Share link',
	workspace: 'Workspace',
	member: 'Member',
	token: 'Token'
} as const;

export type ChangeKind = keyof typeof changeKinds;

/** Whether a text names a kind of change. */
export const isChangeKind = (text: string | null): text is ChangeKind =>
	text !== null && Object.hasOwn(changeKinds, text);
