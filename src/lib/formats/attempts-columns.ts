/** Our name of a run's fact -> what tables call it; the first name that a table has is used. */
export const attemptColumns = {
	run_id: ['run_id', 'attempt_id', 'id'],
	task: ['task_family', 'task_type', 'task'],
	case_id: ['case_id', 'task_id', 'item_id', 'instance_id'],
	agent: ['agent', 'submission'],
	agent_version: ['agent_version'],
	model: ['model', 'llm', 'model_name'],
	provider: ['provider'],
	outcome: ['success', 'outcome', 'resolved', 'passed', 'score_binarized', 'correct'],
	outcome_source: ['outcome_source'],
	cost_usd: ['cost_usd', 'cost', 'total_cost'],
	started_at: ['started_at', 'start_time', 'submitted_at', 'run_date', 'date', 'timestamp'],
	ended_at: ['ended_at', 'end_time', 'completed_at', 'finished_at'],
	duration_s: ['duration_s'],
	duration_ms: ['duration_ms'],
	input_tokens: ['input_tokens', 'prompt_tokens'],
	cache_read_tokens: ['cache_read_tokens', 'cached_tokens', 'cache_read_input_tokens'],
	cache_write_tokens: ['cache_write_tokens', 'cache_creation_input_tokens'],
	output_tokens: ['output_tokens', 'completion_tokens'],
	reasoning_tokens: ['reasoning_tokens'],
	confidence: ['confidence'],
	steps: ['steps', 'num_steps', 'turns'],
	attempt: ['attempt', 'trial', 'epoch'],
	failure_mode: ['failure_mode', 'error'],
	human_minutes: ['human_minutes'],
	review_minutes: ['review_minutes'],
	review_decision: ['review_decision'],
	value_usd: ['value_usd'],
	environment: ['environment'],
	purpose: ['purpose'],
	actor: ['actor'],
	conversation_id: ['conversation_id', 'session_id', 'thread_id'],
	user_ref: ['user_id', 'user'],
	high_stakes: ['high_stakes'],
	weight: ['weight']
} as const satisfies Record<string, readonly string[]>;

export type AttemptField = keyof typeof attemptColumns;

/** Whether a map may call a column so. */
export const isAttemptName = (name: string): boolean =>
	Object.hasOwn(attemptColumns, name) || /^score\../.test(name);

/** Columns that hold what somebody wrote or said: never kept as attributes. */
export const CONTENT =
	/(^|[._])(prompt|prompts|input|inputs|output|outputs|completion|response|answer|question|message|messages|text|content|transcript|instructions?|reasoning|thought|reply|body|comment|note|notes|explanation)s?$/i;

/** Where each of our fields is found in a table, by the map first and then by name. */
export function fieldsOf(
	names: readonly string[],
	renamed: Record<string, string> = {}
): Map<AttemptField, string> {
	const fields = new Map<AttemptField, string>();
	const byLower = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]));
	const taken = new Set<string>();
	for (const [theirs, ours] of Object.entries(renamed)) {
		const column = byLower.get(theirs.toLowerCase());
		if (column === undefined || !isAttemptName(ours)) continue;
		taken.add(theirs.toLowerCase());
		if (!ours.startsWith('score.')) fields.set(ours as AttemptField, column);
	}
	for (const [field, candidates] of Object.entries(attemptColumns) as [
		AttemptField,
		readonly string[]
	][]) {
		if (fields.has(field)) continue;
		const found = candidates.find((name) => byLower.has(name) && !taken.has(name));
		if (found) fields.set(field, byLower.get(found) as string);
	}
	return fields;
}
