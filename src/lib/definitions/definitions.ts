import type { StatementSource } from '../trace/model.ts';

/**
 * The workspace's own answers: what is one kind of work, what counts as right, what repeats are, which
 * rows are people's. Data, not code: ordered, versioned, applied whenever runs are reduced.
 */
export interface Definitions {
	/** The first rule that fits names the task; without one, what the export states or its name. */
	tasks: readonly TaskRule[];
	/** Old name -> new name, after the rules; two to one name merge. */
	renames: Readonly<Record<string, string>>;
	/** What makes statements of success, per task; a task without one goes by the usual score names. */
	success: readonly SuccessRule[];
	/** Task -> what repeats of a case are; without one, retries in traces and trials in tables. */
	repeats: Readonly<Record<string, Repeats>>;
	/** Task (or `*`) -> days until nothing that speaks against a run is to be expected. */
	maturityDays: Readonly<Record<string, number>>;
	/** Task -> how bounded the work is. */
	scopes: Readonly<Record<string, Scope>>;
	/** Environments that are production under another name. */
	production: readonly string[];
	/** A run that fits one of these was done by a person. */
	people: readonly (readonly Condition[])[];
	/** Source -> address of a run in the tool it came from, with `{trace_id}` or `{run_id}`. */
	links: Readonly<Record<string, string>>;
}

/** All of its conditions must hold. */
export interface TaskRule {
	when: readonly Condition[];
	then:
		| { kind: 'name'; task: string }
		/** The value of a field is the name: one rule, many tasks. */
		| { kind: 'field'; field: string }
		| { kind: 'ignore' };
}

/** `name`, `agent`, `model`, `provider`, `environment`, `source`, `stated_task`, `status`, `tool`, `attribute:<key>`. */
export interface Condition {
	field: string;
	op: 'is' | 'is_not' | 'starts' | 'contains' | 'matches' | 'exists';
	value: string;
}

export type Repeats = 'retries' | 'trials';

/** How bounded a task is, from the most bounded on. */
export const scopes = [
	'classification',
	'routing',
	'retrieval',
	'extraction',
	'drafting',
	'action',
	'open-ended'
] as const;
export type Scope = (typeof scopes)[number];

/** One way in which runs of a task tell whether they were right. */
export interface SuccessRule {
	/** A task, or `*` for every task without a rule of its own. */
	task: string;
	by:
		/** A score at least (or at most) this, or one of these labels. */
		| { kind: 'score'; name: string; direction: 'higher' | 'lower'; threshold: number }
		| { kind: 'label'; name: string; right: readonly string[] }
		/** A run attribute with one of these values. */
		| { kind: 'attribute'; key: string; right: readonly string[] }
		/** The technical end state: only where a person says that it tells. */
		| { kind: 'status' }
		/** Only statements: outcomes files, checks by hand. */
		| { kind: 'statements' };
	/** Whose word that is; null = as the score says. */
	as: StatementSource | null;
}

/** Nothing defined: what the exports say holds. */
export const noDefinitions: Definitions = {
	tasks: [],
	renames: {},
	success: [],
	repeats: {},
	maturityDays: {},
	scopes: {},
	production: [],
	people: [],
	links: {}
};
