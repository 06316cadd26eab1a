import { maximise, type LinearOptimum } from './statistics/simplex.ts';

/** One way to treat an item: what it brings and what it uses of each capped resource. */
export interface Choice {
	value: number;
	uses: readonly number[];
}

/** One choice per item, caps on resources. Every item must have a choice that brings and uses 0. */
export interface ChoiceProblem {
	items: readonly (readonly Choice[])[];
	caps: readonly number[];
}

/** The best plan: the index of the choice of each item. */
export interface ChoicePlan {
	value: number;
	choice: number[];
}

/** The relaxed problem, in which items may mix their choices. */
export interface Relaxation {
	bound: number;
	/** What one more unit of each cap is worth. */
	shadowPrices: number[];
}

/**
 * The exact best plan by branch and bound on the linear relaxation (multiple-choice knapsack with
 * several caps).
 */
export function bestPlan(problem: ChoiceProblem): ChoicePlan {
	checkProblem(problem);
	const search = { problem: prunedProblem(problem), best: nothing(problem) };
	branch(search, new Map());
	return search.best;
}

/** The best plan that differs from a given one in at least one item; null when there is none. */
export function nextBestPlan(problem: ChoiceProblem, plan: ChoicePlan): ChoicePlan | null {
	let best: ChoicePlan | null = null;
	plan.choice.forEach((chosen, item) => {
		// Plans that agree on the items before this one and differ here: a partition of all others.
		const fixed = new Map(plan.choice.slice(0, item).map((choice, k) => [k, choice]));
		(problem.items[item] ?? []).forEach((_, other) => {
			if (other === chosen) return;
			const search = {
				problem: unpruned(problem),
				best: { value: -Infinity, choice: [] as number[] }
			};
			if (best) search.best = { ...best };
			branch(search, new Map([...fixed, [item, other]]));
			if (search.best.choice.length > 0) best = search.best;
		});
	});
	return best;
}

/** The bound and the shadow prices of the linear relaxation. */
export function relaxation(problem: ChoiceProblem): Relaxation {
	checkProblem(problem);
	const relaxed = relax(unpruned(problem), new Map());
	return {
		bound: relaxed?.value ?? 0,
		shadowPrices: problem.caps.map((_, k) => relaxed?.optimum.shadowPrices[k] ?? 0)
	};
}

interface Search {
	problem: PrunedProblem;
	best: ChoicePlan;
}

interface PrunedProblem {
	items: readonly (readonly { choice: number; value: number; uses: readonly number[] }[])[];
	caps: readonly number[];
}

/** Fixed choices by item. */
type Fixed = ReadonlyMap<number, number>;

function branch(search: Search, fixed: Fixed): void {
	const relaxed = relax(search.problem, fixed);
	if (relaxed === null || relaxed.value <= search.best.value + slack(search.best.value)) return;
	if (relaxed.split === null) {
		search.best = { value: relaxed.value, choice: relaxed.choice };
		return;
	}
	const item = relaxed.split;
	const order = [...(search.problem.items[item] ?? [])].sort(
		(a, b) => relaxed.shareOf(item, b.choice) - relaxed.shareOf(item, a.choice)
	);
	for (const one of order) {
		// By its reduced cost a choice can often be seen to lead nowhere without solving anything.
		const atMost = relaxed.value + relaxed.reducedCost(item, one);
		if (atMost <= search.best.value + slack(search.best.value)) continue;
		branch(search, new Map([...fixed, [item, one.choice]]));
	}
}

/** Plans within rounding of each other count as equal. */
function slack(value: number): number {
	return Number.isFinite(value) ? 1e-9 * Math.max(1, Math.abs(value)) : 0;
}

interface Relaxed {
	value: number;
	optimum: LinearOptimum;
	choice: number[];
	/** An item that mixes its choices; null when none does. */
	split: number | null;
	shareOf: (item: number, choice: number) => number;
	/** At most this (0 or less) is added to the bound by insisting on a choice of a free item. */
	reducedCost: (item: number, choice: Choice) => number;
}

