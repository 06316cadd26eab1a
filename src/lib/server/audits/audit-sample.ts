import { THIN_COVERAGE } from '#simulations/engine/evidence.ts';
import type { Filters } from '../../filters.ts';
import { conditions } from '../queries/conditions.ts';
import { inConfigurations, type TaskConfiguration } from '../verdicts/configurations.ts';
import { designEffect } from '../verdicts/repeats.ts';
import { raw, sql } from '../warehouse/sql.ts';
import type { Reader } from '../warehouse/warehouse.ts';
import { ENOUGH } from './audit.ts';
import { stratumSql } from './strata.ts';

/**
 * What a random sample of a task's mature cases says. In the order of md5 the first so many cases are
 * such a sample, whoever chose what to check; it reaches to the last check up to which 80 % of them
 * are known (design.md 3.12), by hand or by a record, or over all of them when 80 % of all are.
 */
export interface AuditSample {
	/** Cases of the sample that somebody checked by hand, and all of it that are known. */
	audits: number;
	known: number;
	/** Of the known, in the proportions that the parts have in the work: no whole number then. */
	successes: number;
	failuresTold: number;
	visible: number;
	/** Share of the known that went out wrong without announcing it. */
	escapeShare: number;
	/** Variance inflation by unequal parts and by several trials of one item. */
	designEffect: number;
	/** The parts that had their own sample were bands of confidence. */
	isStratified: boolean;
	/** The verdict stands on it: the other outcomes are known of less than 80 % of the cases. */
	isUsed: boolean;
}

/** Counts of one part of one task, parted in one way. */
interface Part {
	task: string;
	scheme: 'none' | 'confidence';
	size: number;
	all_audits: number;
	others_known: number;
	audits: number;
	known: number;
	successes: number;
	failures_told: number;
	visible: number;
	escapes: number;
	items: number;
	sum_n2: number;
	sum_x2: number;
	sum_nx: number;
}

/** The samples of the chosen configurations by task; a task that nobody has checked is absent. */
export async function auditSamples(
	reader: Reader,
	configurations: readonly TaskConfiguration[],
	filters: Filters,
	zone: string
): Promise<Map<string, AuditSample>> {
	const [there] = await reader.query<{ any: boolean }>(
		sql`select count(*) > 0 as "any" from audits where undone_at is null and not is_second`
	);
	if (!there?.any || configurations.length === 0) return new Map();
	const enough = raw(String(THIN_COVERAGE));
	const parts = await reader.query<Part>(sql`
		with population as (
			select
				task, item_id, md5(last_run_id) as turn, ${stratumSql('confidence')} as band,
				agent_outcome, coalesce(visible_failure, false) as is_visible,
				visible_failure is not null as tells, delivered_outcome,
				coalesce(outcome_level = 'audited', false) as by_hand,
				coalesce(outcome_level in ('confirmed', 'audited'), false) and agent_outcome <> 'unknown' as is_known
			from cases
			where mature and ${conditions(filters, 'cases', zone)} and ${inConfigurations(configurations)}
		),
		checked as (
			select * from population where task in (select task from population where by_hand)
		),
		parted as (
			select *, 'none' as scheme, '' as stratum from checked
			union all
			select *, 'confidence' as scheme, band as stratum from checked
		),
		sizes as (
			select
				task, scheme, stratum, count(*) as size, count(*) filter (by_hand) as all_audits,
				count(*) filter (agent_outcome <> 'unknown' and not by_hand) as others_known,
				count(*) filter (is_known) >= ${enough} * count(*) as is_whole,
				case
					when count(*) filter (is_known) >= ${enough} * count(*) then max(turn)
					else max(turn) filter (by_hand)
				end as last_turn
			from parted
			group by task, scheme, stratum
		),
		ordered as (
			select
				p.*, is_whole, row_number() over turns as place,
				sum(is_known::integer) over turns as filled
			from parted as p
			join sizes as s using (task, scheme, stratum)
			where p.turn <= s.last_turn
			window turns as (partition by task, scheme, stratum order by p.turn)
		),
		ends as (
			select
				task, scheme, stratum,
				max(place) filter ((by_hand or is_whole) and filled >= ${enough} * place) as last_place
			from ordered
			group by task, scheme, stratum
		),
		items as (
			select
				task, scheme, stratum, item_id, count(*) as n,
				count(*) filter (agent_outcome = 'success') as x,
				count(*) filter (by_hand) as audits,
				count(*) filter (agent_outcome in ('failure', 'partial') and tells) as failures_told,
				count(*) filter (agent_outcome in ('failure', 'partial') and is_visible) as visible,
				count(*) filter (delivered_outcome = 'failure' and not is_visible) as escapes
			from ordered
			join ends using (task, scheme, stratum)
			where place <= last_place and is_known
			group by task, scheme, stratum, item_id
		)
		select
			task, scheme, any_value(size) as size, any_value(all_audits) as all_audits,
			any_value(others_known) as others_known, ${raw(SUMS)}
		from sizes
		left join items using (task, scheme, stratum)
		group by task, scheme, stratum
		order by task, scheme, stratum`);
	return new Map(
		[...new Set(parts.map((part) => part.task))].flatMap((task) => {
			const sample = sampleOf(parts.filter((part) => part.task === task));
			return sample ? [[task, sample] as const] : [];
		})
	);
}

