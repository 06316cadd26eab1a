import { fail } from '@sveltejs/kit';
import { assumptions } from '#simulations/engine/assumptions.ts';
import { checked } from '#lib/server/assumptions/assumption.ts';
import { clearAssumption, storeAssumptions } from '#lib/server/assumptions/store.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** Stores the fields of the form that were changed; a refused one says why and nothing is stored. */
export async function assumeForm(form: FormData, warehouse: Warehouse, task: string) {
	const reset = form.get('reset');
	if (typeof reset === 'string') {
		await clearAssumption(warehouse, task, reset);
		return { saved: 1 };
	}
	const changed = assumptions
		.map(({ name }) => name)
		.filter((name) => form.has(name) && isChanged(form, name));
	const read = changed.map((name) => checked({ task, name, ...meant(form, name) }, ''));
	const problems = Object.fromEntries(
		read.flatMap((one, at) => {
			const name = changed[at] ?? '';
			return 'problem' in one ? [[name, one.problem.replace(`: ${name}: `, '')]] : [];
		})
	) as Record<string, string>;
	if (Object.keys(problems).length > 0) return fail(400, { problems });
	await storeAssumptions(
		warehouse,
		read.flatMap((one) => ('problem' in one ? [] : [one]))
	);
	return { saved: read.length };
}

/** The form carries what each field showed, so that only what somebody changed becomes "entered". */
function isChanged(form: FormData, name: string): boolean {
	const now = ['', '.low', '.high'].map((end) => String(form.get(name + end) ?? '').trim());
	return now.some((text) => text !== '') && now.join('|') !== String(form.get(`${name}.was`) ?? '');
}

/** The three fields of a figure, as text. */
interface Fields {
	value: string;
	low: string;
	high: string;
}

/**
 * What somebody who typed into some of the three fields means. The middle of a range whose ends alone
 * were entered ("10 to 20 minutes" is an honest answer); and what nobody typed, but the runs or a default
 * had put there, gives way where it contradicts what was typed.
 */
function meant(form: FormData, name: string): Fields {
	const text = (end: string) => String(form.get(name + end) ?? '').trim();
	const [value, low, high] = [text(''), text('.low'), text('.high')];
	const [wasValue, wasLow, wasHigh] = text('.was').split('|');
	const isTheirs = text('.source') === 'entered';
	const isOutside = low !== '' && high !== '' && !(+low <= +value && +value <= +high);
	if (value === '') return { value: middle(low, high), low, high };
	if (isTheirs || !isOutside) return { value, low, high };
	if (value === wasValue) return { value: middle(low, high), low, high };
	return {
		value,
		low: low === wasLow && high === wasHigh ? '' : low,
		high: low === wasLow && high === wasHigh ? '' : high
	};
}

function middle(low: string, high: string): string {
	const value = (Number(low) + Number(high)) / 2;
	return low && high && Number.isFinite(value) ? String(value) : '';
}
