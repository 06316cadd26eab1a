import { fail } from '@sveltejs/kit';
import { acceptVerdict } from '#lib/server/verdict-history/accept.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';

/** A click on a verdict that waits: it stands from now on, unless something else came in between. */
export async function acceptForm(request: Request, warehouse: Warehouse) {
	const form = await request.formData();
	const task = String(form.get('task') ?? '');
	const verdict = String(form.get('verdict') ?? '');
	if (await acceptVerdict(warehouse, task, verdict)) return { accepted: task };
	return fail(409, {
		notAccepted: task,
		acceptProblem: 'That verdict does not wait any more: what stands now is shown above.'
	});
}
