import { format } from '../../format.ts';
import { raw, type Raw } from '../warehouse/sql.ts';

/** How a queue is parted so that each part gets as many checks: not at all, or by what. */
export const stratifications = ['none', 'confidence', 'configuration'] as const;
export type Stratification = (typeof stratifications)[number];

/** Fixed bands, so that what was checked stays in its band when more runs come in. */
const BANDS = [0.5, 0.8, 0.95] as const;

/** The confidence band of a case as SQL: `below 0.50`, `0.50 to 0.80`, ..., `not stated`. */
const confidenceBand = `case
	when confidence is null then 'not stated'
	${BANDS.map((end, at) => `when confidence < ${end} then '${bandName(BANDS[at - 1], end)}'`).join('\n\t')}
	else '${bandName(BANDS.at(-1), undefined)}'
end`;

function bandName(from: number | undefined, to: number | undefined): string {
	if (from === undefined) return `below ${share(to ?? 0)}`;
	return to === undefined ? `${share(from)} and above` : `${share(from)} to ${share(to)}`;
}

function share(value: number): string {
	return format(value, 'ratio', { surface: 'table' });
}

/** The part that a row of `cases` belongs to, as SQL. */
export const stratumSql = (by: Stratification): Raw =>
	raw(
		{
			none: `''`,
			confidence: confidenceBand,
			configuration: `concat_ws(' ', agent, agent_version, model)`
		}[by]
	);
