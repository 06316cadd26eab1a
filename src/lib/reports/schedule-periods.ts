/** How often a report is written to the folder. */
export const rhythms = ['week', 'month'] as const;
export type Rhythm = (typeof rhythms)[number];

/** In words, as the answer to "when?". */
export const rhythmWords: Record<Rhythm, string> = {
	week: 'every Monday',
	month: 'on the first of every month'
};

/** Whether a text names a rhythm. */
export const isRhythm = (text: unknown): text is Rhythm => rhythms.some((one) => one === text);

/** The week or month of a moment, UTC: its first day, `YYYY-MM-DD`. */
export function periodAt(every: Rhythm, nowMs: number): string {
	const now = new Date(nowMs);
	const back = every === 'week' ? (now.getUTCDay() + 6) % 7 : now.getUTCDate() - 1;
	return new Date(nowMs - back * DAY_MS).toISOString().slice(0, 10);
}

const DAY_MS = 86_400_000;
