/** What a line of the log may hold: numbers, flags, and names of our own; no text of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Whether the log is one JSON object a line (`serve --log json`). */
export const logsJson = (): boolean => process.env.BREAKEVEN_LOG === 'json';

/** Writes a line of the JSON log; nothing where the log is for people. */
export function log(event: string, fields: LogFields): void {
	if (!logsJson()) return;
	console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));
}

/**
 * A fault as it may stand in a log: engines quote the values that they choke on, so whatever stands in
 * quotes is left out, and all after the first line.
 */
export function faultInLog(fault: unknown): string {
	const message = fault instanceof Error ? `${fault.name}: ${fault.message}` : 'no error object';
	const [first = ''] = message.split('\n');
	return first.replace(/(["'`“‘]).*?(["'`”’]|$)/g, '…').slice(0, 200);
}