const SUMS = Object.entries({
	audits: 'audits',
	known: 'n',
	successes: 'x',
	failures_told: 'failures_told',
	visible: 'visible',
	escapes: 'escapes',
	sum_n2: 'n * n',
	sum_x2: 'x * x',
	sum_nx: 'n * x'
})
	.map(([name, value]) => `coalesce(sum(${value}), 0)::bigint as ${name}`)
	.concat('count(item_id) as items')
	.join(', ');

/** A part with fewer known cases than this says nothing of itself, unless it is all there is. */
const LEAST_OF_A_PART = 5;

/** Of the plain sample and the one by bands of confidence the one with more checks; null without any. */
function sampleOf(parts: readonly Part[]): AuditSample | null {
	const plain = parts.filter((part) => part.scheme === 'none');
	const bands = parts.filter((part) => part.scheme === 'confidence');
	const known = (some: readonly Part[]) => sum(some, (part) => part.known);
	const audits = (some: readonly Part[]) => sum(some, (part) => part.audits);
	const complete = bands.every((part) => part.known >= Math.min(LEAST_OF_A_PART, part.size));
	const isStratified = bands.length > 1 && complete && audits(bands) > audits(plain);
	const chosen = isStratified ? bands : plain;
	if (known(chosen) === 0) return null;
	const cases = sum(chosen, (part) => part.size);
	const others = sum(chosen, (part) => part.others_known);
	const isAllThereIs = others === 0 && sum(chosen, (part) => part.all_audits - part.audits) === 0;
	return {
		...estimate(chosen, cases),
		isStratified,
		isUsed: others / cases < THIN_COVERAGE && (known(chosen) >= ENOUGH || isAllThereIs)
	};
}

/** Shares weighted by the size of the parts; the variance by the same weights (Cochran 1977, 5.3). */
function estimate(parts: readonly Part[], cases: number) {
	const known = sum(parts, (part) => part.known);
	const share = (of: (part: Part) => number) =>
		sum(parts, (part) => (part.size / cases) * (part.known ? of(part) / part.known : 0));
	/** Half a success and half a failure more: parts where all agree are not certain. */
	const smooth = (part: Part) => (part.successes + 0.5) / (part.known + 1);
	const rate = sum(parts, (part) => (part.size / cases) * smooth(part));
	const variance = sum(parts, (part) => {
		const weight = part.size / cases;
		return part.known ? (weight ** 2 * smooth(part) * (1 - smooth(part))) / part.known : 0;
	});
	const trials = {
		items: sum(parts, (part) => part.items),
		known,
		successes: sum(parts, (part) => part.successes),
		sum_n2: sum(parts, (part) => part.sum_n2),
		sum_x2: sum(parts, (part) => part.sum_x2),
		sum_nx: sum(parts, (part) => part.sum_nx)
	};
	const byParts = parts.length > 1 ? (known * variance) / (rate * (1 - rate)) : 1;
	return {
		audits: sum(parts, (part) => part.audits),
		known,
		successes: Math.min(known, known * share((part) => part.successes)),
		failuresTold: known * share((part) => part.failures_told),
		visible: known * share((part) => part.visible),
		escapeShare: share((part) => part.escapes),
		designEffect: byParts * designEffect(trials, trials)
	};
}

const sum = (parts: readonly Part[], of: (part: Part) => number): number =>
	parts.reduce((total, part) => total + of(part), 0);
