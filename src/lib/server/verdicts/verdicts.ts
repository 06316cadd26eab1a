import { decide } from '#simulations/engine/decide.ts';
import type { DecisionResult } from '#simulations/engine/decision-result.ts';
import type { Inputs } from '#simulations/engine/beliefs.ts';
import type { TaskEvidence } from '#simulations/engine/evidence.ts';
import type { Filters } from '../../filters.ts';
import { storedAssumptions } from '../assumptions/stored.ts';
import { auditSamples, type AuditSample } from '../audits/audit-sample.ts';
import { withDefaults } from '../queries/default-filters.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import {
	taskConfigurations,
	type Configuration,
	type TaskConfiguration
} from './configurations.ts';
import { harms } from './harm.ts';
import { humanBaselines } from './human-baseline.ts';
import { inputsOf, measuredInputs } from './measured-inputs.ts';
import { dataPeriod, type Period } from './period.ts';
import { designEffect, repeats, type Repeats } from './repeats.ts';
import { sampledHarm, sampledRow, withShorterWay } from './sampled-evidence.ts';
import { segmentations, type Segmentation } from './segments.ts';
import { evidenceRows, type EvidenceRow } from './task-evidence.ts';
import { togetherOf } from './together.ts';
import { toolCosts } from './tool-costs.ts';
import { volumes } from './volumes.ts';

/** What is known about a task, before anything is decided. */
export interface TaskInputs {
	task: string;
	configuration: TaskConfiguration;
	/** The other configurations of the task, the one that ran most lately first. */
	others: TaskConfiguration[];
	window: Period | null;
	evidence: TaskEvidence;
	inputs: Inputs;
	measured: Inputs;
	segmentation: Segmentation | null;
	/** What a random sample checked by hand says; null where nobody has checked. */
	audited: AuditSample | null;
}

/** A task with its verdict. */
export interface TaskVerdict extends TaskInputs {
	decision: DecisionResult;
}

export const SEED = 1;

interface Question {
	filters: Filters;
	zone: string;
	seed?: number;
}

/** The verdict of every task that has runs under the filters, by money at stake. */
export async function taskVerdicts(reader: Reader, question: Question): Promise<TaskVerdict[]> {
	const tasks = await taskInputs(reader, question);
	const decided = tasks.map((task) => verdictOf(task, question.seed));
	return decided.sort((a, b) => atStake(b) - atStake(a) || (a.task < b.task ? -1 : 1));
}

/** The verdict on what is known of a task. */
export const verdictOf = (task: TaskInputs, seed = SEED): TaskVerdict => ({
	...task,
	decision: decisionOf(task, seed)
});

/** What is known of every task, from a handful of statements over all of them together. */
export async function taskInputs(reader: Reader, question: Question): Promise<TaskInputs[]> {
	const filters = await withDefaults(reader, question.filters);
	const { zone } = question;
	const [configurations, rows, repeated, people, harmed, volume, tools, entered, period] =
		await Promise.all([
			taskConfigurations(reader, filters, zone),
			evidenceRows(reader, filters, zone),
			repeats(reader, filters, zone),
			humanBaselines(reader),
			harms(reader, filters, zone),
			volumes(reader, withoutConfiguration(filters), zone),
			toolCosts(reader, filters, zone),
			storedAssumptions(reader),
			dataPeriod(reader)
		]);
	const chosen = firstOfEachTask(configurations);
	const [parts, samples] = await Promise.all([
		segmentations(reader, chosen, filters, zone),
		auditSamples(reader, chosen, filters, zone)
	]);
	return chosen.map((configuration) => {
		const { task } = configuration;
		const ofTask = rows.filter((one) => one.task === task);
		const counted = ofTask.find((one) => same(one, configuration));
		const audited = samples.get(task) ?? null;
		const used = audited?.isUsed ? audited : null;
		const row = counted && used ? sampledRow(counted, used) : counted;
		const person = people.find((one) => one.task === task);
		const harm = harmed.find((one) => one.task === task);
		const cases = ofTask.reduce((total, one) => total + one.cases, 0);
		const measured = measuredInputs({
			evidence: row,
			human: person,
			harm: harm && used ? sampledHarm(harm, used, cases) : harm,
			volume: volume.find((one) => one.task === task)
		});
		const segmentation = parts.get(task) ?? null;
		const evidence = evidenceOf(
			row,
			used ?? repeated.find((one) => one.task === task && same(one, configuration)),
			segmentation,
			tools(configuration, entered) * (configuration.runs / Math.max(1, row?.cases ?? 1))
		);
		return {
			task,
			configuration,
			others: configurations.filter((one) => one.task === task && one !== configuration),
			window: row?.first_at && row.last_at ? { from: row.first_at, to: row.last_at } : period,
			evidence: { ...evidence, together: togetherOf(evidence, row, person) },
			inputs: inputsOf(task, measured, entered),
			measured,
			segmentation,
			audited
		};
	});
}

