import type { Calendar } from './calendar.ts';
import { normalDensity, normalQuantile } from './statistics/normal.ts';
import { drawPoisson } from './statistics/poisson.ts';
import { quantileAt, quantileTable, type QuantileTable } from './statistics/quantile-table.ts';
import { streamOf, UniformBuffer } from './statistics/random.ts';

/** What decides the incidents of one side (agent or person) in each trial of a chunk. */
export interface IncidentRates {
	/** Incidents per case: by trial, within it by months since retraining, within them by option. */
	perCase: Float64Array;
	options: number;
	casesPerMonth: Float64Array;
	meanSeverityUsd: Float64Array;
}

/** Where the luck of incidents comes from, and how wide their cost spreads. */
export interface IncidentLuck {
	seed: number | string;
	side: string;
	chunk: number;
	sigma: number;
	/** Keeps the months apart, undiscounted: trial by trial, within it by month. */
	byMonth?: boolean;
}

/**
 * Present value of the incidents of every option in each trial of a chunk. One Poisson total for all
 * months is drawn at the highest rate of the options compared and put into months by volume. Each
 * event has a mark, and an option keeps it iff the mark is under its share of the highest rate: a
 * safer option keeps a subset of the same incidents (simulation-spec D.1, D.5).
 */
export function drawIncidentLosses(
	{ perCase, options, casesPerMonth, meanSeverityUsd }: IncidentRates,
	{ totalVolume, sinceRetraining, discount, volume, presentVolume }: Calendar,
	{ seed, side, chunk, sigma, byMonth = false }: IncidentLuck
): Float64Array[] {
	const counts = streamOf(seed, `incident.count.${side}`, chunk);
	const buffer = new UniformBuffer(streamOf(seed, `incident.event.${side}`, chunk));
	const upTo = runningTotals(volume);
	const guide = guideTo(upTo);
	const perVolume = volume.map((cases) => 1 / cases);
	const severity = unitLognormal(sigma);
	const rates = options * presentVolume.length;
	const trials = casesPerMonth.length;
	const slots = byMonth ? volume.length : 1;
	const weight = byMonth ? volume.map(() => 1) : discount;
	const losses = Array.from({ length: options }, () => new Float64Array(trials * slots));
	const kept = new Float64Array(options * slots);
	for (let trial = 0; trial < trials; trial++) {
		const from = trial * rates;
		let largest = 0;
		for (let k = from; k < from + rates; k++) largest = Math.max(largest, perCase[k] ?? 0);
		let left = drawPoisson(counts, largest * (casesPerMonth[trial] ?? 0) * totalVolume);
		if (left === 0) continue;
		kept.fill(0);
		while (left > 0) {
			const events = Math.min(left, 512);
			left -= events;
			let next = buffer.take(2 * events);
			const uniforms = buffer.values;
			for (let event = 0; event < events; event++) {
				const place = uniforms[next++] ?? 0;
				const volumePlace = place * totalVolume;
				let month = guide[(place * GUIDE) | 0] ?? 0;
				while (volumePlace >= (upTo[month] ?? Infinity)) month++;
				// Where in its month the place falls is as good as another uniform.
				const mark = largest * ((upTo[month] ?? 0) - volumePlace) * (perVolume[month] ?? 0);
				const loss = (weight[month] ?? 0) * quantileAt(severity, uniforms[next++] ?? 0);
				const at = from + (sinceRetraining[month] ?? 0) * options;
				const slot = byMonth ? month * options : 0;
				for (let k = 0; k < options; k++)
					if (mark <= (perCase[at + k] ?? 0)) kept[slot + k] = (kept[slot + k] ?? 0) + loss;
			}
		}
		const mean = meanSeverityUsd[trial] ?? 0;
		for (let k = 0; k < options; k++) {
			const column = losses[k];
			for (let slot = 0; column && slot < slots; slot++)
				column[trial * slots + slot] = (kept[slot * options + k] ?? 0) * mean;
		}
	}
	return losses;
}

const GUIDE = 256;

/** For each of 256 places the first month that may hold it, so that a search starts at the answer. */
function guideTo(volumeUpTo: Float64Array): Int32Array {
	const total = volumeUpTo.at(-1) ?? 0;
	let month = 0;
	return Int32Array.from({ length: GUIDE }, (_, cell) => {
		while (month < volumeUpTo.length - 1 && (volumeUpTo[month] ?? 0) <= (cell / GUIDE) * total)
			month++;
		return month;
	});
}

function runningTotals(values: Float64Array): Float64Array {
	let total = 0;
	return values.map((value) => (total += value));
}

/** A lognormal of mean 1, through a table. */
function unitLognormal(sigma: number): QuantileTable {
	const value = (score: number) => Math.exp(sigma * score - (sigma * sigma) / 2);
	return quantileTable(`unit lognormal|${sigma}`, {
		quantile: normalQuantile,
		density: normalDensity,
		slope: (score) => -score,
		value,
		stretch: (score) => sigma * value(score)
	});
}
