import { formatDate } from '../../../format.ts';
import { changesSince } from '../../../reports/changes-since.ts';
import type { Block } from '../block.ts';
import { frozenTasks, reportData } from '../frozen.ts';

/** What is different from the report before; the first report has none. */
export const changesBlock: Block = {
	id: 'changes',
	title: 'What changed since the report before',
	make(facts) {
		const { previous } = facts;
		if (!previous) return null;
		const { origin, period } = facts;
		const now = { data: reportData(facts), tasks: frozenTasks(facts), period, origin };
		const changes = changesSince(previous.document, now);
		const since = `Compared with report ${previous.id} of ${formatDate(previous.document.createdAt)}.`;
		return [
			{ kind: 'text', text: changes.length > 0 ? since : `${since} Nothing changed.` },
			...(changes.length > 0 ? [{ kind: 'list' as const, items: changes }] : [])
		];
	}
};
