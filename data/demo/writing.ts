import type { Calendar } from './calendar.ts';
import type { Chance } from './chance.ts';
import type { SmallTalk } from './small-talk.ts';

/** What a writer of traces needs beside the case. */
export interface Writing {
	chance: Chance;
	talk: SmallTalk;
	calendar: Calendar;
}