/** The relaxation with some items fixed; null when what is fixed breaks a cap. */
function relax({ items, caps }: PrunedProblem, fixed: Fixed): Relaxed | null {
	const left = caps.slice();
	let base = 0;
	for (const [item, choice] of fixed) {
		const taken = items[item]?.find((one) => one.choice === choice);
		if (!taken) return null;
		base += taken.value;
		taken.uses.forEach((use, k) => (left[k] = (left[k] ?? 0) - use));
	}
	if (left.some((cap, k) => cap < -1e-9 * Math.max(1, Math.abs(caps[k] ?? 0)))) return null;
	const free = items.map((_, item) => item).filter((item) => !fixed.has(item));
	const columns = free.flatMap((item) =>
		(items[item] ?? []).filter((one) => !isNothing(one)).map((one) => ({ item, one }))
	);
	const optimum = maximise({
		value: columns.map(({ one }) => one.value),
		rows: [
			...caps.map((_, k) => columns.map(({ one }) => one.uses[k] ?? 0)),
			...free.map((item) => columns.map((column) => (column.item === item ? 1 : 0)))
		],
		limits: [...left.map((cap) => Math.max(0, cap)), ...free.map(() => 1)]
	});
	if (optimum === null) return null;
	const shares = new Map(
		columns.map(({ item, one }, j) => [`${item}|${one.choice}`, optimum.x[j] ?? 0])
	);
	const shareOf = (item: number, choice: number) => shares.get(`${item}|${choice}`) ?? 0;
	let split: number | null = null;
	let mostSplit = 1e-7;
	const choice = items.map((choices, item) => {
		const given = fixed.get(item);
		if (given !== undefined) return given;
		const nothingChoice = choices.find(isNothing)?.choice ?? 0;
		const [top, topShare] = choices.reduce<[number, number]>(
			(best, one) =>
				shareOf(item, one.choice) > best[1] ? [one.choice, shareOf(item, one.choice)] : best,
			[nothingChoice, 0]
		);
		const total = choices.reduce((sum, one) => sum + shareOf(item, one.choice), 0);
		const mixed = Math.min(topShare, 1 - topShare);
		if (total > 1e-7 && mixed > mostSplit) [split, mostSplit] = [item, mixed];
		return topShare > 0.5 ? top : nothingChoice;
	});
	const reducedCost = (item: number, { value, uses }: Choice) => {
		const place = caps.length + free.indexOf(item);
		const paid = uses.reduce((total, use, k) => total + use * (optimum.shadowPrices[k] ?? 0), 0);
		return value - paid - (optimum.shadowPrices[place] ?? 0);
	};
	return { value: base + optimum.value, optimum, choice, split, shareOf, reducedCost };
}

function isNothing({ value, uses }: Choice): boolean {
	return value === 0 && uses.every((use) => use === 0);
}

function unpruned({ items, caps }: ChoiceProblem): PrunedProblem {
	return {
		items: items.map((choices) => choices.map((one, choice) => ({ ...one, choice }))),
		caps
	};
}

/** Without choices that bring no more and use no less than another one. */
function prunedProblem(problem: ChoiceProblem): PrunedProblem {
	const { items, caps } = unpruned(problem);
	return {
		items: items.map((choices) =>
			choices.filter(
				(one) => !choices.some((other) => other.choice !== one.choice && dominates(other, one))
			)
		),
		caps
	};
}

function dominates(a: Choice & { choice: number }, b: Choice & { choice: number }): boolean {
	const asGood = a.value >= b.value && a.uses.every((use, k) => use <= (b.uses[k] ?? 0));
	const equal = a.value === b.value && a.uses.every((use, k) => use === b.uses[k]);
	return asGood && (!equal || a.choice < b.choice);
}

function nothing({ items }: ChoiceProblem): ChoicePlan {
	return { value: 0, choice: items.map((choices) => choices.findIndex(isNothing)) };
}

function checkProblem({ items, caps }: ChoiceProblem): void {
	items.forEach((choices, item) => {
		if (!choices.some(isNothing))
			throw new RangeError(`item ${item} has no choice that brings and uses nothing`);
		for (const { value, uses } of choices)
			if (!Number.isFinite(value) || uses.length !== caps.length || uses.some((use) => !(use >= 0)))
				throw new RangeError(
					`item ${item} has a choice of value ${value} that uses ${uses.join(', ')}`
				);
	});
	if (caps.some((cap) => !(cap >= 0))) throw new RangeError(`caps are ${caps.join(', ')}`);
}
