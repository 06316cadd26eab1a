import { ratio, type Metric } from './metric.ts';

/** What people did about it. */
export const oversight = [
	{
		name: 'reviewed_runs',
		label: 'Reviewed',
		unit: 'count',
		from: 'runs',
		sql: 'count(*) filter (where reviewed)',
		additive: true,
		description: 'Runs that a person looked at.',
		formula: 'count of runs with a review',
		better: 'neither'
	},
	{
		name: 'overridden_runs',
		label: 'Overridden',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where review_decision in ('modified', 'rejected'))",
		additive: true,
		description: 'Runs whose result a reviewer changed or refused.',
		formula: 'count of runs with review decision modified or rejected',
		better: 'neither'
	},
	{
		name: 'review_minutes',
		label: 'Review minutes',
		unit: 'minutes',
		from: 'runs',
		sql: 'sum(review_minutes)',
		additive: true,
		description: 'Time that reviewers spent, where it is known.',
		formula: 'sum of review minutes',
		better: 'lower'
	},
	{
		name: 'mean_review_minutes',
		label: 'Minutes per review',
		unit: 'minutes',
		from: 'runs',
		sql: 'avg(review_minutes)',
		description: 'Mean time of a review, where it is known.',
		formula: 'mean of review minutes',
		better: 'lower'
	},
	{
		name: 'review_rate',
		label: 'Review rate',
		unit: 'ratio',
		from: 'runs',
		needs: ['reviewed_runs', 'runs'],
		derive: (v) => ratio(v.reviewed_runs, v.runs),
		description: 'Share of runs that a person looked at.',
		formula: 'reviewed / runs',
		better: 'neither'
	},
	{
		name: 'override_rate',
		label: 'Override rate',
		unit: 'ratio',
		from: 'runs',
		needs: ['overridden_runs', 'reviewed_runs'],
		derive: (v) => ratio(v.overridden_runs, v.reviewed_runs),
		description: 'Share of reviews that changed the result.',
		formula: 'changed or refused / reviewed',
		better: 'neither'
	},
	{
		name: 'escapes',
		label: 'Escapes',
		unit: 'count',
		from: 'runs',
		sql: "count(*) filter (where mature and delivered_outcome = 'failure' and not coalesce(visible_failure, false))",
		additive: true,
		description: 'Wrong results that no review stopped and that did not announce themselves.',
		formula: 'count of mature runs with delivered outcome failure, without visible failures',
		better: 'lower'
	},
	{
		name: 'escape_rate',
		label: 'Escape rate',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where mature and delivered_outcome = 'failure' and not coalesce(visible_failure, false)) as double) / nullif(count(*) filter (where mature), 0)",
		description: 'Share of mature runs with a wrong result that no review stopped.',
		formula: 'escapes / mature runs',
		better: 'lower'
	},
	{
		name: 'defect_escape_rate',
		label: 'Defect escape rate',
		unit: 'ratio',
		from: 'runs',
		needs: ['escapes', 'overridden_runs'],
		derive: (v) =>
			ratio(v.escapes, v.escapes === null ? null : (v.escapes ?? 0) + (v.overridden_runs ?? 0)),
		description: 'Of all wrong results, the share that was found only after delivery.',
		formula: 'escapes / (escapes + caught in review)',
		better: 'lower'
	},
	{
		name: 'catch_rate',
		label: 'Catch rate',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where review_decision in ('modified', 'rejected')) as double) / nullif(count(*) filter (where review_decision in ('modified', 'rejected') or (reviewed and delivered_outcome = 'failure')), 0)",
		description:
			'Share of wrong results that came before a reviewer and that the reviewer stopped.',
		formula: 'changed or refused / (changed or refused + reviewed and wrong all the same)',
		better: 'higher'
	},
	{
		name: 'false_reject_rate',
		label: 'False alarms',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where reviewed and agent_outcome = 'success' and review_decision in ('modified', 'rejected')) as double) / nullif(count(*) filter (where reviewed and agent_outcome = 'success'), 0)",
		description: 'Share of right results before a reviewer that the reviewer changed or refused.',
		formula: 'right and changed or refused / right and reviewed',
		better: 'lower'
	},
	{
		name: 'abstention_precision',
		label: 'Rightly asked for help',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where review_requested and agent_outcome not in ('success', 'unknown')) as double) / nullif(count(*) filter (where review_requested and agent_outcome <> 'unknown'), 0)",
		description:
			'Of the runs in which the agent asked for a person and whose outcome is known, the share that it would have got wrong.',
		formula: 'asked for a person and not right / asked for a person with a known outcome',
		better: 'higher'
	},
	{
		name: 'containment_rate',
		label: 'Containment',
		unit: 'ratio',
		from: 'runs',
		sql: 'cast(count(*) filter (where not reviewed and not coalesce(review_requested, false) and not coalesce(visible_failure, false)) as double) / nullif(count(*), 0)',
		description:
			'Share of runs not handed to a person. Says nothing about being right: read it beside the success rate.',
		formula: 'runs without a review, a request for one or a visible failure / runs',
		better: 'neither'
	},
	{
		name: 'stp_rate',
		label: 'Straight-through rate',
		unit: 'ratio',
		from: 'runs',
		sql: 'cast(count(*) filter (where not reviewed) as double) / nullif(count(*), 0)',
		description: 'Share of runs that no person touched; says nothing about being right.',
		formula: 'runs without a review / runs',
		better: 'higher'
	},
	{
		name: 'verified_stp_rate',
		label: 'Verified straight-through rate',
		unit: 'ratio',
		from: 'runs',
		sql: "cast(count(*) filter (where not reviewed and agent_outcome = 'success') as double) / nullif(count(*) filter (where agent_outcome <> 'unknown'), 0)",
		description: 'Share of runs with a known outcome that no person touched and that were right.',
		formula: 'right without a review / runs with a known outcome',
		better: 'higher'
	},
	{
		name: 'incidents',
		label: 'Incidents',
		unit: 'count',
		from: 'runs',
		sql: 'sum(incidents)',
		additive: true,
		description: 'Incidents that belong to these runs.',
		formula: 'sum of incidents of runs',
		better: 'lower'
	},
	{
		name: 'incident_cost_usd',
		label: 'Incident cost',
		unit: 'usd',
		from: 'runs',
		sql: 'sum(incident_cost_usd)',
		additive: true,
		description: 'Recorded cost of the incidents that belong to these runs.',
		formula: 'sum of recorded incident cost',
		better: 'lower'
	},
	{
		name: 'mttd_h',
		label: 'Time to detect',
		unit: 'hours',
		from: 'incidents',
		sql: "avg(date_diff('microsecond', started_at, detected_at)) filter (where resolved_at is not null) / 3600000000.0",
		description: 'Mean time from the start of an incident to its detection.',
		formula: 'mean of detected - started, of incidents with all three times',
		better: 'lower'
	},
	{
		name: 'mttr_h',
		label: 'Time to resolve',
		unit: 'hours',
		from: 'incidents',
		sql: "avg(date_diff('microsecond', started_at, resolved_at)) filter (where detected_at is not null) / 3600000000.0",
		description: 'Mean time from the start of an incident to its end.',
		formula: 'mean of resolved - started, of incidents with all three times',
		better: 'lower'
	}
] as const satisfies readonly Metric[];
