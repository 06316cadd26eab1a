import { assumptionOf } from '#simulations/engine/assumptions.ts';
import { changesInWords } from '../../definitions/definition-changes.ts';
import type { Definitions } from '../../definitions/definitions.ts';
import type { Cause } from '../../verdicts/cause.ts';
import type { EnteredAssumption } from '../assumptions/assumption.ts';
import { assumptionText } from '../assumptions/assumption-text.ts';
import type { PriceOverride } from '../price-book.ts';

/** An import that brought something. */
export const importCause = (importId: number, fileName: string): Cause => ({
	kind: 'import',
	reference: String(importId),
	text: `${fileName} came in (import ${importId})`
});

/** The files of an archive that brought something: one thing that somebody did. */
export function archiveCause(
	archive: string,
	imports: readonly { id: number; file: string }[]
): Cause {
	const [first, last] = [imports[0], imports.at(-1)];
	if (!first || !last || first === last) return importCause(first?.id ?? 0, first?.file ?? archive);
	return {
		kind: 'import',
		reference: String(last.id),
		text: `${archive} came in (${imports.length} files, imports ${first.id} to ${last.id})`
	};
}

/** Runs whose lifetime was over. */
export const retentionCause = (before: string, runs: number): Cause => ({
	kind: 'retention',
	reference: before,
	text: `${runs} ${runs === 1 ? 'run' : 'runs'} before ${before} were removed by retention`
});

/** An import that was taken out again. */
export const undoCause = (importId: number, fileName: string): Cause => ({
	kind: 'undo',
	reference: String(importId),
	text: `${fileName} was taken out again (import ${importId})`
});

/** A new version of the definitions. */
export const definitionCause = (
	version: number,
	before: Definitions,
	after: Definitions
): Cause => ({
	kind: 'definition',
	reference: String(version),
	text: `definitions version ${version}: ${listed(changesInWords(before, after)) || 'nothing new'}`
});

/** Answers of people who looked at runs, or one taken back. */
export const checkCause = (runIds: readonly string[], isTakenBack = false): Cause => ({
	kind: 'check',
	reference: runIds.length === 1 ? (runIds[0] ?? null) : null,
	text: isTakenBack
		? 'a check by hand was taken back'
		: runIds.length === 1
			? '1 result was checked by hand'
			: `${runIds.length} results were checked by hand`
});

/** Assumptions entered together; `value` null = taken back. `before` is what held until then. */
export function assumptionCause(
	entered: readonly (Pick<EnteredAssumption, 'task' | 'name'> & {
		value: EnteredAssumption['value'] | null;
	})[],
	before: readonly Pick<EnteredAssumption, 'task' | 'name' | 'value'>[]
): Cause {
	const sentences = entered.map(({ task, name, value }) => {
		const was = before.find((one) => one.task === task && one.name === name)?.value ?? null;
		const label = assumptionOf(name)?.label.toLowerCase() ?? name;
		const whose = task === '' ? ' for every task' : '';
		if (value === null)
			return `${label}${whose} taken back${was === null ? '' : `, was ${assumptionText(name, was)}`}`;
		return `${label}${whose} entered as ${assumptionText(name, value)}${was === null ? '' : `, was ${assumptionText(name, was)}`}`;
	});
	const [only] = entered;
	return {
		kind: 'assumption',
		reference: entered.length === 1 ? (only?.name ?? null) : null,
		text: listed(sentences)
	};
}

/** Own prices entered, altered or taken back; null where the lists say the same. */
export function priceCause(
	before: readonly PriceOverride[],
	after: readonly PriceOverride[]
): Cause | null {
	const told = (row: PriceOverride) => JSON.stringify(row);
	const entered = after.filter((row) => !before.some((one) => told(one) === told(row)));
	const isEntered = (row: PriceOverride) =>
		entered.some((one) => one.model === row.model && one.provider === row.provider);
	const gone = before.filter((row) => !after.some((one) => told(one) === told(row)));
	const back = gone.filter((row) => !isEntered(row));
	const concerned = [...entered, ...back];
	if (concerned.length === 0) return null;
	return {
		kind: 'price',
		reference: concerned.length === 1 ? (concerned[0]?.model ?? null) : null,
		text: listed([
			...entered.map((row) => `own price of ${row.model} entered: ${pricesInWords(row)}`),
			...back.map((row) => `own price of ${row.model} taken back`)
		])
	};
}

/** "input 2.5, output 10 USD per million tokens since 2026-03-01". */
function pricesInWords({ prices, valid_from }: PriceOverride): string {
	const each = Object.entries(prices)
		.filter(([name]) => name.endsWith('_mtok'))
		.map(([name, usd]) => `${name.replace('_mtok', '').replaceAll('_', ' ')} ${String(usd)}`);
	return `${each.join(', ')} USD per million tokens${valid_from === null ? '' : ` since ${valid_from}`}`;
}

const MOST = 3;

/** The first few, and how many more. */
const listed = (sentences: readonly string[]): string =>
	[
		...sentences.slice(0, MOST),
		...(sentences.length > MOST ? [`and ${sentences.length - MOST} more`] : [])
	].join('; ');
