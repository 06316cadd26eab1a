import { HOUR_US, type Calendar } from './calendar.ts';
import { lastRun, type Case, type CaseReview } from './case.ts';
import type { Chance } from './chance.ts';

/** What somebody says of a case, in time: rows of the outcomes file. */
export interface CaseStatement {
	/** When it was said; microseconds since 1970 UTC. */
	atUs: number;
	of: Case;
	outcome: { is: 'success' | 'failure'; source: 'system' | 'human' } | null;
	review: CaseReview | null;
	incident: Case['incident'];
	note: string | null;
}

/** What is known of a case by the end of the export, and where it is written. */
export interface Knowledge {
	/** In the trace, by the system itself. */
	trace: { outcome: 'success' | 'failure'; source: 'system' | 'code' } | null;
	file: CaseStatement[];
}

/** What the company's systems and people say about its cases; the same calendar and chance, the same words. */
export function drawKnowledge(
	chance: Chance,
	cases: readonly Case[],
	calendar: Calendar
): Map<Case, Knowledge> {
	const complaints = drawComplaints(chance, cases);
	return new Map(
		cases.map((one) => {
			const { trace, isReopened } = atOnce(chance, one);
			const said = trace ? [] : later(chance, one, complaints);
			if (isReopened) said.push(reopened(chance, one));
			if (one.review?.written === 'file') said.push(...reviewed(chance, one, said));
			if (one.incident) said.push(harmed(one));
			return [one, { trace, file: said.filter(({ atUs }) => atUs < calendar.endUs) }];
		})
	);
}

/** Whether a review was decided before the export was written. */
export const isDecided = (review: CaseReview, calendar: Calendar): boolean =>
	review.decidedUs < calendar.endUs;

/** Days after which a wrong refund that looked right comes back. */
const REOPENED_DAYS = 9;

function atOnce(chance: Chance, one: Case): { trace: Knowledge['trace']; isReopened: boolean } {
	const { verification } = one.task;
	const nothing = { trace: null, isReopened: false };
	if (one.review || verification.complaints !== undefined) return nothing;
	if (one.escaped && one.day + REOPENED_DAYS < 90 && chance.happens(verification.reopened)) {
		return { trace: { outcome: 'success', source: 'code' }, isReopened: true };
	}
	const failed = one.fate === 'error' || one.fate === 'abstained';
	if (!chance.happens(verification.coverage * (failed ? 1 : verification.atOnce))) return nothing;
	const outcome = one.fate === 'right' ? 'success' : 'failure';
	const source = outcome === 'success' && verification.reopened > 0 ? 'code' : 'system';
	return { trace: { outcome, source }, isReopened: false };
}

function later(chance: Chance, one: Case, complaints: ReadonlySet<Case>): CaseStatement[] {
	const { verification } = one.task;
	const failed = one.fate === 'error' || one.fate === 'abstained';
	// Failures were asked about at once; of the rest, what is left of the coverage.
	const { coverage, atOnce } = verification;
	const soon = one.review ? 0 : coverage * atOnce;
	const chanceNow = failed ? 0 : (coverage - soon) / (1 - soon);
	const isKnown =
		verification.complaints === undefined ? chance.happens(chanceNow) : complaints.has(one);
	if (!isKnown) return [];
	const sinceUs = one.review?.decidedUs ?? lastRun(one).endUs;
	const [low, high] = verification.lagHours;
	const atUs = sinceUs + Math.floor(chance.between(low, high) * HOUR_US);
	const note = verification.complaints === undefined ? null : 'complaint looked into';
	const is = delivered(chance, one);
	const last = statement(one, atUs, { outcome: { is, source: verification.source }, note });
	if (!chance.happens(0.015)) return [last];
	// Somebody got it wrong first; the later statement of the same source holds.
	const wrong = is === 'success' ? 'failure' : 'success';
	const first = { outcome: { is: wrong, source: verification.source }, note: null } as const;
	return [
		statement(one, atUs - chance.whole(1, 2) * HOUR_US, first),
		{ ...last, note: 'corrected' }
	];
}

/** What the customer got: a refused result was done again by a person, who errs too. */
function delivered(chance: Chance, one: Case): 'success' | 'failure' {
	const refused = one.review !== null && one.review.decision !== 'approved';
	const isRight = refused
		? chance.happens(one.task.figures.human_success.truth)
		: one.fate === 'right';
	return isRight ? 'success' : 'failure';
}

function reopened(chance: Chance, one: Case): CaseStatement {
	const atUs = lastRun(one).endUs + (24 * REOPENED_DAYS + chance.whole(0, 20)) * HOUR_US;
	return statement(one, atUs, {
		outcome: { is: 'failure', source: 'system' },
		note: 'refund reopened'
	});
}

/** A review joins the row of the outcome, or has its own. */
function reviewed(chance: Chance, one: Case, file: CaseStatement[]): CaseStatement[] {
	const [only] = file;
	if (only && file.length === 1 && chance.happens(0.4)) {
		only.review = one.review;
		return [];
	}
	return [statement(one, one.review?.requestedUs ?? 0, { review: one.review })];
}

const harmed = (one: Case): CaseStatement =>
	statement(one, one.incident?.resolvedUs ?? 0, { incident: one.incident });

function statement(of: Case, atUs: number, said: Partial<CaseStatement>): CaseStatement {
	return { of, atUs, outcome: null, review: null, incident: null, note: null, ...said };
}

/** A wrong result draws a complaint this many times as often as any other. */
export const COMPLAINT_WEIGHT = 6;

/** Cases that somebody complained about: so many, wrong ones first (Efraimidis, Spirakis 2006). */
function drawComplaints(chance: Chance, cases: readonly Case[]): ReadonlySet<Case> {
	const wanted = cases[0]?.task.verification.complaints ?? 0;
	if (wanted === 0) return new Set();
	const keyed = cases
		.filter(
			(one) => one.environment === 'production' && !one.configuration.unnamed && one.day <= 75
		)
		.map((one) => {
			const weight = one.fate === 'right' ? 1 : COMPLAINT_WEIGHT;
			return { one, key: chance.uniform() ** (1 / weight) };
		});
	keyed.sort((a, b) => b.key - a.key);
	return new Set(keyed.slice(0, wanted).map(({ one }) => one));
}
