import type { Outcome, Run } from '../trace/model.ts';
import { tokenClasses } from '../trace/tokens.ts';
import { CONTENT, fieldsOf, type AttemptField } from './attempts-columns.ts';
import {
	flag,
	idOf,
	LONGEST,
	moment,
	number,
	outcome,
	reviewDecision,
	statementSource,
	text,
	timeUnit,
	type Moment,
	type TimeUnit
} from './cells.ts';
import {
	END_BEFORE_START,
	NO_REAL_DATE,
	NO_ZONE,
	noOutcome,
	notPlain,
	type Doubts
} from './doubts.ts';
import { fingerprint } from './fingerprint.ts';
import type { ColumnMap, Parsed } from './format.ts';
import type { Row } from './table.ts';

/** Money has 18 digits, nine of them after the point. */
const MONEY_LIMIT = 999_999_999;
/** More than any run uses; what comes after is arithmetic with whole numbers that must stay exact. */
const TOKEN_LIMIT = 1e12;
const YEARS_OF_SECONDS = 1e9;

/** Reads the rows of one table: which of its columns say what is settled once. */
export class AttemptReader {
	names: ReadonlySet<string>;
	#fields: Map<AttemptField, string>;
	#constants: ReadonlyMap<string, string>;
	#others: string[];
	#scores: { name: string; column: string }[];
	#comma: boolean;
	#count = 0;
	/** Of bare numbers in this table's time columns, once one of them was a date. */
	#timeUnit: TimeUnit | null = null;

