import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jeffreys } from '#simulations/engine/statistics/proportion-intervals.ts';
import { demo } from '#data/demo.ts';
import { unitCosts, type Terms } from '#data/demo/economics.ts';
import type { TrueOption } from '#data/demo/true-options.ts';
import { noFilters } from '#lib/filters.ts';
import { readAssumptions } from '#lib/server/assumptions/file.ts';
import { storeAssumptions } from '#lib/server/assumptions/store.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import { importFile, openWorkspace } from './workspace.ts';

/** Whether an interval that the product shows holds what is true. */
export interface Held {
	seed: number;
	task: string;
	figure: 'success' | 'cost per success' | 'net benefit';
	option: string;
	held: boolean;
}

/** A task's verdict beside the one that the truth asks for. */
export interface Judged {
	seed: number;
	task: string;
	verdict: string;
	expected: string;
}

/** One company, imported like anybody's files: which 90 % intervals hold the truth, and the verdicts. */
export async function demoWorld(seed: number): Promise<{ held: Held[]; judged: Judged[] }> {
	const folder = mkdtempSync(join(tmpdir(), 'breakeven-world-'));
	const warehouse = await openWorkspace(folder);
	try {
		const { files, truth } = demo({ seed });
		for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
		const exports = files
			.map((file) => file.name)
			.filter((name) => !/^(truth|assumptions)\./.test(name))
			.sort();
		for (const name of exports) await importFile(warehouse, join(folder, name));
		const assumptions = files.find((file) => file.name === 'assumptions.csv');
		const read = readAssumptions(new TextDecoder().decode(assumptions?.bytes));
		if ('problems' in read) throw new Error(read.problems.join('; '));
		await storeAssumptions(warehouse, read.entered);
		const verdicts = await taskVerdicts(warehouse, { filters: noFilters(), zone: 'UTC' });
		const held: Held[] = [];
		const judged: Judged[] = [];
		for (const task of truth.tasks) {
			const found = verdicts.find((one) => one.task === task.task);
			if (!found) throw new Error(`the demo's task ${task.task} was not found`);
			judged.push({
				seed,
				task: task.task,
				verdict: found.decision.verdict,
				expected: task.verdict
			});
			// Complaints are a chosen part of the outcomes: no interval claims to hold the truth.
			if (task.outcomes === 'complaints') continue;
			const { successes, knownOutcomes } = found.evidence;
			const success = jeffreys(successes, knownOutcomes, 0.9);
			const put = (
				figure: Held['figure'],
				option: string,
				low: number,
				high: number,
				value: number
			) =>
				held.push({ seed, task: task.task, figure, option, held: low <= value && value <= high });
			put('success', '', success.low, success.high, task.configuration.success);
			for (const option of found.decision.options) {
				const known = task.options.find((one) => one.option === option.option);
				if (!known || !['automate', 'automate_with_review'].includes(option.option)) continue;
				const net = option.netBenefitUsdPerMonth;
				if (net) put('net benefit', option.option, net.low, net.high, known.netBenefitUsdPerMonth);
				const cost = option.costPerVerifiedSuccessInterval;
				if (cost) {
					put(
						'cost per success',
						option.option,
						cost.low,
						cost.high,
						trueCostPerSuccess(known, task.terms)
					);
				}
			}
		}
		return { held, judged };
	} finally {
		await warehouse.close();
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Loaded cost of a case over the share delivered right: C_A + F/V is what the person costs less what is saved. */
function trueCostPerSuccess(option: TrueOption, terms: Terms): number {
	const { humanUsd } = unitCosts(terms);
	const valued = terms.value_usd * (option.delivered - terms.human_success);
	return (humanUsd + valued - option.monthlyNetUsd / terms.volume_per_month) / option.delivered;
}

/** Share of intervals that hold the truth, by figure and option. */
export function coverage(held: readonly Held[]): Map<string, { n: number; share: number }> {
	const groups = new Map<string, boolean[]>();
	for (const one of held) {
		const name = [one.figure, one.option].filter(Boolean).join(', ');
		groups.set(name, [...(groups.get(name) ?? []), one.held]);
	}
	return new Map(
		[...groups].map(([name, all]) => [
			name,
			{ n: all.length, share: all.filter(Boolean).length / all.length }
		])
	);
}
