import { driftedRate, type Calendar } from './calendar.ts';
import { drawIncidentLosses } from './incident-stream.ts';
import { savingPerCase } from './net-benefit.ts';
import type { OptionPlan } from './option-plan.ts';
import { fatesOf, noFates } from './oversight.ts';
import type { PreparedSimulation, ScenarioView } from './scenario-view.ts';
import { DAYS_PER_MONTH, type CommonCause } from './scenario.ts';
import { drawPoisson } from './statistics/poisson.ts';
import { streamOf } from './statistics/random.ts';
import { at, type Trials } from './trials.ts';

/** What events cost by option, present value per trial. */
export interface EventLosses {
	/** Incidents of the agent's cases as they fell, those of the people who redo cases included. */
	agent: Float64Array[];
	/** What events add to expected net benefit: what was expected less what fell. */
	surprise: Float64Array[];
}

/**
 * Incidents and common causes of a chunk as they fell. Incidents of all options are thinned from the
 * same stream, those of the person from another (simulation-spec D.1, D.5).
 */
export function eventLosses(
	prepared: PreparedSimulation,
	view: ScenarioView,
	chunk: number
): EventLosses {
	const { trials, plans } = view;
	const none = () => plans.map(() => new Float64Array(trials.count));
	const losses: EventLosses = { agent: none(), surprise: none() };
	if (mayHarm(trials)) {
		const sides = incidentSides(prepared, view);
		for (const side of ['agent', 'human'] as const) {
			const sign = side === 'agent' ? 1 : -1;
			const fallen = drawSide(sides[side], prepared, trials, chunk);
			if (side === 'agent') losses.agent = fallen;
			const expected = expectedLosses(sides[side], prepared.calendar, trials);
			losses.surprise.forEach((column, k) => {
				const place = Math.min(k, fallen.length - 1);
				const [mean, fell] = [expected[place] ?? column, fallen[place] ?? column];
				for (let i = 0; i < column.length; i++)
					column[i] = at(column, i) + sign * (at(mean, i) - at(fell, i));
			});
		}
	}
	addCauses(losses.surprise, prepared, view, chunk);
	return losses;
}

/** Whether an escape may become an incident at all. */
export function mayHarm({ columns }: Trials): boolean {
	return columns.incident_prob_given_escape.some((share) => share > 0);
}

/** How often cases cause an incident: by trial, within it by months since retraining, then by column. */
export interface IncidentSide {
	side: 'agent' | 'human';
	perCase: Float64Array;
	/** One per option; one for all of them where the person's are the same for all. */
	columns: number;
}

/** Incidents per case of the task under each option, and on the same cases in a person's hands. */
export function incidentSides(
	prepared: PreparedSimulation,
	view: ScenarioView
): Record<'agent' | 'human', IncidentSide> {
	return { agent: agentSide(prepared, view), human: humanSide(prepared, view) };
}

/** The incidents of one side as they fall; by month and undiscounted when asked. */
export function drawSide(
	{ side, perCase, columns: options }: IncidentSide,
	{ scenario, calendar, seed }: PreparedSimulation,
	{ columns }: Trials,
	chunk: number,
	byMonth = false
): Float64Array[] {
	const { volume_per_month: casesPerMonth, incident_mean_cost: meanSeverityUsd } = columns;
	const { severitySigma: sigma } = scenario;
	const rates = { perCase, options, casesPerMonth, meanSeverityUsd };
	return drawIncidentLosses(rates, calendar, { seed, side, chunk, sigma, byMonth });
}

function agentSide(
	{ scenario, calendar }: PreparedSimulation,
	{ trials, plans }: ScenarioView
): IncidentSide {
	const { columns: c, count } = trials;
	const cycle = calendar.presentVolume.length;
	const perCase = new Float64Array(count * cycle * plans.length);
	const fates = noFates();
	const { incident_prob_given_escape: harmful, human_success: person } = c;
	const { reviewer_detect: detect, reviewer_false_alarm: alarm, visible_failure_share: seen } = c;
	const drift = scenario.driftPerMonth;
	for (const [k, plan] of plans.entries()) {
		const { oversight, scopeShare, successFactor: factor, successBefore } = plan;
		const { reviewShareGood: good, reviewShareBad: bad } = plan;
		let place = k;
		for (let i = 0; i < count; i++) {
			fatesOf(fates, oversight, at(good, i), at(bad, i), at(detect, i), at(alarm, i));
			const visible = at(seen, i);
			const personErrs = 1 - at(person, i);
			// A person who redoes a case makes a person's errors.
			const whenWrong =
				(1 - visible) * (1 - fates.wrongRedone) +
				((1 - visible) * fates.wrongRedone + visible) * personErrs;
			const whenRight = fates.rightRedone * personErrs;
			const perEscape = scopeShare * at(harmful, i);
			const before = at(successBefore, i);
			for (let since = 0; since < cycle; since++) {
				const rate = factor * driftedRate(before, drift * since);
				perCase[place] = perEscape * (rate * whenRight + (1 - rate) * whenWrong);
				place += plans.length;
			}
		}
	}
	return { side: 'agent', perCase, columns: plans.length };
}

