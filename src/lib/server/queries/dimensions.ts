/** What rows can be grouped by, and the column or expression behind it. */
export interface Dimension {
	name: string;
	/** Over `runs` and `cases`. */
	sql: (zone: string) => string;
	/** Over the hourly rollup; null where it does not know. */
	rollup: ((zone: string) => string) | null;
	/** Whether `cases` has it too. */
	cases: boolean;
}

const column = (name: string, inRollup: boolean, inCases: boolean): Dimension => ({
	name,
	sql: () => name,
	rollup: inRollup ? () => name : null,
	cases: inCases
});

/** A UTC timestamp as the wall clock of a time zone; UTC needs no conversion. */
export const zoned = (timestamp: string, zone: string): string =>
	zone === 'UTC'
		? timestamp
		: `timezone('${zone.replaceAll("'", "''")}', ${timestamp} at time zone 'UTC')`;

/** Hours hold whole days only where a zone is whole hours away from UTC all year. */
export const wholeHours = (zone: string): boolean => {
	if (zone === 'UTC') return true;
	return [0, 6].every((month) => {
		const minutes = new Intl.DateTimeFormat('en-US', { timeZone: zone, minute: 'numeric' });
		return Number(minutes.format(Date.UTC(2026, month, 15, 12))) === 0;
	});
};

const period = (name: string, unit: string): Dimension => ({
	name,
	sql: (zone) => `strftime(date_trunc('${unit}', ${zoned('started_at', zone)}), '%Y-%m-%d')`,
	rollup: (zone) => `strftime(date_trunc('${unit}', ${zoned('hour', zone)}), '%Y-%m-%d')`,
	cases: true
});

export const dimensions: readonly Dimension[] = [
	column('task', true, true),
	column('agent', true, true),
	column('agent_version', true, true),
	column('model', true, true),
	column('provider', false, false),
	column('environment', true, true),
	column('purpose', true, true),
	column('actor', true, true),
	column('status', false, false),
	column('error_type', false, false),
	column('outcome_source', false, false),
	column('cost_basis', false, false),
	column('high_stakes', false, false),
	period('day', 'day'),
	period('week', 'week'),
	period('month', 'month')
];

const byName = new Map(dimensions.map((dimension) => [dimension.name, dimension]));

/** A dimension by name, or null. */
export const dimension = (name: string): Dimension | null => byName.get(name) ?? null;
