/** Names that frameworks give to everything: they say nothing of the work. */
const MEANINGLESS =
	/^(langgraph|runnablesequence|runnable\w*|agentexecutor|agent|agents?[ _-]?run|chain|llmchain|workflow|graph|main|root|session|invoke_agent|trace|default|crew\.kickoff|unclassified|chat|completion|ai\.(generate|stream)(text|object))$/i;

/** Whether a task's name tells nothing of the work. */
export const isMeaningless = (task: string): boolean => MEANINGLESS.test(task.trim());