function humanSide(
	{ calendar }: PreparedSimulation,
	{ trials, plans }: ScenarioView
): IncidentSide {
	const { columns: c, count } = trials;
	const cycle = calendar.presentVolume.length;
	const whole = plans.every((plan) => plan.scopeShare === 1);
	const shares = whole ? [1] : plans.map((plan) => plan.scopeShare);
	const perCase = new Float64Array(count * cycle * shares.length);
	let next = 0;
	for (let i = 0; i < count; i++) {
		const rate = (1 - at(c.human_success, i)) * at(c.incident_prob_given_escape, i);
		for (let since = 0; since < cycle; since++)
			for (const share of shares) perCase[next++] = share * rate;
	}
	return { side: 'human', perCase, columns: shares.length };
}

function expectedLosses(
	{ perCase, columns: width }: IncidentSide,
	{ presentVolume }: Calendar,
	{ columns: c, count }: Trials
): Float64Array[] {
	const cycle = presentVolume.length;
	return Array.from({ length: width }, (_, k) => {
		const expected = new Float64Array(count);
		for (let i = 0; i < count; i++) {
			let cases = 0;
			for (let since = 0; since < cycle; since++)
				cases += at(presentVolume, since) * at(perCase, (i * cycle + since) * width + k);
			expected[i] = cases * at(c.volume_per_month, i) * at(c.incident_mean_cost, i);
		}
		return expected;
	});
}

/** Puts common causes in place of what they are expected to cost on average. */
function addCauses(
	surprise: readonly Float64Array[],
	prepared: PreparedSimulation,
	{ trials, plans }: ScenarioView,
	chunk: number
): void {
	const { causes = [] } = prepared.scenario;
	if (causes.length === 0 || prepared.calendar.months === 0) return;
	const worth = plans.map((plan) => worthOfSuccess(trials, plan));
	const presentMonths = prepared.calendar.presentVolume.reduce((sum, volume) => sum + volume, 0);
	for (const cause of causes) {
		const casesHit = hitCases(cause, prepared, trials, chunk);
		const expected = ((cause.timesPerYear * cause.days) / (12 * DAYS_PER_MONTH)) * presentMonths;
		surprise.forEach((column, k) => {
			const plan = plans[k];
			if (!plan) return;
			// Success over the months has the cause's mean in it already: what it hits is without it.
			const scale = (cause.shareFailing * plan.scopeShare) / (plan.successFactor || 1);
			for (let i = 0; i < column.length; i++) {
				const cases = expected * at(trials.columns.volume_per_month, i) - at(casesHit, i);
				const failing = scale * at(plan.success, i);
				column[i] = at(column, i) + cases * failing * at(worth[k] ?? column, i);
			}
		});
	}
}

/** Cases that come while a cause is at work, at their present value, per trial. */
function hitCases(
	{ name, timesPerYear, days }: CommonCause,
	{ calendar, seed }: PreparedSimulation,
	trials: Trials,
	chunk: number
): Float64Array {
	const { months, volume, discount } = calendar;
	const stream = streamOf(seed, `cause:${name}`, chunk);
	return trials.columns.volume_per_month.map((perMonth) => {
		let cases = 0;
		for (let left = drawPoisson(stream, (timesPerYear * months) / 12); left > 0; left--) {
			const month = Math.floor(stream.nextUniform() * months);
			cases += (volume[month] ?? 0) * (discount[month] ?? 0);
		}
		return (cases * perMonth * days) / DAYS_PER_MONTH;
	});
}

/** What one more right result of the agent is worth, per trial: net benefit is linear in success. */
export function worthOfSuccess(trials: Trials, plan: OptionPlan): Float64Array {
	const always = savingPerCase(trials, {
		...plan,
		success: new Float64Array(trials.count).fill(1)
	});
	const never = savingPerCase(trials, { ...plan, success: new Float64Array(trials.count) });
	return always.map((saving, i) => saving - at(never, i));
}
