import { createHash } from 'node:crypto';
import { noFilters } from '../../filters.ts';
import type { Cause } from '../../verdicts/cause.ts';
import { dataPeriod } from '../verdicts/period.ts';
import { shownOption, summaryOf } from '../verdicts/summary.ts';
import { taskInputs, verdictOf, type TaskInputs, type TaskVerdict } from '../verdicts/verdicts.ts';
import type { Change } from '../warehouse/warehouse.ts';
import { addEntries, latestEntries, type VerdictEntry, type VerdictRecord } from './entry.ts';
import { nextStatus } from './next-status.ts';
import { evidenceChange } from './evidence-change.ts';

/**
 * Writes into the history what a change did to the verdicts, at its end and inside it, so that an
 * entry has exactly one cause however many changes wait. Tasks whose evidence and inputs are the same
 * as at their last entry are not decided again.
 */
export async function recordVerdicts(
	change: Change,
	cause: Cause,
	only: readonly string[] = []
): Promise<void> {
	const filters = { ...noFilters(), task: [...only] };
	const tasks = await taskInputs(change, { filters, zone: 'UTC' });
	const entries = await latestEntries(change);
	const dataTo = (await dataPeriod(change))?.to ?? null;
	const now = new Map(tasks.map((one) => [one.task, one]));
	const names = new Set([...now.keys(), ...entries.map((one) => one.task)]);
	const added: Omit<VerdictEntry, 'id' | 'at'>[] = [];
	for (const task of names) {
		if (only.length > 0 && !only.includes(task)) continue;
		const known = knownOf(entries.filter((one) => one.task === task));
		const next = nextEntry(known, now.get(task), cause);
		if (next) added.push({ task, dataTo, ...next });
	}
	await addEntries(change, added);
}

interface Known {
	standing: VerdictEntry;
	last: VerdictEntry;
}

/** The entry that stands and the last one; null for a task without history. */
function knownOf(entries: readonly VerdictEntry[]): Known | null {
	const standing = entries.findLast((one) => one.status === 'stands');
	const last = entries.at(-1);
	return standing && last ? { standing, last } : null;
}

type Next = Pick<VerdictEntry, 'status' | 'verdict' | 'cause' | 'evidenceHash' | 'record'>;

function nextEntry(known: Known | null, task: TaskInputs | undefined, cause: Cause): Next | null {
	if (!task) {
		if (!known || known.last.verdict === null) return null;
		const text = `${cause.text}: no runs are left`;
		return {
			status: 'stands',
			verdict: null,
			cause: { ...cause, text },
			evidenceHash: '',
			record: null
		};
	}
	const evidenceHash = hashOf(task);
	if (known?.last.evidenceHash === evidenceHash) return null;
	const decided = verdictOf(task);
	const { verdict } = decided.decision;
	const record = recordOf(decided);
	const status = nextStatus(known, verdict, cause.kind);
	const same = known?.last.status === status && known.last.verdict === verdict;
	if (same && !isOtherMoney(known.last.record, record)) return null;
	const change = evidenceChange(known?.last.record ?? null, record);
	const text = change === '' ? cause.text : `${cause.text}: ${change}`;
	return { status, verdict, cause: { ...cause, text }, evidenceHash, record };
}

const hashOf = ({ configuration, evidence, inputs }: TaskInputs): string => {
	const { agent, agent_version, model } = configuration;
	const text = JSON.stringify([agent, agent_version, model, evidence, inputs]);
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
};

function recordOf(task: TaskVerdict): VerdictRecord {
	const { decision, evidence, inputs, configuration } = task;
	const { agent, agent_version, model } = configuration;
	const option = shownOption(task);
	return {
		summary: summaryOf(task),
		configuration: { agent, agent_version, model },
		option: option?.option ?? null,
		pBetter: option?.pBetterThanHuman ?? null,
		pBest: option?.pBest ?? null,
		saving: decision.saving,
		cases: evidence.cases,
		inputs
	};
}

const ROUNDING = 0.01;
const LEAST_USD = 1;

/** More than a rounding: 1 % of the figure or of its interval's width, and a dollar a month. */
function isOtherMoney(before: VerdictRecord | null, after: VerdictRecord): boolean {
	const was = before?.summary.netBenefitUsdPerMonth;
	const is = after.summary.netBenefitUsdPerMonth;
	if (!was || was.value === null || is.value === null) return (was?.value ?? null) !== is.value;
	const width = Math.max((was.high ?? 0) - (was.low ?? 0), (is.high ?? 0) - (is.low ?? 0));
	const size = Math.max(Math.abs(was.value), Math.abs(is.value), width);
	return Math.abs(is.value - was.value) > Math.max(LEAST_USD, ROUNDING * size);
}
