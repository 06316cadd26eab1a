/** What can alter a verdict; `accept` is a person's click on a verdict that was waiting. */
export type CauseKind =
	'import' | 'undo' | 'price' | 'assumption' | 'definition' | 'check' | 'accept' | 'retention';

/** Why a verdict was looked at again: exactly one thing that somebody did. */
export interface Cause {
	kind: CauseKind;
	/** Import id, version, name or run; null where there is nothing to refer to. */
	reference: string | null;
	/** One sentence without its full stop, lower case but for names. */
	text: string;
}
