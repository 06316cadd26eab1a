/** A link to a run in the tool that it came from. */
export interface SourceLink {
	href: string;
	/** Name of the tool where its host tells, else the host. */
	tool: string;
}

const PLACE = /\{([^{}]*)\}/g;
const PLACES = new Set(['trace_id', 'run_id']);

/** What is wrong with a template, in one sentence; null when nothing is. */
export function templateProblem(template: string): string | null {
	const places = [...template.matchAll(PLACE)].map((match) => match[1] ?? '');
	const unknown = places.find((place) => !PLACES.has(place));
	if (unknown !== undefined) return `{${unknown}} is not known: expected {trace_id} or {run_id}`;
	const address = addressOf(template.replace(PLACE, 'x'));
	if (address === null || addressOf(template.replace(PLACE, 'y'))?.host !== address.host)
		return 'is no address: expected https://.../{trace_id}';
	if (address.username || address.password) return 'must not carry a name or a password';
	return places.length === 0 ? 'names no run: expected {trace_id} or {run_id} in it' : null;
}

/**
 * The address of a run by its source's template, each id escaped; null without a template, without
 * the id that it asks for, or where the template is no web address.
 */
export function sourceLink(
	template: string | undefined,
	run: { run_id: string; trace_id: string | null }
): SourceLink | null {
	if (template === undefined || templateProblem(template) !== null) return null;
	const ids: Record<string, string | null> = {
		trace_id: run.trace_id,
		run_id: run.run_id.slice(run.run_id.indexOf(':') + 1)
	};
	const asked = [...template.matchAll(PLACE)].map((match) => ids[match[1] ?? ''] ?? null);
	if (asked.includes(null)) return null;
	const address = addressOf(
		template.replace(PLACE, (_, place: string) => encodeURIComponent(ids[place] ?? ''))
	);
	return address && { href: address.href, tool: toolOf(address.hostname) };
}

/** The source that a run came from: what stands in front of its id. */
export const sourceOfRun = (runId: string): string => runId.slice(0, runId.indexOf(':'));

/** A web address that can be linked to; `javascript:` and the like are none. */
function addressOf(text: string): URL | null {
	if (/\s/.test(text)) return null;
	try {
		const address = new URL(text);
		return address.protocol === 'https:' || address.protocol === 'http:' ? address : null;
	} catch {
		return null;
	}
}

const tools: readonly (readonly [part: RegExp, name: string])[] = [
	[/langfuse/, 'Langfuse'],
	[/smith\.langchain|langsmith/, 'LangSmith'],
	[/phoenix|arize/, 'Phoenix'],
	[/opik|comet/, 'Opik'],
	[/wandb|weave/, 'Weave'],
	[/braintrust/, 'Braintrust'],
	[/datadog/, 'Datadog'],
	[/helicone/, 'Helicone'],
	[/mlflow/, 'MLflow'],
	[/jaeger/, 'Jaeger'],
	[/grafana/, 'Grafana'],
	[/honeycomb/, 'Honeycomb']
];

const toolOf = (host: string): string => tools.find(([part]) => part.test(host))?.[1] ?? host;
