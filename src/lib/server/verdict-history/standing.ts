import { activeCount, type Filters } from '../../filters.ts';
import { changeSentence, pendingSentence, type Told } from '../../verdicts/change-sentence.ts';
import type { Saves } from '../../verdicts/headline.ts';
import { summaryOf, type VerdictSummary } from '../verdicts/summary.ts';
import type { TaskVerdict } from '../verdicts/verdicts.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { latestEntries, type VerdictEntry } from './entry.ts';

/** What is told of a task: what stands, what stood before it, what waits. */
export interface Standing {
	stands: VerdictEntry;
	before: VerdictEntry | null;
	pending: VerdictEntry | null;
}

/** Where every task stands; empty under filters, which ask another question than the history. */
export async function standings(reader: Reader, filters: Filters): Promise<Map<string, Standing>> {
	if (activeCount(filters) > 0) return new Map();
	return standingsOf(await latestEntries(reader));
}

/** The standing of each task from its latest entries, oldest first. */
export function standingsOf(entries: readonly VerdictEntry[]): Map<string, Standing> {
	const found = new Map<string, Standing>();
	for (const entry of entries) {
		const known = found.get(entry.task);
		if (entry.status === 'stands') {
			found.set(entry.task, { stands: entry, before: known?.stands ?? null, pending: null });
		} else if (known) found.set(entry.task, { ...known, pending: entry });
	}
	return found;
}

/** A verdict as pages show it, and beside it what changed. */
export interface ToldSummary extends VerdictSummary {
	/** The last change of what stands, in one sentence; null for a first verdict. */
	changed: string | null;
	/** Whether the verdict itself changed then, not only its money. */
	flipped: boolean;
	/** What waits for a second import or a click; null where nothing does. */
	pending: { verdict: NonNullable<VerdictEntry['verdict']>; sentence: string } | null;
}

/** While a new verdict waits, the one that stands is shown as it was told. */
export function toldSummary(task: TaskVerdict, standing: Standing | undefined): ToldSummary {
	const now = summaryOf(task);
	if (!standing) return { ...now, changed: null, flipped: false, pending: null };
	const { stands, before, pending } = standing;
	return {
		...now,
		...(pending && stands.record?.summary),
		changed: before && changeSentence(toldOf(before), causeOf(stands)),
		flipped: before !== null && before.verdict !== stands.verdict,
		pending:
			pending?.verdict == null
				? null
				: { verdict: pending.verdict, sentence: pendingSentence(toldOf(pending), causeOf(pending)) }
	};
}

/** What the verdict that stands saves: while a new one waits, as it was told. */
export function savesOf({ decision }: TaskVerdict, standing: Standing | undefined): Saves {
	const record = standing?.pending ? standing.stands.record : null;
	if (!record || record.option === null) return decision;
	const { value, low, high } = record.summary.netBenefitUsdPerMonth;
	const known = value !== null && low !== null && high !== null;
	const net = known ? { mean: value, low, high } : null;
	const { saving, option } = record;
	return { saving, bestOption: option, options: [{ option, netBenefitUsdPerMonth: net }] };
}

/** An entry as sentences need it. */
export const toldOf = ({ verdict, record }: VerdictEntry): Told => ({
	verdict,
	netUsdPerMonth: record?.summary.netBenefitUsdPerMonth.value ?? null
});

const causeOf = ({ cause, at }: VerdictEntry): { text: string; at: string } => ({
	text: cause.text,
	at
});
