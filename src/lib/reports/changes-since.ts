import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { format, formatPeriod } from '../format.ts';
import { unitOfInput } from '../verdicts/input-units.ts';
import type { Figure, FrozenTask, ReportCell, ReportDocument } from './document.ts';

/** The parts of a report that are compared. */
type Compared = Pick<ReportDocument, 'data' | 'tasks' | 'period'> &
	Partial<Pick<ReportDocument, 'origin'>>;

/** What is different in a newer report, in sentences, the verdicts first; empty = nothing. */
export function changesSince(older: Compared, newer: Compared): string[] {
	const before = rowsOf(older);
	const after = rowsOf(newer);
	const came = [...after.keys()].filter((task) => !before.has(task));
	const gone = [...before.keys()].filter((task) => !after.has(task));
	const stayed = [...after].flatMap(([task, now]) => {
		const then = before.get(task);
		return then ? [{ task, then, now }] : [];
	});
	return [
		...stayed.flatMap(({ task, then, now }) =>
			then.verdict === now.verdict ? [] : [`${task}: was “${then.verdict}”, is “${now.verdict}”.`]
		),
		...came.map((task) => `${task}: is new, “${after.get(task)?.verdict ?? ''}”.`),
		...gone.map((task) => `${task}: has no runs any more.`),
		...stayed.flatMap(({ task, then, now }) => moved(task, then, now)),
		...inputChanges(older.tasks, newer.tasks),
		...aroundIt(older, newer)
	];
}

interface Row {
	verdict: string;
	net: Figure | null;
	success: Figure | null;
	known: number | null;
}

function rowsOf({ data }: Compared): Map<string, Row> {
	const at = (label: string) => data.columns.findIndex((column) => column.label === label);
	const places = {
		verdict: at('Verdict'),
		net: at('Net benefit, USD a month'),
		success: at('Right results'),
		known: at('Results known')
	};
	return new Map(
		data.rows.map((cells) => [
			String(cells[0]),
			{
				verdict: String(cells[places.verdict] ?? ''),
				net: figureOf(cells[places.net]),
				success: figureOf(cells[places.success]),
				known: typeof cells[places.known] === 'number' ? (cells[places.known] as number) : null
			}
		])
	);
}

const figureOf = (cell: ReportCell | undefined): Figure | null =>
	typeof cell === 'object' ? cell : null;

/** Figures that read differently now; one that only moved behind its rounding has not changed. */
function moved(task: string, then: Row, now: Row): string[] {
	const parts = [
		told('net benefit a month', then.net, now.net, 'usd'),
		told('right results', then.success, now.success, 'ratio'),
		then.known === now.known
			? null
			: `results known ${format(then.known, 'count')}, now ${format(now.known, 'count')}`
	].filter((part) => part !== null);
	return parts.length > 0 ? [`${task}: ${parts.join('; ')}.`] : [];
}

function told(
	name: string,
	then: Figure | null,
	now: Figure | null,
	unit: 'usd' | 'ratio'
): string | null {
	const [was, is] = [then, now].map((figure) =>
		format(figure?.value ?? null, unit, { surface: 'prose' })
	);
	return was === is ? null : `${name} ${was}, now ${is}`;
}

/** Inputs that somebody entered, changed or took back. */
function inputChanges(older: readonly FrozenTask[], newer: readonly FrozenTask[]): string[] {
	return newer.flatMap(({ task, inputs }) => {
		const before = older.find((one) => one.task === task)?.inputs;
		if (!before) return [];
		const names = [...new Set([...Object.keys(before), ...Object.keys(inputs)])].sort();
		const parts = names.flatMap((name) => {
			const [then, now] = [before, inputs].map((all) => all[name as 'human_minutes']);
			const isEntered = [then, now].some((one) => one?.source === 'entered');
			if (name === 'decision' || !isEntered || then?.value === now?.value) return [];
			const { unit, per } = unitOfInput(name);
			const written = (value: number | undefined) =>
				value === undefined ? 'our default' : `${format(value, unit, { surface: 'prose' })}${per}`;
			const label = (assumptionOf(name)?.label ?? name).toLowerCase();
			return [`${label} ${written(then?.value)}, now ${written(now?.value)}`];
		});
		return parts.length > 0 ? [`${task}, inputs: ${parts.join('; ')}.`] : [];
	});
}

function aroundIt(older: Compared, newer: Compared): string[] {
	const days = ({ period }: Compared) =>
		period ? formatPeriod(period.from, period.to) : 'no days';
	const a = older.origin;
	const b = newer.origin;
	return [
		days(older) === days(newer) ? null : `Runs of ${days(older)}, now of ${days(newer)}.`,
		a && b && a.priceBook + a.priceDate !== b.priceBook + b.priceDate
			? `Prices of ${a.priceDate} (${a.priceBook}), now of ${b.priceDate} (${b.priceBook}).`
			: null,
		a && b && a.definitionsVersion !== b.definitionsVersion
			? `Definitions version ${a.definitionsVersion}, now ${b.definitionsVersion}.`
			: null,
		a && b && a.appVersion !== b.appVersion
			? `Breakeven ${a.appVersion}, now ${b.appVersion}.`
			: null,
		a && b && a.dataSha256 !== b.dataSha256
			? `The data behind it is not the same: files, checks, definitions, prices or assumptions (SHA-256 ${a.dataSha256.slice(0, 12)}, now ${b.dataSha256.slice(0, 12)}).`
			: null,
		a && b && a.dataSha256 === b.dataSha256 && a.seed !== b.seed
			? `The same data under another seed (${a.seed}, now ${b.seed}).`
			: null
	].filter((line) => line !== null);
}
