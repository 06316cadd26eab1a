/**
 * An outcomes file (trace-formats 19.2): CSV (also with `;` and decimal commas), TSV, JSON Lines or a
 * JSON array, one row per statement about a run or per incident. Rows are matched to runs when runs
 * are reduced, at any delay and in any order of files.
 */
import type { ReviewDecision, Statement } from '../trace/model.ts';
import { looksLikeAttempts } from './attempts.ts';
import {
	flag,
	hasDecimalCommas,
	idOf,
	LONGEST,
	moment,
	number,
	outcome,
	reviewDecision,
	statementSource,
	text
} from './cells.ts';
import { mapDoubts } from './column-doubts.ts';
import { delimitedRows } from './delimited-rows.ts';
import { Doubts, NO_REAL_DATE, noOutcome, noSource, SAYS_NOTHING } from './doubts.ts';
import { fingerprint } from './fingerprint.ts';
import type { ColumnMap, Parsed, StreamFormat } from './format.ts';
import { peek } from './head.ts';
import { objectRows } from './object-rows.ts';
import { columnNames, separatorOf, type Row } from './table.ts';
import { writtenRow } from './written-row.ts';

const IDS = ['run_id', 'trace_id', 'case_id', 'conversation_id', 'external_id'];
/** Columns that only an outcomes file has. */
const OWN =
	/^(outcome|outcome_source|outcome_at|review_\w+|reviewer|incident_\w+|value_usd|score_source|score\..+)$/;

export const outcomes: StreamFormat = {
	kind: 'stream',
	id: 'outcomes',
	label: 'Outcomes file',
	recognizes: (head) => {
		if (head.objects.some((one) => String(one.breakeven_schema).startsWith('outcomes/')))
			return true;
		const names = columnNames(head).map((name) => name.toLowerCase());
		if (looksLikeAttempts(names)) return false;
		const about = names.some((name) => IDS.includes(name) || name === 'incident_id');
		return about && names.some((name) => OWN.test(name));
	},
	async *parse(chunks, options) {
		const { head, all } = await peek(chunks);
		const separator = separatorOf(head);
		const doubts = new Doubts();
		const seen = new Set<string>();
		let line = 0;
		if (separator === null) {
			const reason = 'no columns were found: expected run_id, outcome, ...';
			yield { type: 'rejection', record: { at: 'line 1', reason } };
			return;
		}
		const rows = separator === 'json' ? objectRows(all) : delimitedRows(all, separator);
		const comma = separator === ';' && hasDecimalCommas(head.text);
		for await (const entry of rows) {
			if ('warning' in entry) yield { type: 'warning', message: entry.warning };
			else if ('rejection' in entry) yield { type: 'rejection', record: entry.rejection };
			else if ('breakeven_schema' in entry.row && Object.keys(entry.row).length === 1) continue;
			else {
				line += 1;
				for (const name of Object.keys(entry.row)) seen.add(name);
				const written = writtenRow(entry, separator, options, isStatementName);
				yield read(new Cells(entry.row, options.map, comma), entry.at, line, written, doubts);
			}
		}
		yield* doubts.warnings();
		yield* mapDoubts(options.map, seen, isStatementName);
	}
};

const OTHER_NAMES = new Set([...IDS, 'task', 'confidence', 'high_stakes', 'human_minutes']);

/** Whether a map may call a column so. */
const isStatementName = (name: string): boolean => OTHER_NAMES.has(name) || OWN.test(name);

/** A row's cells under our names: renamed by the map, constants where it is silent. */
class Cells {
	problems: string[] = [];
	#row: ReadonlyMap<string, unknown>;
	#comma: boolean;
	#hasPlaceholder = false;

	constructor(row: Row, map: ColumnMap | undefined, comma: boolean) {
		this.#comma = comma;
		const names = new Map(Object.entries(map?.columns ?? {}));
		const found = new Map<string, unknown>(Object.entries(map?.constants ?? {}));
		for (const [name, value] of Object.entries(row)) {
			if (text(value) !== null) found.set(names.get(name) ?? name.toLowerCase(), value);
		}
		this.#row = found;
	}

	/** True where a time was no real date. */
	get hasPlaceholder(): boolean {
		return this.#hasPlaceholder;
	}

