import { format } from '#lib/format.ts';

type Figures = Readonly<Record<string, string | number | boolean | null>> | null;

/** A rung of the ladder: how an outcome is known, and the rate among the runs that reach it. */
export interface Rung {
	name: string;
	label: string;
	note: string;
	rate: number | null;
	low: number | null;
	high: number | null;
	n: number;
}

/** A step of the funnel with what was lost before it. */
export interface Step {
	step: string;
	cases: number;
	cost_usd: number | null;
	lost: readonly { reason: string; cases: number; cost_usd: number | null }[];
}

/** Word of how late bad news comes. */
export interface Maturity {
	n: number;
	points: readonly { days: number; share: number }[];
	settledDays: number | null;
}

const RUNGS = [
	['claimed', 'Claimed', "the agent's own word", 'claimed_runs'],
	[
		'uncontradicted',
		'Uncontradicted',
		'claimed, mature, nothing against it',
		'mature_claimed_runs'
	],
	['confirmed', 'Confirmed', 'judged by somebody else', 'confirmed_runs'],
	['audited', 'Audited', 'random runs checked by hand', 'audited_runs']
] as const;

/** The four rungs from metrics named `<rung>_rate`, `_low`, `_high` and their counts. */
export const rungs = (figures: Figures): Rung[] =>
	RUNGS.map(([name, label, note, n]) => ({
		name,
		label,
		note,
		rate: number(figures, `${name}_rate`),
		low: number(figures, `${name}_rate_low`),
		high: number(figures, `${name}_rate_high`),
		n: number(figures, n) ?? 0
	}));

/** What the ladder shows: how much of the claim survives. */
export function ladderFinding(rows: readonly Rung[]): string {
	const of = (name: string) => rows.find((row) => row.name === name);
	const claimed = of('claimed');
	const best = [of('audited'), of('confirmed')].find((row) => row && row.n > 0);
	if (!claimed || claimed.rate === null)
		return best?.rate == null
			? 'Nobody has said how these runs ended'
			: `${best.label}: ${share(best.rate)} right`;
	if (!best || best.rate === null)
		return `${share(claimed.rate)} claimed right, and nobody has checked`;
	return `${share(claimed.rate)} claimed right, ${share(best.rate)} ${best.label.toLowerCase()} right`;
}

/** When bad news has come, and how many runs are still too young for it. */
export function maturityLine(curve: Maturity, days: number, young: number): string {
	const held =
		days === 0
			? 'Every run counts as mature at once: no maturity is set for this task.'
			: `Runs count once they are ${days} days old; ${format(young, 'count')} are younger and held out.`;
	if (curve.settledDays === null)
		return curve.n === 0
			? held
			: `${held} Only ${curve.n} wrong runs have a time at which that was known.`;
	const late =
		curve.settledDays === 0 ? 'on the same day' : `within ${counted(curve.settledDays, 'day')}`;
	return `${held} Of ${format(curve.n, 'count')} wrong runs, 95 % were known to be wrong ${late}.`;
}

const LABELS: Readonly<Record<string, string>> = {
	eligible: 'Eligible',
	assigned: 'Given to the agent',
	attempted: 'Attempted',
	claimed: 'Claimed right',
	durable: 'Still stands',
	verified: 'Verified right'
};

/** A step's name for people. */
export const stepLabel = (step: string): string => LABELS[step] ?? step;

/** What was lost before a step: `-12 contradicted (4.10 USD)`. */
export const funnelNote = ({ lost }: Step): string =>
	lost
		.filter((one) => one.cases > 0)
		.map(({ reason, cases, cost_usd }) => {
			const spent =
				cost_usd === null ? '' : ` (${format(cost_usd, 'usd', { surface: 'prose' })} spent)`;
			return `${format(cases, 'count')} ${reason}${spent}`;
		})
		.join(', ');

/** What the funnel shows: how much of the work ends verified, and what the rest cost. */
export function funnelFinding(steps: readonly Step[]): string {
	const first = steps[0];
	const last = steps.at(-1);
	if (!first || !last || first.cases === 0) return 'How far work gets';
	const all = `Of ${format(first.cases, 'count')} cases ${format(last.cases, 'count')} end verified right`;
	if (first.cost_usd === null) return all;
	const elsewhere = first.cost_usd - (last.cost_usd ?? 0);
	return `${all}; ${format(elsewhere, 'usd', { surface: 'prose' })} went into the others`;
}

const share = (value: number) => format(value, 'ratio', { surface: 'prose' });
const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
const number = (figures: Figures, name: string): number | null => {
	const value = figures?.[name];
	return typeof value === 'number' ? value : null;
};
