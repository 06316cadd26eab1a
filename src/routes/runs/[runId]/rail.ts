import { format, formatDuration } from '#lib/format.ts';
import type { RunDetail } from '#lib/server/queries/run-detail.ts';
import type { IncidentRow, OutcomeRow, ReviewRow, ScoreRow } from '#lib/server/queries/run-told.ts';
import { outcomeOf, sourceOf, sourceWords } from '../outcome-look.ts';

/** Something that happened to a run or was said about it. */
export interface RailEvent {
	/** ISO time; null = not dated. */
	at: string | null;
	kind: 'run' | 'success' | 'failure' | 'partial' | 'unknown' | 'review' | 'incident' | 'score';
	title: string;
	note: string | null;
	/** What the run's outcome rests on: the statement that outranks the others, or the review. */
	holds: boolean;
	/** The definition that makes this of what the file says, in words; null where the file says it itself. */
	rule: string | null;
	/** The file that says so. */
	file: { importId: number; name: string } | null;
}

/** An outcome with the rule that made it in words. */
export type JudgedOutcome = Omit<OutcomeRow, 'rule'> & { rule: string | null };

type Told = Pick<RunDetail, 'run' | 'reviews' | 'incidents' | 'scores'> & {
	outcomes: readonly JudgedOutcome[];
};

/** Everything that happened to a run and was said about it, in the order of time, what has no date last. */
export function railOf({ run, outcomes, reviews, incidents, scores }: Told): RailEvent[] {
	const overruled = ['modified', 'rejected'].includes(run.review_decision ?? '');
	const reviewHolds = overruled || (run.review_decision === 'approved' && outcomes.length === 0);
	const events: RailEvent[] = [
		...(run.started_at ? [plain({ at: run.started_at, title: 'Started' })] : []),
		...(run.ended_at
			? [plain({ at: run.ended_at, title: endTitle(run.status), note: run.error_type })]
			: []),
		...outcomes.map((one) => ({
			at: one.stated_at,
			kind: outcomeOf(one.outcome),
			title: `${outcomeOf(one.outcome)}, says ${sourceWords[sourceOf(one.source) ?? 'unknown']}`,
			note: null,
			holds: one.holds && (!overruled || one.outcome === 'success'),
			rule: one.rule,
			file: fileOf(one)
		})),
		...reviews.flatMap((review) => reviewEvents(review, reviewHolds ? run.review_decision : null)),
		...incidents.map(incidentEvent),
		...scores.map(scoreEvent)
	];
	return events
		.map((event, order) => ({ event, order }))
		.sort((a, b) => compare(a.event.at, b.event.at) || a.order - b.order)
		.map(({ event }) => event);
}

const compare = (a: string | null, b: string | null): number =>
	a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1;

const plain = (event: Partial<RailEvent> & { at: string; title: string }): RailEvent => ({
	kind: 'run',
	note: null,
	holds: false,
	rule: null,
	file: null,
	...event
});

const fileOf = (row: { import_id: number | null; file_name: string }) =>
	row.import_id === null ? null : { importId: row.import_id, name: row.file_name };

const endTitle = (status: string): string =>
	({ ok: 'Ended without an error', error: 'Ended in an error', cancelled: 'Cancelled' })[status] ??
	'Ended';

/** `deciding` is the decision that the run's outcome rests on, if any. */
function reviewEvents(review: ReviewRow, deciding: string | null): RailEvent[] {
	const common = { kind: 'review', holds: false, rule: null, file: fileOf(review) } as const;
	const isDecided = review.decision !== null && review.decision !== 'none';
	const isLookedAt = isDecided || review.minutes !== null;
	const asked: RailEvent = {
		...common,
		at: review.requested_at,
		title: isLookedAt ? 'Review asked for' : 'Review asked for, not decided',
		note: null
	};
	if (!isLookedAt) return review.requested || review.requested_at ? [asked] : [];
	const minutes =
		review.minutes === null
			? null
			: `${format(review.minutes, 'minutes', { surface: 'prose' })} of work`;
	const wait = between(review.requested_at, review.decided_at);
	const decided: RailEvent = {
		...common,
		at: review.decided_at,
		holds: deciding !== null && review.decision === deciding,
		title: isDecided ? `Review: ${review.decision}` : 'Looked at by a person',
		note: joined([
			minutes,
			wait === null ? null : `${formatDuration(wait)} after it was asked for`,
			review.reviewer_ref ? `reviewer ${review.reviewer_ref}` : null
		])
	};
	return review.requested_at ? [asked, decided] : [decided];
}

function incidentEvent(incident: IncidentRow): RailEvent {
	const after = (at: string | null) => between(incident.started_at, at);
	const found = after(incident.detected_at);
	const solved = after(incident.resolved_at);
	const effort =
		incident.minutes === null
			? null
			: `${format(incident.minutes, 'minutes', { surface: 'prose' })}${
					incident.people === null
						? ''
						: ` of ${format(incident.people, 'count', { surface: 'table' })} people`
				}`;
	return {
		at: incident.started_at,
		kind: 'incident',
		title: `Incident ${incident.incident_id}${
			incident.severity === null
				? ''
				: `, severity ${format(incident.severity, 'count', { surface: 'table' })}`
		}`,
		note: joined([
			found === null ? null : `found after ${formatDuration(found)}`,
			solved === null ? 'not resolved' : `resolved after ${formatDuration(solved)}`,
			effort,
			incident.cost_usd === null ? null : format(incident.cost_usd, 'usd', { surface: 'full' })
		]),
		holds: false,
		rule: null,
		file: fileOf(incident)
	};
}

function scoreEvent(score: ScoreRow): RailEvent {
	const value =
		score.value_num === null
			? (score.value_label ?? (score.value_bool === null ? 'no value' : String(score.value_bool)))
			: format(score.value_num, 'score', { surface: 'full' });
	const source = sourceOf(score.source);
	return {
		at: score.stated_at,
		kind: 'score',
		title: `Score ${score.name}: ${value}`,
		note: source === null || source === 'unknown' ? null : `by ${sourceWords[source]}`,
		holds: false,
		rule: null,
		file: fileOf(score)
	};
}

/** Microseconds from one time to another; null where one is missing or they run backwards. */
function between(from: string | null, to: string | null): number | null {
	if (from === null || to === null) return null;
	const us = (Date.parse(to) - Date.parse(from)) * 1000;
	return us >= 0 ? us : null;
}

const joined = (parts: (string | null)[]): string | null =>
	parts.filter((part) => part !== null).join(', ') || null;