	has(name: RegExp): boolean {
		return [...this.#row.keys()].some((known) => name.test(known));
	}

	text(name: string): string | null {
		return text(this.#row.get(name))?.slice(0, LONGEST) ?? null;
	}

	id(name: string): string | null {
		const written = text(this.#row.get(name));
		return written === null ? null : idOf(written);
	}

	raw(name: string): unknown {
		return this.#row.get(name);
	}

	flag(name: string): boolean | null {
		return flag(this.#row.get(name));
	}

	number(name: string, low: number, high: number): number | null {
		const value = number(this.#row.get(name), this.#comma);
		if (value === null || (value >= low && value <= high)) return value;
		this.problems.push(
			`${name} is "${this.text(name)?.slice(0, 60)}", expected a number from ${low} to ${high}`
		);
		return null;
	}

	time(...names: string[]): number | null {
		for (const name of names) {
			const time = moment(this.#row.get(name));
			if (time === undefined) {
				this.problems.push(
					`${name} is "${this.text(name)?.slice(0, 60)}", expected a time like 2026-11-21T09:30:00Z`
				);
			} else if (time) {
				this.#hasPlaceholder ||= !time.plausible;
				return time.plausible ? time.us : null;
			}
		}
		return null;
	}

	scores(): Record<string, string> {
		const scores = [...this.#row].filter(([name]) => /^score\..+/.test(name));
		return Object.fromEntries(
			scores.map(([name, value]) => [name.slice('score.'.length), String(value).slice(0, 128)])
		);
	}

	fingerprint(): string {
		const cells = [...this.#row].sort(([a], [b]) => (a < b ? -1 : 1));
		return fingerprint(JSON.stringify(cells));
	}
}

/** What a row must have to say anything. */
const SAID =
	/^(outcome|review_\w+|incident_\w+|value_usd|human_minutes|confidence|high_stakes|task|score\..+)$/;

const YEARS_OF_MINUTES = 1e7;
const MONEY = 999_999_999;

function read(cells: Cells, at: string, line: number, written: string, doubts: Doubts): Parsed {
	const ending = outcome(cells.raw('outcome'));
	if (ending === undefined) doubts.note(noOutcome(cells.text('outcome')?.slice(0, 60) ?? ''), at);
	const source = cells.text('outcome_source');
	const knownSource = statementSource(source);
	if (source !== null && knownSource === null) doubts.note(noSource(source.slice(0, 60)), at);
	const decision = cells.text('review_decision');
	const known: ReviewDecision | null = reviewDecision(decision);
	if (decision !== null && known === null) {
		cells.problems.push(
			`review_decision is "${decision.slice(0, 60)}", expected approved, modified, rejected, escalated, expired or none`
		);
	}
	const record: Statement = {
		line,
		fingerprint: cells.fingerprint(),
		runId: cells.id('run_id'),
		traceId: cells.text('trace_id')?.toLowerCase() ?? null,
		caseId: cells.id('case_id'),
		conversationId: cells.id('conversation_id'),
		externalId: cells.id('external_id'),
		task: cells.text('task'),
		outcome: ending ?? null,
		outcomeSource: knownSource ?? (source === null ? null : 'unknown'),
		outcomeAtUs: cells.time('outcome_at'),
		confidence: cells.number('confidence', 0, 1),
		highStakes: cells.flag('high_stakes'),
		reviewRequested: cells.flag('review_requested'),
		reviewDecision: known,
		reviewMinutes: cells.number('review_minutes', 0, YEARS_OF_MINUTES),
		reviewRequestedAtUs: cells.time('review_requested_at'),
		reviewDecidedAtUs: cells.time('review_decided_at'),
		reviewerRef: cells.text('reviewer'),
		incidentId: cells.id('incident_id'),
		incidentSeverity: cells.number('incident_severity', 1, 4),
		incidentStartedAtUs: cells.time('incident_started_at', 'incident_at'),
		incidentDetectedAtUs: cells.time('incident_detected_at'),
		incidentResolvedAtUs: cells.time('incident_resolved_at'),
		incidentMinutes: cells.number('incident_minutes', 0, YEARS_OF_MINUTES),
		incidentPeople: cells.number('incident_people', 0, 1e6),
		incidentCostUsd: cells.number('incident_cost_usd', 0, MONEY),
		valueUsd: cells.number('value_usd', -MONEY, MONEY),
		humanMinutes: cells.number('human_minutes', 0, YEARS_OF_MINUTES),
		scores: cells.scores(),
		scoreSource: statementSource(cells.text('score_source')),
		written
	};
	const about =
		IDS.some((name) => cells.text(name) !== null) ||
		(record.incidentId !== null && record.task !== null && record.incidentStartedAtUs !== null);
	if (!about) {
		cells.problems.push(
			'the row names no run: expected run_id, trace_id, case_id, conversation_id or external_id, or an incident with its task and incident_started_at'
		);
	}
	if (cells.hasPlaceholder) doubts.note(NO_REAL_DATE, at);
	if (!cells.has(SAID)) doubts.note(SAYS_NOTHING, at);
	const [problem] = cells.problems;
	return problem
		? { type: 'rejection', record: { at, reason: problem } }
		: { type: 'statement', record };
}
