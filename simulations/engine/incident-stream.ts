import type { Calendar } from './calendar.ts';
import { normalDensity, normalQuantile } from './statistics/normal.ts';
import { drawPoisson } from './statistics/poisson.ts';
import { quantileAtWord, quantileTable, type QuantileTable } from './statistics/quantile-table.ts';
import { streamOf, WordBuffer } from './statistics/random.ts';

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
 * safer option keeps a subset of the same incidents (simulation-spec D.1, D.5). An event takes two
 * words: its place in the volume of all months, and its severity.
 */
export function drawIncidentLosses(
	rates: IncidentRates,
	calendar: Calendar,
	{ seed, side, chunk, sigma, byMonth = false }: IncidentLuck
): Float64Array[] {
	const { perCase, options, casesPerMonth, meanSeverityUsd } = rates;
	const { totalVolume, sinceRetraining, discount, volume, presentVolume } = calendar;
	const counts = streamOf(seed, `incident.count.${side}`, chunk);
	const buffer = new WordBuffer(streamOf(seed, `incident.event.${side}`, chunk));
	const words = buffer.values;
	const { upTo, guide } = monthsByWord(volume, totalVolume);
	const perVolume = volume.map((cases) => totalVolume / (WORDS * cases));
	const severity = unitLognormal(sigma);
	const ratesOfTrial = options * presentVolume.length;
	const trials = casesPerMonth.length;
	const slots = byMonth ? volume.length : 1;
	const weight = byMonth ? volume.map(() => 1) : discount;
	const losses = Array.from({ length: options }, () => new Float64Array(trials * slots));
	const kept = new Float64Array(options * slots);
	const isOne = kept.length === 1;
	for (let trial = 0; trial < trials; trial++) {
		const from = trial * ratesOfTrial;
		let [largest, least] = [0, Infinity];
		for (let k = from; k < from + ratesOfTrial; k++) {
			largest = Math.max(largest, perCase[k] ?? 0);
			least = Math.min(least, perCase[k] ?? 0);
		}
		let left = drawPoisson(counts, largest * (casesPerMonth[trial] ?? 0) * totalVolume);
		if (left === 0) continue;
		for (let k = 0; k < kept.length; k++) kept[k] = 0;
		// Where every option keeps every event, and where there is but one, a sum in a register will do.
		const allKeepAll = least === largest && !byMonth;
		let only = 0;
		while (left > 0) {
			const events = Math.min(left, MOST_AT_ONCE);
			left -= events;
			let next = buffer.take(2 * events);
			for (const end = next + 2 * events; next < end; next += 2) {
				const place = words[next] ?? 0;
				let month = guide[place >>> GUIDE_SHIFT] ?? 0;
				while (place >= (upTo[month] ?? Infinity)) month++;
				const loss = (weight[month] ?? 0) * quantileAtWord(severity, words[next + 1] ?? 0);
				if (allKeepAll) {
					only += loss;
					continue;
				}
				// Where in its month the place falls is as good as another uniform.
				const mark = largest * ((upTo[month] ?? 0) - place) * (perVolume[month] ?? 0);
				const at = from + (sinceRetraining[month] ?? 0) * options;
				const slot = byMonth ? month * options : 0;
				if (isOne) {
					if (mark <= (perCase[at] ?? 0)) only += loss;
				} else
					for (let k = 0; k < options; k++)
						if (mark <= (perCase[at + k] ?? 0)) kept[slot + k] = (kept[slot + k] ?? 0) + loss;
			}
		}
		if (allKeepAll || isOne) kept.fill(only);
		const mean = meanSeverityUsd[trial] ?? 0;
		for (let k = 0; k < options; k++) {
			const column = losses[k];
			for (let slot = 0; column && slot < slots; slot++)
				column[trial * slots + slot] = (kept[slot * options + k] ?? 0) * mean;
		}
	}
	return losses;
}

const MOST_AT_ONCE = 512;
const WORDS = 2 ** 32;
const GUIDE_BITS = 8;
const GUIDE_SHIFT = 32 - GUIDE_BITS;

/**
 * The months as parts of all words, each up to where it ends, and for each of 256 places the first
 * month that may hold it, so that a search starts at the answer.
 */
function monthsByWord(volume: Float64Array, totalVolume: number) {
	let total = 0;
	const upTo = volume.map((cases) => ((total += cases) / totalVolume) * WORDS);
	// Rounding must not leave a place beyond the last month.
	if (upTo.length > 0) upTo[upTo.length - 1] = WORDS;
	let month = 0;
	const guide = Int32Array.from({ length: 1 << GUIDE_BITS }, (_, cell) => {
		while (month < volume.length - 1 && (upTo[month] ?? 0) <= cell * 2 ** GUIDE_SHIFT) month++;
		return month;
	});
	return { upTo, guide };
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
