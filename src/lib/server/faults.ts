/** What went wrong outside our code, in one sentence with what would do; null when it was our code. */
export function outsideFault(error: unknown): string | null {
	if (!(error instanceof Error)) return null;
	const told = `${(error as NodeJS.ErrnoException).code ?? ''} ${error.message}`;
	return FAULTS.find(({ says }) => says.test(told))?.sentence(error.message) ?? null;
}

interface Fault {
	says: RegExp;
	sentence: (message: string) => string;
}

const FAULTS: readonly Fault[] = [
	{
		says: /the file \S.* is gone$|ENOENT.*\b(uploads|workspaces|spill)\b|workspaces.*No such file/,
		sentence: () =>
			'The data folder, or the file of this workspace in it, is gone: nothing was stored. Put it back, or restore a backup.'
	},
	{
		says: /written by a newer Breakeven/,
		sentence: (message) => `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`
	},
	{
		says: /Could not set lock on file/,
		sentence: (message) => {
			const pid = /PID (\d+)/.exec(message)?.[1];
			return `Another process${pid ? ` (${pid})` : ''} has this workspace open: stop it, or ask it instead.`;
		}
	},
	{
		says: /ENOSPC|No space left|out of disk space|max_temp_directory_size/i,
		sentence: () => 'The disk is full: nothing was changed. Make room and try again.'
	},
	{
		says: /EACCES|EROFS|EPERM|Permission denied|Read-only file system/,
		sentence: () => 'The data folder cannot be written to: nothing was changed. Check its rights.'
	},
	{
		says: /Out of Memory/,
		sentence: () =>
			'This needs more memory than the engine may use: start Breakeven with a larger BREAKEVEN_MEMORY (it is 1GB unless set).'
	},
	{
		says: /not a valid DuckDB database|Corrupt|checksum|Serialization Error|Failure while replaying WAL|storage version|has been invalidated/i,
		sentence: () =>
			'The workspace file is damaged, or it is no workspace: it was left as it is. Move it away, or put a copy in its place.'
	}
];
