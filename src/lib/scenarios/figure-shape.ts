import { assumptions, assumptionOf } from '#simulations/engine/assumptions.ts';
import type { Band, Figure, InputChange } from './document.ts';
import { either, nullable, number, object, Unreadable, type Shape } from './shape.ts';

/** Inputs that a scenario may change: every numeric assumption, and what runs measure. */
export const inputNames: readonly string[] = [
	'case_success_rate',
	'cost_per_case_usd',
	...assumptions.map(({ name }) => name)
];

/** The names of inputs, for a map by input. */
export const inputKeys = {
	known: inputNames,
	isKey: (name: string) => inputNames.includes(name)
};

/** A share, 0 to 1. */
export const share = (about: string) => number(about, 0, 1);

/** An amount of anything, not negative. */
export const amount = (about: string) => number(about, 0, 1e12);

/** From one end to below another. */
export function band(about: string, end: (about: string) => Shape<number>): Shape<Band> {
	return object(about, {
		at_least: nullable(end('From here on.')),
		below: nullable(end('Up to below here.'))
	});
}

/** A figure: a number, or a value with its 90 % interval. */
export function figure(about: string, min: number, max: number): Shape<Figure> {
	const full = object<Figure>(about, {
		value: number('The figure.', min, max),
		low: nullable(number('Low end of its 90 % interval.', min, max)),
		high: nullable(number('High end of its 90 % interval.', min, max))
	});
	const point = number(about, min, max);
	const shape = either<Figure>(
		'a number, or {value, low, high}',
		[
			{
				read: (value, at) => ({ value: point.read(value, at), low: null, high: null }),
				write: ({ value }) => value,
				schema: point.schema
			},
			{ ...full, read: (value, at) => insideItsRange(full.read(value, at), at) }
		],
		(value) => (typeof value === 'number' ? 0 : 1)
	);
	return { ...shape, write: (one) => (one.low === null ? one.value : full.write(one)) };
}

/** A new figure, or `{"times": 0.5}` or `{"plus": 0.02}` of what is measured. */
export function inputChange(): Shape<InputChange> {
	const set = figure('A new figure.', -1e12, 1e12);
	const times = object<{ times: number }>('The measured figure times this.', {
		times: number('Factor.', 0, 1e6)
	});
	const plus = object<{ plus: number }>('The measured figure plus this.', {
		plus: number('Summand.', -1e12, 1e12)
	});
	return either<InputChange>(
		'a number, {value, low, high}, {times} or {plus}',
		[
			{ ...times, read: (value, at) => ({ kind: 'times', ...times.read(value, at) }) },
			{ ...plus, read: (value, at) => ({ kind: 'plus', ...plus.read(value, at) }) },
			{ ...set, read: (value, at) => ({ kind: 'set', ...inRange(set.read(value, at), at) }) }
		] as Shape<InputChange>[],
		(value) => {
			const named = (name: string) => typeof value === 'object' && value !== null && name in value;
			return named('times') ? 0 : named('plus') ? 1 : 2;
		}
	);
}

/** Within what the input of this place may be. */
function inRange(given: Figure, at: string): Figure {
	const name = at.slice(at.lastIndexOf('.') + 1);
	const known = assumptionOf(name);
	const [min, max] = known
		? [known.min, known.max]
		: name === 'case_success_rate'
			? [0, 1]
			: [0, 1e12];
	for (const end of [given.value, given.low ?? given.value, given.high ?? given.value])
		if (!(end >= min && end <= max))
			throw new Unreadable(`${at} is ${end}, expected a number from ${min} to ${max}`);
	if (known?.unit === 'months' && !Number.isInteger(given.value))
		throw new Unreadable(`${at} is ${given.value}, expected a whole number of months`);
	if (known?.family === 'positive' && given.low === 0 && given.high !== 0)
		throw new Unreadable(`${at}.low is 0, expected a figure above 0, such as 0.01`);
	return given;
}

function insideItsRange(given: Figure, at: string): Figure {
	const { value, low, high } = given;
	if ((low === null) !== (high === null))
		throw new Unreadable(`${at} has one end of a range, expected low and high, or neither`);
	if (low !== null && high !== null && !(low <= value && value <= high))
		throw new Unreadable(`${at}.value is ${value}, outside its own range ${low} to ${high}`);
	return given;
}

/** Refuses a range that is upside down. */
export function ordered<T extends { low: number; high: number }>(range: T, at: string): T {
	if (range.low > range.high)
		throw new Unreadable(`${at}.low is ${range.low}, above its high end ${range.high}`);
	return range;
}
