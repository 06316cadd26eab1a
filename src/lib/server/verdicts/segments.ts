import { chiSquareSurvival } from '#simulations/engine/statistics/gamma.ts';
import type { SegmentEvidence, SegmentHalf } from '#simulations/engine/evidence.ts';
import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { join, raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { inConfigurations, type TaskConfiguration } from './configurations.ts';

/** The attribute that parts a task best, and what was counted in each part. */
export interface Segmentation {
	attribute: string;
	segments: SegmentEvidence[];
}

interface Candidate {
	task: string;
	key: string;
}

interface Count {
	task: string;
	key: string;
	value: string;
	earlier: boolean;
	cases: number;
	known: number;
	successes: number;
	mean_cost: number | null;
}

/** A segmentation has 2 to 8 parts that cover 80 % of the cases; each half of a part needs this many. */
const MOST_PARTS = 8;
const LEAST_CASES = 5;
/** The parts must differ in success on the earlier half more than chance would make them. */
const CHANCE = 0.01;
const SAMPLE = 20_000;

/**
 * For each task's configuration, the run attribute whose values differ most in success on the earlier
 * half of the cases. Chosen there and reported on the later half, so that the choice does not flatter.
 */
export async function segmentations(
	reader: Reader,
	configurations: readonly TaskConfiguration[],
	filters: Filters,
	zone: string
): Promise<Map<string, Segmentation>> {
	if (configurations.length === 0) return new Map();
	const chosen = sql`select case_key, task, started_at, agent_outcome, cost_usd, attributes
		from case_features
		where mature and ${conditions(filters, 'cases', zone)} and ${inConfigurations(configurations)}`;
	const candidates = await reader.query<Candidate>(sql`
		with sampled as (select * from (${chosen}) order by hash(case_key) limit ${raw(String(SAMPLE))}),
		sizes as (select task, count(*) as cases from sampled group by task),
		entries as (select task, unnest(map_entries(attributes)) as entry from sampled)
		select task, entry.key as key
		from entries join sizes using (task)
		group by task, entry.key, cases
		having count(distinct entry.value) between 2 and ${raw(String(MOST_PARTS))} and count(*) >= 0.8 * cases
		order by task, key`);
	if (candidates.length === 0) return new Map();
	const keys = [...new Set(candidates.map((candidate) => candidate.key))];
	const counts = await reader.query<Count>(sql`
		with chosen as (
			select *, row_number() over (partition by task order by started_at, case_key)
				<= count(*) over (partition by task) / 2 as earlier
			from (${chosen})
		),
		entries as (
			select task, earlier, agent_outcome, cost_usd, unnest([${join(
				keys.map(
					(key) => sql`{key: ${key}::varchar, value: map_extract_value(attributes, ${key})}`
				),
				', '
			)}]) as entry
			from chosen
		)
		select task, entry.key as key, entry.value as value, earlier,
			count(*) as cases,
			count(*) filter (where agent_outcome <> 'unknown') as known,
			count(*) filter (where agent_outcome = 'success') as successes,
			avg(cast(cost_usd as double)) as mean_cost
		from entries
		where entry.value is not null
		group by task, entry.key, entry.value, earlier
		order by task, entry.key, entry.value`);
	return chooseBest(candidates, counts);
}

function chooseBest(candidates: Candidate[], counts: Count[]): Map<string, Segmentation> {
	const best = new Map<string, Segmentation & { chance: number }>();
	for (const { task, key } of candidates) {
		const parts = partsOf(counts.filter((count) => count.task === task && count.key === key));
		if (!parts || isOutcome(parts)) continue;
		const chance = chanceOfDifference(parts.map((part) => part.earlier));
		const known = best.get(task);
		if (chance < CHANCE && (!known || chance < known.chance)) {
			best.set(task, { attribute: key, segments: parts, chance });
		}
	}
	return new Map(
		[...best].map(([task, { attribute, segments }]) => [task, { attribute, segments }])
	);
}

/** The segments with both halves; null when one is too small to be told apart. */
function partsOf(counts: Count[]): SegmentEvidence[] | null {
	const values = [...new Set(counts.map((count) => count.value))];
	const half = (value: string, earlier: boolean): SegmentHalf => {
		const found = counts.find((count) => count.value === value && count.earlier === earlier);
		return {
			cases: found?.cases ?? 0,
			knownOutcomes: found?.known ?? 0,
			successes: found?.successes ?? 0,
			meanCostUsd: found?.mean_cost ?? null
		};
	};
	const parts = values.map((value) => ({
		name: value,
		earlier: half(value, true),
		later: half(value, false)
	}));
	const enough = parts.every(
		(part) => part.earlier.knownOutcomes >= LEAST_CASES && part.later.knownOutcomes >= LEAST_CASES
	);
	return parts.length >= 2 && enough ? parts : null;
}

/**
 * Whether a column says how a run went rather than what it was about: its values are those of an
 * outcome and they tell it without fail. Nobody can choose cases by it beforehand.
 */
function isOutcome(parts: readonly SegmentEvidence[]): boolean {
	return parts.every(({ name, earlier, later }) => {
		const known = earlier.knownOutcomes + later.knownOutcomes;
		const right = earlier.successes + later.successes;
		return OUTCOMES.test(name) && (right === 0 || right === known);
	});
}

const OUTCOMES =
	/^(0|1|0\.0|1\.0|true|false|yes|no|pass(ed)?|fail(ed|ure)?|success|(in)?correct|right|wrong)$/i;

/** p-value of Pearson's chi-square test that all parts have one success rate; 1 where all agree. */
function chanceOfDifference(halves: readonly SegmentHalf[]): number {
	const known = halves.reduce((sum, half) => sum + half.knownOutcomes, 0);
	const right = halves.reduce((sum, half) => sum + half.successes, 0);
	const rate = right / known;
	if (!(rate > 0 && rate < 1)) return 1;
	const chiSquare = halves.reduce((sum, { knownOutcomes, successes }) => {
		const expected = knownOutcomes * rate;
		return sum + (successes - expected) ** 2 / (expected * (1 - rate));
	}, 0);
	return chiSquareSurvival(halves.length - 1, chiSquare);
}
