import { isRhythm, rhythms } from '../../reports/schedule-periods.ts';
import { reportExports } from './report-exports.ts';
import type { ReportSchedule } from './schedule-store.ts';

/** A schedule as a form or an address asks for it, or what is wrong with it. */
export function askedSchedule(
	every: unknown,
	named: readonly unknown[]
): Pick<ReportSchedule, 'every' | 'formats'> | { problem: string } {
	if (!isRhythm(every)) return { problem: `Expected ${rhythms.join(' or ')}.` };
	const known = reportExports.map(({ format }) => format);
	const formats = known.filter((format) => named.includes(format));
	if (formats.length === 0 || formats.length < new Set(named).size)
		return { problem: `Choose one or more of ${known.join(', ')}.` };
	return { every, formats };
}
