import type { OptionResult } from '#simulations/engine/decision-result.ts';
import { changeSentence } from '../../verdicts/change-sentence.ts';
import type { VerdictEntry } from './entry.ts';
import { toldOf } from './standing.ts';

type Net = NonNullable<OptionResult['netBenefitUsdPerMonth']>;

/** An entry of the history as page, API and command line give it. */
export interface HistoryRow {
	id: number;
	task: string;
	at: string;
	status: VerdictEntry['status'];
	cause: { kind: string; reference: string | null; sentence: string };
	/** What stood before; null = nothing did. */
	verdict_before: VerdictEntry['verdict'];
	verdict: VerdictEntry['verdict'];
	sentence: string | null;
	change: string | null;
	net_benefit_usd_per_year_before: Net | null;
	net_benefit_usd_per_year: Net | null;
	net_benefit_usd_per_month_before: Net | null;
	net_benefit_usd_per_month: Net | null;
	option: string | null;
	p_better_than_human: number | null;
	p_best: number | null;
	cost_per_verified_success_usd: Figure;
	success_rate: Figure;
	known_outcomes: number;
	cases: number;
	data_to: string | null;
}

interface Figure {
	value: number | null;
	low: number | null;
	high: number | null;
}

const unknown: Figure = { value: null, low: null, high: null };

/** Entries, oldest first, with what stood before each of them. */
export function historyRows(entries: readonly VerdictEntry[]): HistoryRow[] {
	const stood = new Map<string, VerdictEntry>();
	return entries.map((entry) => {
		const before = stood.get(entry.task) ?? null;
		if (entry.status === 'stands') stood.set(entry.task, entry);
		return rowOf(entry, before);
	});
}

function rowOf(entry: VerdictEntry, before: VerdictEntry | null): HistoryRow {
	const { id, task, at, status, cause, verdict, record } = entry;
	return {
		...{ id, task, at, status },
		cause: { kind: cause.kind, reference: cause.reference, sentence: `${cause.text}.` },
		verdict_before: before?.verdict ?? null,
		verdict,
		sentence: record?.summary.sentence ?? null,
		change: before && changeSentence(toldOf(before), { text: cause.text, at }),
		net_benefit_usd_per_year_before: netOf(before, 12),
		net_benefit_usd_per_year: netOf(entry, 12),
		net_benefit_usd_per_month_before: netOf(before, 1),
		net_benefit_usd_per_month: netOf(entry, 1),
		option: record?.option ?? null,
		p_better_than_human: record?.pBetter ?? null,
		p_best: record?.pBest ?? null,
		cost_per_verified_success_usd: record?.summary.agentCostUsd ?? unknown,
		success_rate: record?.summary.success ?? unknown,
		known_outcomes: record?.summary.n ?? 0,
		cases: record?.cases ?? 0,
		data_to: entry.dataTo
	};
}

function netOf(entry: VerdictEntry | null, months: number): Net | null {
	const net = entry?.record?.summary.netBenefitUsdPerMonth;
	if (!net || net.value === null || net.low === null || net.high === null) return null;
	return { mean: net.value * months, low: net.low * months, high: net.high * months };
}
