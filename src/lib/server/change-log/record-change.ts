import { currentActor } from '../access/actor.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change } from '../warehouse/warehouse.ts';
import type { ChangeKind } from './change-kinds.ts';

/** What somebody did. Texts are for people; secrets and texts of prompts do not belong here. */
export interface LoggedChange {
	kind: ChangeKind;
	/** What was done, as a past participle: `saved`, `taken back`. */
	what: string;
	/** To what: `Minutes of a person, refund-decision`. */
	object: string;
	/** What held before; absent where there is nothing to compare. */
	was?: string | null;
	became?: string | null;
}

/** Notes who did what, inside the change itself: both happen or neither. */
export const recordChange = (
	change: Pick<Change, 'run'>,
	{ kind, what, object, was = null, became = null }: LoggedChange
): Promise<void> =>
	change.run(sql`insert into changes values (
		nextval('change_ids'), now()::timestamp, ${currentActor().name}, ${kind}, ${what},
		${short(object)}, ${short(was)}::varchar, ${short(became)}::varchar)`);

const MOST_CHARACTERS = 300;

/** One line, cut where it gets long; null stays null. */
export function short<T extends string | null>(text: T): T {
	if (text === null) return text;
	const line = text.replace(/\s+/g, ' ').trim();
	return (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 2)} …` : line) as T;
}
