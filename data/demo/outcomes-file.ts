import { HOUR_US, timeOf, type Calendar } from './calendar.ts';
import { lastRun, type Case } from './case.ts';
import type { Chance } from './chance.ts';
import { csv, type Cell } from './csv.ts';
import { isDecided, type CaseStatement } from './statements.ts';

/** Columns of trace-formats 19.2. */
const columns = [
	...(['trace_id', 'case_id', 'conversation_id', 'task', 'outcome', 'outcome_source'] as const),
	...(['outcome_at', 'review_requested', 'review_decision', 'review_minutes'] as const),
	...(['review_requested_at', 'review_decided_at', 'reviewer', 'incident_id'] as const),
	...(['incident_severity', 'incident_started_at', 'incident_detected_at'] as const),
	...(['incident_resolved_at', 'incident_minutes', 'incident_people'] as const),
	...(['incident_cost_usd', 'score.redline_rating', 'score_source', 'note'] as const)
];
type Row = Partial<Record<(typeof columns)[number], Cell>>;

/** Rows about runs that are in no export, and rows pasted twice. */
const UNMATCHED = 14;
const DUPLICATES = 25;

/** The outcomes file: in the order in which things became known, with the mess of such files. */
export function outcomesFile(
	chance: Chance,
	statements: readonly CaseStatement[],
	calendar: Calendar
): string {
	const ordered = [...statements].sort((a, b) => a.atUs - b.atUs);
	let incidents = 0;
	const rows = ordered.map((one): Row => {
		const id = one.incident ? `INC-${String(++incidents).padStart(4, '0')}` : null;
		return {
			...identity(chance, one.of),
			...outcomeCells(chance, one),
			...reviewCells(one, calendar),
			...incidentCells(one, id),
			note: one.note
		};
	});
	for (let n = 0; n < DUPLICATES; n++) {
		const at = chance.whole(0, rows.length - 1);
		rows.splice(at, 0, { ...rows[at] });
	}
	for (let n = 0; n < UNMATCHED; n++) {
		rows.splice(chance.whole(0, rows.length), 0, unmatched(chance, calendar));
	}
	rows.push(outage(calendar));
	return csv(columns, rows);
}

/** Most rows name the trace; some the case or the conversation, where it had one run only. */
function identity(chance: Chance, one: Case): Row {
	const { traceId } = lastRun(one);
	if (one.runs.length > 1 || one.configuration.unnamed) return { trace_id: traceId };
	if (one.task.app === 'copilot' && chance.happens(0.5)) return { case_id: one.id };
	return chance.happens(0.08) ? { conversation_id: one.conversationId } : { trace_id: traceId };
}

function outcomeCells(chance: Chance, { of, outcome, atUs }: CaseStatement): Row {
	if (!outcome) return {};
	const cells: Row = {
		outcome: outcome.is,
		outcome_source: outcome.source,
		outcome_at: timeOf(atUs)
	};
	if (of.task.name !== 'contract-redlining' || !chance.happens(0.3)) return cells;
	const rating = outcome.is === 'success' ? chance.whole(4, 5) : chance.whole(1, 3);
	return { ...cells, 'score.redline_rating': rating, score_source: 'human' };
}

function reviewCells({ review }: CaseStatement, calendar: Calendar): Row {
	if (!review) return {};
	const asked: Row = { review_requested: true, review_requested_at: timeOf(review.requestedUs) };
	if (!isDecided(review, calendar)) return asked;
	return {
		...asked,
		review_decision: review.decision,
		review_minutes: review.minutes,
		review_decided_at: timeOf(review.decidedUs),
		reviewer: review.reviewer
	};
}

function incidentCells({ incident }: CaseStatement, id: string | null): Row {
	if (!incident) return {};
	return {
		incident_id: id,
		incident_severity: incident.severity,
		incident_started_at: timeOf(incident.startedUs),
		incident_detected_at: timeOf(incident.detectedUs),
		incident_resolved_at: timeOf(incident.resolvedUs),
		incident_minutes: incident.minutes,
		incident_people: incident.people,
		incident_cost_usd: incident.costUsd
	};
}

function unmatched(chance: Chance, calendar: Calendar): Row {
	const day = calendar.drawDay(chance);
	return {
		trace_id: chance.hex(32),
		outcome: chance.happens(0.7) ? 'success' : 'failure',
		outcome_source: 'system',
		outcome_at: timeOf(calendar.drawMoment(chance, day)),
		note: 'from the old system'
	};
}

/** An incident of a task and a date, of no run in particular. */
function outage(calendar: Calendar): Row {
	const startedUs = calendar.startOf(52) + 9 * HOUR_US;
	return {
		task: 'refund-decision',
		incident_id: 'INC-9001',
		incident_severity: 3,
		incident_started_at: timeOf(startedUs),
		incident_detected_at: timeOf(startedUs + HOUR_US / 2),
		incident_resolved_at: timeOf(startedUs + 3 * HOUR_US),
		incident_minutes: 150,
		incident_people: 2,
		incident_cost_usd: 155,
		note: 'payment service down, refunds decided by hand'
	};
}
