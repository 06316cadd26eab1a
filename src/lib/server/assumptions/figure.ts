import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { distributionOf } from '#simulations/engine/distribution.ts';
import { format, typed } from '../../format.ts';

/** What stands in the three fields of an assumption, as it was typed. */
export interface Typed {
	value: string;
	low: string;
	high: string;
}

/** A figure with its 90 % interval; both ends null = a point. */
export interface TypedFigure {
	value: number;
	low: number | null;
	high: number | null;
}

/** Typed text -> a figure that the engine can take, null where all fields are blank, or why not in one sentence. */
export function figureOf(name: string, typed: Typed): TypedFigure | null | { problem: string } {
	const known = assumptionOf(name);
	const isShare = known?.unit.startsWith('ratio') ?? false;
	const read = [typed.value, typed.low, typed.high].map((text) => numberOf(text, isShare));
	const wrong = read.find((one) => typeof one === 'string');
	if (wrong !== undefined) return { problem: wrong };
	const [value, low, high] = read as (number | null)[];
	if (value === null || value === undefined) {
		const blank = (low ?? null) === null && (high ?? null) === null;
		return blank ? null : { problem: 'A range alone says too little: give the value as well.' };
	}
	const figure = { value, low: low ?? null, high: high ?? null };
	const problem = refusal(name, figure);
	return problem === null ? figure : { problem };
}

/** Why the engine could not take a figure, in one sentence; null when it can. */
function refusal(name: string, { value, low, high }: TypedFigure): string | null {
	const { min, max, unit, family } = assumptionOf(name) ?? {
		min: 0,
		max: 1e12,
		unit: 'usd' as const,
		family: 'point' as const
	};
	const outside = [value, low ?? value, high ?? value].find((end) => !(end >= min && end <= max));
	if (outside !== undefined) {
		const share = unit.startsWith('ratio') && max === 1 && outside > 1 && outside <= 100;
		const hint = share ? `: write ${outside / 100} or ${outside} %` : '';
		return `${written(outside)} is outside ${written(min)} to ${written(max)}${hint}.`;
	}
	if ((low === null) !== (high === null)) return 'A range needs both ends, or none.';
	if (low !== null && high !== null && !(low <= value && value <= high))
		return `${written(value)} is outside its own range, ${written(low)} to ${written(high)}.`;
	if (unit === 'months' && !Number.isInteger(value))
		return `${written(value)} is no whole number of months.`;
	if (family === 'positive' && low === 0 && high !== 0)
		return 'The low end of a range must be above 0: write a small figure instead, such as 0.01.';
	try {
		distributionOf({ value, low, high }, family);
		return null;
	} catch {
		return `No distribution fits ${written(low ?? value)} to ${written(high ?? value)}: widen the range, or leave it out.`;
	}
}

/** A number with or without thousands; `94 %` where a share is meant; null when blank, a sentence when neither. */
function numberOf(text: string, isShare: boolean): number | null | string {
	const trimmed = text.trim().replace('−', '-');
	if (trimmed === '') return null;
	const percent = /^(.*?)\s*%$/.exec(trimmed);
	if (percent && !isShare) return `“${trimmed}” is no share: leave the % out.`;
	const digits = percent?.[1] ?? trimmed;
	if (/^-?\d+,\d{1,2}$/.test(digits)) {
		return `“${trimmed}” has a comma: write ${digits.replace(',', '.')} with a point.`;
	}
	const plain = /^-?\d{1,3}([,  _]\d{3})+(\.\d+)?$/.test(digits)
		? digits.replace(/[,  _]/g, '')
		: digits;
	if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return `“${trimmed}” is no number.`;
	return percent ? percentage(Number(plain)) : Number(plain);
}

/** 94 % is 0.94, not 0.9400000000000001. */
const percentage = (value: number): number => Number((value / 100).toPrecision(15));

/** A limit or what was typed; a number that nobody would write out stays in powers of ten. */
const written = (value: number): string =>
	Math.abs(value) < 1e15 ? format(value, 'count', { surface: 'full' }) : typed(value, 6);
