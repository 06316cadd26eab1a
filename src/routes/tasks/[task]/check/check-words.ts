import { format, formatInterval } from '#lib/format.ts';
import type { AuditAgreement } from '#lib/server/audits/audit-agreement.ts';
import type { AuditProgress } from '#lib/server/audits/audit-progress.ts';
import { duration } from '#lib/verdicts/duration.ts';

const count = (value: number) => format(value, 'count', { surface: 'table' });
const plural = (value: number, noun: string) => `${count(value)} ${noun}${value === 1 ? '' : 's'}`;

/** `83 % (55 to 95 %), 10 of 12 right`; says so when nothing was checked. */
export function rateText({ rate, rate_low, rate_high, right, checked }: AuditProgress): string {
	if (rate === null) return 'nothing checked yet';
	return `${formatInterval(rate, rate_low, rate_high, 'ratio')}, ${count(right)} of ${count(checked)}`;
}

/** What is still to do: `18 more, about 14 minutes`, and what that goes by; null minutes are not known. */
export function neededText(
	{ more, waiting, minutes_per_check }: AuditProgress,
	reviewMinutes: number | null
): string {
	if (more === 0)
		return waiting === 0 ? 'no run is left' : `none; ${plural(waiting, 'run')} could be`;
	const minutes = minutes_per_check ?? reviewMinutes;
	const basis =
		minutes_per_check === null ? 'at the minutes of a review' : 'at the pace of the checks so far';
	const time = minutes === null ? '' : `, about ${duration(more * minutes)} ${basis}`;
	return `${count(more)} more${time}`;
}

/** What more checks are worth; says what is missing where that cannot be told. */
export function worthText(
	worth: AuditProgress['worth'],
	{ waits, missing }: { waits: boolean; missing: readonly string[] }
): string {
	if (missing.length > 0) return 'not known before a baseline is entered';
	if (worth !== null && worth.runs > 0 && worth.usd > 0)
		return `${format(worth.usd, 'usd', { surface: 'prose' })} for ${plural(worth.runs, 'run')}, after their cost`;
	return waits
		? 'a verdict; in money not known yet'
		: 'how true the outcomes are; the verdict stands without';
}

/** How far two reviewers say the same. */
export function agreementText(agreement: AuditAgreement): string {
	const { both, agreed, not_told, agreement: share, agreement_low, agreement_high } = agreement;
	const unsure = not_told > 0 ? ` On ${plural(not_told, 'run')} one could not tell.` : '';
	if (both === 0) return `Nothing to compare yet.${unsure}`;
	const kappa =
		agreement.kappa === null
			? 'Cohen’s kappa is not defined: both said the same of every run.'
			: `Cohen’s kappa ${formatInterval(agreement.kappa, agreement.kappa_low, agreement.kappa_high, 'score', { precision: 2 })}.`;
	return `Two reviewers agree on ${count(agreed)} of ${plural(both, 'run')}: ${formatInterval(share, agreement_low, agreement_high, 'ratio')}. ${kappa}${unsure}`;
}

/** What was learnt, in a sentence. */
export function learntText(
	{ rate, rate_low, rate_high, checked }: AuditProgress,
	claimedRate: number | null,
	claimedRuns: number
): string {
	if (rate === null) return 'No check has told anything.';
	const checks = `Of ${plural(checked, 'run')} checked, ${formatInterval(rate, rate_low, rate_high, 'ratio')} were right`;
	return claimedRate === null || claimedRuns === 0
		? `${checks}.`
		: `${checks}; the agent claims ${format(claimedRate, 'ratio', { surface: 'prose' })} of ${plural(claimedRuns, 'run')}.`;
}

/** What an answer is called. */
export const answerWords = {
	right: 'right',
	wrong: 'wrong',
	cannot_tell: 'cannot tell'
} as const;