const withoutConfiguration = (filters: Filters): Filters => ({
	...filters,
	agent: [],
	agent_version: [],
	model: []
});

function firstOfEachTask(configurations: TaskConfiguration[]): TaskConfiguration[] {
	const seen = new Set<string>();
	return configurations.filter(({ task }) => !seen.has(task) && seen.add(task));
}

const same = (a: Configuration, b: Configuration): boolean =>
	a.agent === b.agent && a.agent_version === b.agent_version && a.model === b.model;

/** `known` is the random sample where that speaks, else what is known of repeated items. */
function evidenceOf(
	row: EvidenceRow | undefined,
	known: AuditSample | Repeats | undefined,
	segmentation: Segmentation | null,
	toolsUsd: number
): TaskEvidence {
	if (!row) {
		return {
			cases: 0,
			knownOutcomes: 0,
			successes: 0,
			verifiedOutcomes: 0,
			randomSample: false,
			designEffect: 1,
			costPerCase: null,
			visibleFailures: null,
			gate: null,
			incidentsSeen: null,
			segments: null
		};
	}
	const isSample = known !== undefined && 'isUsed' in known;
	return {
		cases: row.cases,
		knownOutcomes: row.known,
		successes: row.successes,
		verifiedOutcomes: row.verified,
		randomSample: isSample,
		designEffect: isSample ? known.designEffect : designEffect(row, known),
		costPerCase: costOf(row, toolsUsd),
		visibleFailures:
			row.failures_told > 0 ? { failures: row.failures_told, visible: row.visible } : null,
		gate: null,
		incidentsSeen:
			row.incidents > 0
				? {
						option: row.reviewed > row.cases / 2 ? 'automate_with_review' : 'automate',
						cases: row.cases,
						incidents: row.incidents
					}
				: null,
		// Parts are counted over all known outcomes, which here are not a fair part of the cases.
		segments: isSample ? null : (segmentation?.segments ?? null)
	};
}

/** The mean cost of a case in its classes; judges count, and tools that charge by the call. */
function costOf(row: EvidenceRow, toolsUsd: number): TaskEvidence['costPerCase'] {
	if (row.mean_cost === null || row.costs === 0) return null;
	const tools = row.mean_tools + toolsUsd;
	const state = row.mean_state;
	const model = Math.max(0, row.mean_cost - row.mean_tools - row.mean_state);
	const evaluation = row.mean_evaluation;
	return {
		meanUsd: model + tools + state + evaluation,
		standardErrorUsd: row.costs > 1 ? (row.sd_cost ?? 0) / Math.sqrt(row.costs) : row.mean_cost,
		n: row.costs,
		classes: { model, tools, state, evaluation }
	};
}

const remembered = new Map<string, DecisionResult>();
const REMEMBERED = 500;

/** The same evidence and inputs give the same answer: it is computed once. */
function decisionOf(task: TaskInputs, seed: number): DecisionResult {
	const key = JSON.stringify([task.evidence, task.inputs, seed]);
	const known = remembered.get(key);
	if (known) return withShorterWay(known, task.audited);
	const result = decide(task.evidence, task.inputs, { seed });
	if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value as string);
	remembered.set(key, result);
	return withShorterWay(result, task.audited);
}

/** The larger of what the verdict saves and what the person costs, a month. */
function atStake({ decision }: TaskVerdict): number {
	const sizes = decision.options.map((option) => Math.abs(option.netBenefitUsdPerMonth?.mean ?? 0));
	return Math.max(0, ...sizes);
}
