import { timeOf, type Calendar } from './calendar.ts';
import { lastRun, type Case } from './case.ts';
import type { Chance } from './chance.ts';
import { csv, type Cell } from './csv.ts';
import { costOf } from './models.ts';
import type { Knowledge } from './statements.ts';
import type { Task } from './task.ts';

/** Columns of the sheet in which the ledger team tracks invoices. */
const columns = [
	...(['run_id', 'task_type', 'case_id', 'actor', 'agent', 'agent_version', 'model'] as const),
	...(['provider', 'environment', 'started_at', 'duration_s', 'input_tokens'] as const),
	...(['cache_read_tokens', 'output_tokens', 'cost_usd', 'confidence', 'passed'] as const),
	...(['failure_mode', 'review_decision', 'review_minutes', 'human_minutes'] as const),
	...(['layout', 'supplier'] as const)
];
type Row = Partial<Record<(typeof columns)[number], Cell>>;

/** Rows of people in the sheet: enough to know how long they take and how often they are right. */
const PEOPLES_ROWS = 140;
/** Share of the agent's rows where nobody filled in what the provider's page said. */
const NO_COST = 0.1;
const DUPLICATES = 4;

/** The table of attempts of one task: the agent's rows and people's. */
export function sheet(
	chance: Chance,
	task: Task,
	known: ReadonlyMap<Case, Knowledge>,
	calendar: Calendar
): string {
	const suppliers = Array.from({ length: 60 }, () => `${chance.faker.company.name()} (made up)`);
	const rows = [...known].map(([one, knowledge]) => agentRow(chance, one, knowledge, suppliers));
	for (let n = 0; n < PEOPLES_ROWS; n++) rows.push(personsRow(chance, task, calendar, suppliers));
	rows.sort((a, b) => (String(a.started_at) < String(b.started_at) ? -1 : 1));
	// A few lines were pasted twice.
	for (let n = 0; n < DUPLICATES; n++) rows.push({ ...chance.pick(rows) });
	return csv(columns, rows);
}

function agentRow(
	chance: Chance,
	one: Case,
	{ trace, file }: Knowledge,
	suppliers: readonly string[]
): Row {
	const run = lastRun(one);
	const { task, configuration, review } = one;
	const usages = run.steps.flatMap((step) => step.usage ?? []);
	const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
	const cached = sum(usages.map((usage) => usage.cacheRead));
	const usd = sum(usages.map((usage) => costOf(configuration.model, usage)));
	const outcome = trace?.outcome ?? file.findLast((said) => said.outcome)?.outcome?.is;
	return {
		run_id: `sheet-${run.traceId.slice(0, 12)}`,
		task_type: task.name,
		case_id: one.id,
		actor: 'agent',
		agent: task.agent,
		agent_version: configuration.version,
		model: configuration.model.name,
		provider: configuration.model.openInference,
		environment: one.environment,
		started_at: timeOf(run.startUs),
		duration_s: ((run.endUs - run.startUs) / 1e6).toFixed(1),
		input_tokens: sum(usages.map((usage) => usage.input)) + cached,
		cache_read_tokens: cached,
		output_tokens: sum(usages.map((usage) => usage.output)),
		cost_usd: chance.happens(NO_COST) ? null : usd.toFixed(6),
		confidence: one.confidence,
		passed: outcome === undefined ? null : outcome === 'success' ? 'yes' : 'no',
		failure_mode:
			one.fate === 'error' ? 'unreadable' : one.fate === 'abstained' ? 'needs_person' : null,
		review_decision: review?.decision,
		review_minutes: review?.minutes,
		layout: one.part.value,
		supplier: chance.pick(suppliers)
	};
}

function personsRow(
	chance: Chance,
	task: Task,
	calendar: Calendar,
	suppliers: readonly string[]
): Row {
	const { human_minutes: time, human_wage_per_hour: wage, human_success: success } = task.figures;
	const minutes = Math.max(0.5, Number(chance.lognormal(time.truth, 0.45).toFixed(2)));
	const startUs = calendar.drawMoment(chance, calendar.drawDay(chance));
	return {
		run_id: `sheet-${chance.hex(12)}`,
		task_type: task.name,
		case_id: `IE-${chance.whole(200_000, 299_999)}`,
		actor: 'human',
		agent: `clerk-${chance.whole(1, 5)}`,
		environment: 'production',
		started_at: timeOf(startUs),
		duration_s: (minutes * 60).toFixed(1),
		cost_usd: ((minutes / 60) * wage.truth).toFixed(6),
		passed: chance.happens(success.truth) ? 'yes' : 'no',
		human_minutes: minutes,
		layout: chance.weighted(task.parts.values).value,
		supplier: chance.pick(suppliers)
	};
}
