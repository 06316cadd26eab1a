import {
	agentOptions,
	planNames,
	type CommonCause,
	type IncidentChange,
	type ModelChange,
	type Pin,
	type PinnedFigure,
	type RetrainingChange,
	type RunsChosen,
	type ScenarioDocument,
	type Scope
} from './document.ts';
import { amount, band, figure, inputChange, inputKeys, ordered, share } from './figure-shape.ts';
import { oversightShape } from './oversight-shape.ts';
import {
	choice,
	day,
	either,
	list,
	map,
	nullable,
	number,
	object,
	optional,
	text,
	Unreadable,
	whole,
	type Shape
} from './shape.ts';
import { tierShape } from './state-shape.ts';

/** Simulated futures that a scenario may ask for. */
export const fewestReplications = 100;
export const mostReplications = 1_000_000;

/** The document of a scenario. */
export const scenarioShape: Shape<ScenarioDocument> = object(
	'A scenario: changes on top of what is measured. What is left out stays as measured.',
	{
		breakeven_schema: choice('The version of this format.', ['scenario/1']),
		name: text('What it is called.'),
		note: nullable(text('Why it is looked at.', 2000)),
		tasks: list('Tasks it is about; several are added up.', text('A task.', 500), { least: 1 }),
		plan: nullable(choice('The option that the scenario stands for.', planNames)),
		options: optional(
			list('Options to compare; keep_human always is.', choice('An option.', agentOptions), {
				least: 1
			}) as Shape<ScenarioDocument['options']>,
			agentOptions
		),
		runs: optional(runsShape(), {
			agent: null,
			agent_version: null,
			model: null,
			from: null,
			to: null
		}),
		scope: nullable(scopeShape()),
		oversight: nullable(oversightShape()),
		model: nullable(modelShape()),
		inputs: map('Inputs for every task of the scenario.', inputChange(), inputKeys),
		task_inputs: map(
			'Inputs of single tasks, which go before the others.',
			map('Inputs of one task.', inputChange(), inputKeys)
		),
		incidents: nullable(incidentShape()),
		retraining: nullable(retrainingShape()),
		state: list('Stores that the agent uses, instead of what runs measured.', tierShape()),
		targets: optional(
			list('Shares of escapes to cut, for the target mode.', share('A share.')),
			[0.6, 0.65, 0.7]
		),
		seed: optional(whole('Where the random numbers start.', 0, Number.MAX_SAFE_INTEGER), 1),
		replications: optional(
			whole('Simulated futures.', fewestReplications, mostReplications),
			20_000
		),
		mode: optional(
			choice('How inputs are drawn; sobol takes 16 x a power of two futures.', [
				'random',
				'antithetic',
				'sobol'
			]),
			'random'
		),
		pin: nullable(pinShape())
	}
);

function runsShape(): Shape<RunsChosen> {
	return object('Which runs it is measured from.', {
		agent: nullable(text('An agent.', 500)),
		agent_version: nullable(text('A version of the agent.', 500)),
		model: nullable(text('A model.', 500)),
		from: nullable(day('First day.')),
		to: nullable(day('Last day.'))
	});
}

function scopeShape(): Shape<Scope> {
	return object('Which part of the work the agent handles; people do the rest.', {
		segments: list(
			'Cases whose attributes have one of these values; all must hold.',
			object<Scope['segments'][number]>('One attribute.', {
				attribute: text('The attribute of a run.', 200),
				values: list('Its values.', text('A value.', 500), { least: 1 })
			})
		),
		confidence: nullable(
			band('Confidence of the result, 0 to 1; every case pays for its run.', share)
		),
		human_minutes: nullable(band('How hard a case is, in minutes of a person.', amount)),
		share: optional(share('Share of the cases that fit which the agent gets, at random.'), 1)
	});
}

function modelShape(): Shape<ModelChange> {
	const shape = object<ModelChange>(
		'Another model or price; a cheaper model is only cheaper when its quality is known.',
		{
			to: nullable(text('The model that runs are priced as.', 200)),
			provider: nullable(text('Its provider.', 200)),
			tokens_times: optional(figure('Tokens it needs against the old model.', 0.01, 100), {
				value: 1,
				low: null,
				high: null
			}),
			price_times: optional(number('Its price against the price book.', 0, 1000), 1),
			quality: nullable(
				either<ModelChange['quality'] & {}>(
					'Share of cases it gets right, a figure or "measured".',
					[choice('From runs of that model.', ['measured']), figure('A belief.', 0, 1)] as Shape<
						ModelChange['quality'] & {}
					>[],
					(value) => (typeof value === 'string' ? 0 : 1)
				)
			)
		}
	);
	return {
		...shape,
		read: (value, at) => {
			const read = shape.read(value, at);
			if (read.to !== null && read.quality === null)
				throw new Unreadable(
					`${at}.quality is missing: say how often ${read.to} is right, as a range, or "measured"`
				);
			return read;
		}
	};
}

function incidentShape(): Shape<IncidentChange> {
	const severity = object<{ low: number; high: number }>(
		'90 % interval of the cost of one incident, USD.',
		{
			low: number('Low end.', 0.01, 1e12),
			high: number('High end.', 0.01, 1e12)
		}
	);
	return object('How incidents fall.', {
		severity_usd: nullable({
			...severity,
			read: (value, at) => ordered(severity.read(value, at), at)
		}),
		common_causes: list(
			'What fails many runs at once.',
			object<CommonCause>('One cause.', {
				name: text('What it is called.'),
				times_per_year: number('How often a year.', 0, 365),
				share_failing: share('Share of right results that fail while it lasts.'),
				days: number('How many days it lasts.', 0, 365)
			})
		)
	});
}

function retrainingShape(): Shape<RetrainingChange> {
	return object('How success falls between revisions.', {
		every_months: nullable(whole('Months between planned revisions.', 1, 600)),
		drift_per_month: optional(share('Share of right results lost per month.'), 0)
	});
}

function pinShape(): Shape<Pin> {
	const pinned = object<PinnedFigure>('A figure as it was.', {
		value: number('The figure.', -1e12, 1e12),
		low: nullable(number('Low end of its 90 % interval.', -1e12, 1e12)),
		high: nullable(number('High end of its 90 % interval.', -1e12, 1e12)),
		source: choice('Where it came from.', ['measured', 'entered', 'default']),
		n: nullable(whole('Observations behind it.', 0, Number.MAX_SAFE_INTEGER))
	});
	return object('Figures as they were on a day; they hold whatever the data says since.', {
		date: day('The day.'),
		tasks: map('Figures by task.', map('Figures of one task.', pinned, inputKeys))
	});
}