	constructor(names: ReadonlySet<string>, map: ColumnMap | undefined, comma: boolean) {
		const renamed = new Map(
			Object.entries(map?.columns ?? {}).map(([theirs, ours]) => [theirs.toLowerCase(), ours])
		);
		this.names = names;
		this.#fields = fieldsOf([...names], map?.columns);
		this.#constants = new Map(Object.entries(map?.constants ?? {}));
		this.#comma = comma;
		this.#scores = [...names]
			.map((column) => ({ name: renamed.get(column.toLowerCase()) ?? column, column }))
			.filter(({ name }) => name.startsWith('score.'))
			.map(({ name, column }) => ({ name: name.slice('score.'.length), column }));
		const used = new Set([...this.#fields.values(), ...this.#scores.map((score) => score.column)]);
		this.#others = [...names].filter((name) => !used.has(name) && !CONTENT.test(name));
	}

	*read(row: Row, at: string, doubts: Doubts): Iterable<Parsed> {
		this.#count += 1;
		const problems: string[] = [];
		for (const [field, column] of this.#fields) {
			if (typeof row[column] === 'object' && row[column] !== null && field !== 'failure_mode')
				doubts.note(notPlain(column), at);
		}
		const run = this.#run(row, at, problems, doubts);
		const ending = this.#outcome(row, at, doubts);
		const minutes = this.#number(row, 'review_minutes', problems, 0, 1e6);
		if (problems.length > 0) {
			yield { type: 'rejection', record: { at, reason: problems[0] as string } };
			return;
		}
		yield { type: 'run', record: run };
		if (ending) {
			yield {
				type: 'outcome',
				record: {
					runId: run.runId,
					outcome: ending,
					source: statementSource(this.#text(row, 'outcome_source')) ?? 'file',
					atUs: run.endedAtUs ?? run.startedAtUs
				}
			};
		}
		const decision = reviewDecision(this.#text(row, 'review_decision'));
		if (minutes !== null || decision !== null) {
			yield {
				type: 'review',
				record: {
					reviewId: `${run.runId}:review`,
					runId: run.runId,
					spanId: null,
					requested: true,
					decision,
					minutes,
					requestedAtUs: null,
					decidedAtUs: run.endedAtUs,
					reviewerRef: null
				}
			};
		}
		yield* this.#scoreRecords(row, run);
	}

	#run(row: Row, at: string, problems: string[], doubts: Doubts): Run {
		const whole = (name: AttemptField) => this.#number(row, name, problems, 0, TOKEN_LIMIT);
		const model = this.#text(row, 'model');
		const provider = this.#text(row, 'provider');
		const classes = tokenClasses(
			{
				inputTokens: rounded(whole('input_tokens')),
				outputTokens: rounded(whole('output_tokens')),
				totalTokens: null,
				cacheReadTokens: rounded(whole('cache_read_tokens')),
				cacheWriteTokens: rounded(whole('cache_write_tokens')),
				cacheWrite1hTokens: null,
				reasoningTokens: rounded(whole('reasoning_tokens'))
			},
			{ convention: 'unknown', provider, model }
		);
		const { flags, ...tokens } = classes;
		const failure = this.#failure(row);
		const { undated, ...times } = this.#times(row, at, problems, doubts);
		return {
			runId: this.#id(row, 'run_id') ?? `row-${this.#count}-${fingerprintOf(row)}`,
			traceId: null,
			rootSpanId: null,
			name: null,
			task: this.#text(row, 'task'),
			caseId: this.#id(row, 'case_id'),
			attempt: rounded(this.#number(row, 'attempt', problems, 0, 1e9)),
			agent: this.#text(row, 'agent') ?? model,
			agentVersion: this.#text(row, 'agent_version'),
			model,
			provider,
			environment: this.#text(row, 'environment'),
			purpose: oneOf(this.#text(row, 'purpose'), ['production', 'evaluation', 'shadow']),
			actor: oneOf(this.#text(row, 'actor'), ['agent', 'human', 'rule']),
			conversationId: this.#id(row, 'conversation_id'),
			userRef: this.#text(row, 'user_ref'),
			status: failure ? 'error' : 'unknown',
			errorType: failure,
			visibleFailure: this.#fields.has('failure_mode') ? failure !== null : null,
			confidence: this.#number(row, 'confidence', problems, 0, 1),
			highStakes: flag(this.#cell(row, 'high_stakes')),
			steps: rounded(this.#number(row, 'steps', problems, 0, 1e9)),
			humanMinutes: this.#number(row, 'human_minutes', problems, 0, 1e8),
			valueUsd: this.#number(row, 'value_usd', problems, -MONEY_LIMIT, MONEY_LIMIT),
			reportedCostUsd: this.#number(row, 'cost_usd', problems, 0, MONEY_LIMIT),
			weight: this.#number(row, 'weight', problems, 0, 1e9),
			flags: [...flags, ...(times.startedAtUs === null && undated ? ['placeholder_time'] : [])],
			attributes: this.#attributes(row),
			...times,
			...tokens
		};
	}

	#times(row: Row, at: string, problems: string[], doubts: Doubts) {
		const start = this.#moment(row, 'started_at', problems);
		const end = this.#moment(row, 'ended_at', problems);
		const seconds = this.#number(row, 'duration_s', problems, 0, YEARS_OF_SECONDS);
		const milliseconds = this.#number(row, 'duration_ms', problems, 0, YEARS_OF_SECONDS * 1000);
		const given =
			seconds !== null ? seconds * 1e6 : milliseconds === null ? null : milliseconds * 1e3;
		const times = [start, end].filter((time) => time !== null);
		if (times.some((time) => !time.plausible)) doubts.note(NO_REAL_DATE, at);
		if (times.some((time) => time.plausible && !time.zoned)) doubts.note(NO_ZONE, at);
		const startedAtUs = start?.plausible ? start.us : null;
		const endedAtUs = end?.plausible ? end.us : null;
		// Times without a date may still be of one clock: seconds since the run began.
		const isOneClock = start && end && start.plausible === end.plausible;
		const between = isOneClock ? end.us - start.us : null;
		const isLength = between !== null && between >= 0 && between <= YEARS_OF_SECONDS * 1e6;
		if (between !== null && between < 0) doubts.note(END_BEFORE_START, at);
		const durationUs = rounded(given ?? (isLength ? between : null));
		return {
			startedAtUs:
				startedAtUs ??
				(endedAtUs !== null && durationUs !== null ? endedAtUs - durationUs : endedAtUs),
			endedAtUs:
				endedAtUs ??
				(startedAtUs !== null && durationUs !== null ? startedAtUs + durationUs : null),
			durationUs,
			undated: times.some((time) => !time.plausible)
		};
	}

	/** What went wrong; an object that describes an error is one, even if it has no short name. */
	#failure(row: Row): string | null {
		const cell = this.#cell(row, 'failure_mode');
		const isDescribed = typeof cell === 'object' && cell !== null && Object.keys(cell).length > 0;
		return isDescribed ? 'error' : this.#text(row, 'failure_mode');
	}

	#outcome(row: Row, at: string, doubts: Doubts): Outcome | null {
		const read = outcome(this.#cell(row, 'outcome'));
		if (read === undefined) doubts.note(noOutcome(clip(this.#text(row, 'outcome'))), at);
		return read ?? null;
	}

	*#scoreRecords(row: Row, run: Run): Iterable<Parsed> {
		for (const { name, column } of this.#scores) {
			const written = text(row[column]);
			if (written === null) continue;
			const value = number(written, this.#comma);
			yield {
				type: 'score',
				record: {
					scoreId: `${run.runId}:${name}`,
					runId: run.runId,
					spanId: null,
					conversationId: null,
					name,
					valueNum: value === null || Number.isNaN(value) ? null : value,
					valueLabel: value === null || Number.isNaN(value) ? clip(written) : null,
					valueBool: typeof row[column] === 'boolean' ? (row[column] as boolean) : null,
					source: 'unknown',
					atUs: run.endedAtUs
				}
			};
		}
	}

	#attributes(row: Row): Record<string, string> {
		const kept: Record<string, string> = {};
		for (const name of this.#others) {
			const written = text(row[name]);
			if (written !== null && written.length <= 128) kept[name] = written;
		}
		return kept;
	}

	#cell(row: Row, name: AttemptField): unknown {
		const column = this.#fields.get(name);
		const written = column === undefined ? undefined : row[column];
		return text(written) === null ? (this.#constants.get(name) ?? written) : written;
	}

	#text(row: Row, name: AttemptField): string | null {
		const written = text(this.#cell(row, name));
		return written === null ? null : clip(written, LONGEST);
	}

	#id(row: Row, name: AttemptField): string | null {
		const written = text(this.#cell(row, name));
		return written === null ? null : idOf(written);
	}

	#number(
		row: Row,
		name: AttemptField,
		problems: string[],
		low: number,
		high: number
	): number | null {
		const value = number(this.#cell(row, name), this.#comma);
		if (value === null || (value >= low && value <= high)) return value;
		problems.push(
			`${this.#fields.get(name) ?? name} is "${clip(this.#text(row, name))}", expected a number from ${low} to ${high}`
		);
		return null;
	}

	#moment(row: Row, name: AttemptField, problems: string[]): Moment | null {
		const cell = this.#cell(row, name);
		const time = moment(cell, this.#timeUnit);
		if (time?.plausible && Number.isFinite(Number(cell))) this.#timeUnit = timeUnit(Number(cell));
		if (time !== undefined) return time;
		problems.push(
			`${this.#fields.get(name) ?? name} is "${clip(this.#text(row, name))}", expected a time like 2026-11-21T09:30:00Z`
		);
		return null;
	}
}

const oneOf = <T extends string>(value: string | null, allowed: readonly T[]): T | null =>
	allowed.find((one) => one === value?.toLowerCase()) ?? null;

/** Of the cells that hold a value: what is nested may be too deep to write. */
const fingerprintOf = (row: Row): string =>
	fingerprint(JSON.stringify(Object.entries(row).filter(([, cell]) => typeof cell !== 'object')));

const rounded = (value: number | null): number | null =>
	value === null ? null : Math.round(value);

const clip = (written: string | null, length = 60): string =>
	written === null ? '' : written.length > length ? `${written.slice(0, length)}…` : written;
