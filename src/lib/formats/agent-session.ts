/**
 * Whether the objects of a file with these names are lines of a coding agent's session (Claude Code:
 * `sessionId` with `message`; Codex: `type` with `payload`): each is a part of a run, none is a run.
 */
export function isAgentSession(names: readonly string[]): boolean {
	const has = (...all: string[]) => all.every((name) => names.includes(name));
	return has('sessionId', 'message') || has('timestamp', 'type', 'payload');
}
