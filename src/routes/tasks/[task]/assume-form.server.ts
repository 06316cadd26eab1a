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
	const read = changed.map((name) =>
		checked(
			{
				task,
				name,
				value: String(form.get(name) ?? '').trim() || middle(form, name),
				low: form.get(`${name}.low`),
				high: form.get(`${name}.high`)
			},
			name
		)
	);
	const problems = Object.fromEntries(
		read.flatMap((one, at) => ('problem' in one ? [[changed[at], one.problem]] : []))
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

/** The middle of a range whose ends alone were entered: "10 to 20 minutes" is an honest answer. */
function middle(form: FormData, name: string): string {
	const [low, high] = ['.low', '.high'].map((end) => String(form.get(name + end) ?? '').trim());
	const value = (Number(low) + Number(high)) / 2;
	return low && high && Number.isFinite(value) ? String(value) : '';
}
