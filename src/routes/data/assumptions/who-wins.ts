import type { Figure } from '#simulations/engine/estimate.ts';
import { format, formatDate, formatInterval } from '#lib/format.ts';
import { followedInputs } from '#lib/glossary.ts';
import { unitOfInput } from '#lib/verdicts/input-units.ts';

interface Entered {
	value: number | string;
	low: number | null;
	high: number | null;
	source: string;
	note: string | null;
	stated_at: string;
}

/** What a sentence on precedence needs of a row. */
export interface Layers {
	name: string;
	needed: boolean;
	own: Entered | null;
	workspace: Entered | null;
	measured: (Figure & { n: number | null }) | null;
	default: Figure | null;
	follows: keyof typeof followedInputs | null;
	ownTasks: number;
	measuredTasks: number;
}

/** Which figure holds in a task, and before what: its own, the workspace's, the runs', the default. */
export function winsInTask(row: Layers): string {
	const measured = row.measured && `measured ${figureText(row.name, row.measured)}`;
	if (row.own) {
		const before = [
			row.workspace && `the workspace’s ${enteredText(row.name, row.workspace)}`,
			measured
		];
		return `This task’s own${precedence(before)}`;
	}
	if (row.workspace) return `The workspace’s${precedence([measured])}`;
	if (row.measured) return 'What its runs say';
	return defaultText(row);
}

/** What the workspace's figure holds for: every task that has none of its own. */
export function winsInWorkspace(row: Layers): string {
	const own =
		row.ownTasks > 0 ? count(row.ownTasks, 'task has its own', 'tasks have their own') : '';
	const measured =
		row.measuredTasks > 0 ? count(row.measuredTasks, 'task measures it', 'tasks measure it') : '';
	if (row.own) {
		const over = measured ? `, before what ${measured.replace(' it', '')}` : '';
		return `For all tasks${over}${own ? `; ${own}` : ''}`;
	}
	const known = [own, measured].filter(Boolean);
	return known.length > 0 ? known.join('; ') : defaultText(row);
}

/** Whether a figure that every verdict needs is known nowhere. */
export const isMissing = ({ needed, own, workspace, measured, ownTasks, measuredTasks }: Layers) =>
	needed && !own && !workspace && !measured && ownTasks === 0 && measuredTasks === 0;

/** Who entered a figure, when and why, for those who hover or listen. */
export const statedText = ({ source, note, stated_at }: Entered): string =>
	[source === 'entered' ? 'entered' : source, formatDate(stated_at), note]
		.filter(Boolean)
		.join(', ');

/** A figure with its range in the unit of its name. */
export function figureText(name: string, { value, low, high }: Figure): string {
	const { unit, per } = unitOfInput(name);
	return formatInterval(value, low, high, unit, { surface: 'prose' }) + per;
}

const enteredText = (name: string, { value, low, high }: Entered): string =>
	typeof value === 'string' ? value : figureText(name, { value, low, high });

function precedence(before: readonly (string | null)[]): string {
	const there = before.filter((one) => one !== null);
	return there.length > 0 ? `, before ${there.join(' and ')}` : '';
}

function defaultText({ needed, default: figure, follows, name }: Layers): string {
	if (follows)
		return follows === 'human_minutes'
			? `30 % of ${followedInputs[follows]}`
			: `As ${followedInputs[follows]}`;
	if (figure !== null || name === 'decision') return '';
	return needed ? 'Not known: no verdict without it' : 'Left out';
}

const count = (n: number, one: string, many: string): string =>
	`${format(n, 'count', { surface: 'table' })} ${n === 1 ? one : many}`;
