/** One row of a table of attempts; what is left out is not in the table. */
export interface Attempt {
	run_id: string;
	task: string;
	case_id?: string;
	agent?: string;
	model?: string;
	success?: boolean | '';
	cost_usd?: number;
	started_at?: string;
	ended_at?: string;
	confidence?: number;
	error?: string;
}

/** A file as `setInputFiles` takes it. */
export interface TextFile {
	name: string;
	mimeType: string;
	buffer: Buffer;
}

/** A table of attempts as CSV, every cell in quotes. */
export function attemptsFile(name: string, attempts: readonly Attempt[]): TextFile {
	const columns = [...new Set(attempts.flatMap((row) => Object.keys(row)))] as (keyof Attempt)[];
	const quoted = (cell: unknown) => `"${String(cell ?? '').replaceAll('"', '""')}"`;
	const lines = [columns, ...attempts.map((row) => columns.map((column) => row[column]))];
	return textFile(name, 'text/csv', lines.map((cells) => cells.map(quoted).join(',')).join('\n'));
}

/** A file from its text. */
export const textFile = (name: string, mimeType: string, text: string): TextFile => ({
	name,
	mimeType,
	buffer: Buffer.from(text)
});

/**
 * `count` attempts at a task in the first weeks of October 2026, one an hour, 30 seconds and 5 cents
 * each; every tenth is wrong.
 */
export const attemptsAt = (task: string, count: number): Attempt[] =>
	Array.from({ length: count }, (_, at) => ({
		run_id: `${task}-${at}`,
		task,
		case_id: `${task}-case-${at}`,
		agent: 'parcel-agent',
		model: 'gpt-5-mini',
		success: at % 10 !== 0,
		cost_usd: 0.05,
		started_at: hour(at, '00:00'),
		ended_at: hour(at, '00:30'),
		confidence: at % 10 === 0 ? 0.55 : 0.9
	}));

const hour = (at: number, rest: string) =>
	`${new Date(Date.UTC(2026, 9, 1, at)).toISOString().slice(0, 13)}:${rest}Z`;
