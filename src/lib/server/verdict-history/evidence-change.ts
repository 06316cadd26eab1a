import { format } from '../../format.ts';
import type { VerdictRecord } from './entry.ts';

/** What a change did to the evidence of a task: `118 of 240 results known, before 20 of 200`; empty when nothing. */
export function evidenceChange(before: VerdictRecord | null, after: VerdictRecord): string {
	const parts: string[] = [];
	const is = `${known(after)} results known`;
	if (before === null) parts.push(is);
	else if (known(before) !== known(after)) parts.push(`${is}, before ${known(before)}`);
	if (before && before.summary.configuration !== after.summary.configuration)
		parts.push(`now about ${after.summary.configuration}`);
	return parts.join('; ');
}

const count = (value: number): string => format(value, 'count', { surface: 'table' });
const known = ({ summary, cases }: VerdictRecord): string =>
	`${count(summary.n)} of ${count(cases)}`;
