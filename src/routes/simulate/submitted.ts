import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { typed } from '#lib/format.ts';

/**
 * What a submitted builder says, as parameters of an address. The form carries the address it was made
 * for (`now`), what each figure showed (`was.<name>`) and which parts it shows in full (`shows`), so
 * that only what somebody changed becomes part of the scenario. Other addresses stay as they are.
 */
export function submitted(form: URLSearchParams): URLSearchParams {
	const now = form.get('now');
	if (now === null) return form;
	const figures = [...form.keys()].filter((name) => name.startsWith('was.'));
	const inputs = figures.map((name) => name.slice('was.'.length));
	const isInput = (name: string) => inputs.some((input) => isUnder(name, input));
	const given = [...form].filter(([name]) => isChange(name));
	const shown = [...form.getAll('shows'), ...given.map(([name]) => name)].filter(
		(name) => !isInput(name)
	);
	const kept = [...new URLSearchParams(now)].filter(
		([name]) => isChange(name) && !isInput(name) && !shown.some((one) => isUnder(name, one))
	);
	const changed = inputs.flatMap((name) => figureOf(name, form, new URLSearchParams(now)));
	const said = given.filter(([name, value]) => value !== '' && !isInput(name));
	return new URLSearchParams(tidied([...kept, ...said, ...changed], form.get('review')));
}

/** How results are chosen for review, as the builder asks. */
export const reviewWays = {
	verdict: 'as in the verdict',
	cheapest: 'below the cheapest threshold',
	below: 'below a confidence',
	share: 'a share at random',
	target: 'the least that meets a target'
} as const;
export type ReviewWay = keyof typeof reviewWays;

type Entry = [name: string, value: string];

const isChange = (name: string): boolean => name === 'task' || name.startsWith('s.');

const isUnder = (name: string, part: string): boolean =>
	name === part || name.startsWith(`${part}.`);

/** An untouched figure stays as the scenario has it; an emptied one is as measured again. */
function figureOf(name: string, form: URLSearchParams, now: URLSearchParams): Entry[] {
	const ends = ['', '.low', '.high'];
	const [value = '', low = '', high = ''] = ends.map((end) => form.get(name + end)?.trim() ?? '');
	const was = form.get(`was.${name}`) ?? '';
	if ([value, low, high].join('|') === was)
		return [...now].filter(([other]) => isUnder(other, name));
	if (value === '') return [];
	const [wasValue = '', wasLow, wasHigh] = was.split('|');
	const range =
		low === wasLow && high === wasHigh && value !== wasValue
			? rangeAround(name, Number(value), Number(wasValue), low, high)
			: [low, high];
	const middle: Entry[] = [[name, value]];
	return middle.concat(
		range.flatMap((end, i): Entry[] => (end === '' ? [] : [[name + (ends[i + 1] ?? ''), end]]))
	);
}

/** The range moves with its middle, in proportion; that of a share stays while it holds the middle. */
function rangeAround(name: string, value: number, was: number, low: string, high: string) {
	if (low === '' || high === '') return [low, high];
	const family = assumptionOf(name.split('.').at(-1) ?? '')?.family;
	if (was > 0 && (family === 'positive' || name.endsWith('cost_per_case_usd')))
		return [low, high].map((end) => typed((Number(end) * value) / was));
	return Number(low) < value && value < Number(high) ? [low, high] : ['', ''];
}

/** Records that say nothing are left out, and one way to choose reviews holds. */
function tidied(entries: readonly Entry[], way: string | null): Entry[] {
	const valued = new Set(entries.map(([name]) => name));
	const said = entries.filter(([name]) =>
		KEYS.every(([record, key]) => {
			const found = record.exec(name);
			return !found || valued.has(`${found[0]}.${key}`);
		})
	);
	if (way === null || !(way in reviewWays)) return said;
	const review = 's.oversight.review';
	const others = said.filter(([name]) => !isUnder(name, review));
	if (way === 'verdict') return others;
	const own = said.filter(
		([name]) =>
			isUnder(name, review) &&
			!['below', 'share', 'target'].some((one) => one !== way && name === `${review}.${one}`)
	);
	if (way === 'cheapest') return own.length > 0 ? [...others, ...own] : [...others, [review, '{}']];
	const isSaid = own.some(([name]) => name === `${review}.${way}`);
	const start: Entry[] = isSaid ? [] : [[`${review}.${way}`, STARTS[way as keyof typeof STARTS]]];
	return [...others, ...own, ...start];
}

/** What a record needs to say anything at all. */
const KEYS: readonly [RegExp, string][] = [
	[/^s\.scope\.segments\.\d+/, 'values'],
	[/^s\.incidents\.common_causes\.\d+/, 'times_per_year'],
	[/^s\.oversight\.desk\.shifts\.\d+/, 'reviewers'],
	[/^s\.state\.\d+/, 'name']
];

/** Where a way to choose reviews begins until somebody moves it. */
const STARTS = { below: '0.8', share: '0.2', target: '0.6' };
