import {
	weekdays,
	type Check,
	type OversightChange,
	type ReviewDeskChange,
	type ReviewRule,
	type Shift
} from './document.ts';
import { amount, share } from './figure-shape.ts';
import { choice, list, nullable, number, object, optional, whole, type Shape } from './shape.ts';

/** What happens between a result and its execution. */
export function oversightShape(): Shape<OversightChange> {
	return object('What happens between a result and its execution.', {
		plan: nullable(
			check('A check of the plan in a constrained environment; what it stops, a person does.')
		),
		flag: nullable(check('Rules that send a result to review, however confident it is.')),
		review: nullable(reviewShape()),
		audit_share: optional(
			share('Share of results executed without review that somebody looks at afterwards.'),
			0
		),
		desk: nullable(deskShape())
	});
}

function check(about: string): Shape<Check> {
	return object(about, {
		detect: share('Share of wrong results it stops.'),
		false_alarm: share('Share of right results it stops.'),
		cost_usd: optional(amount('Cost of one check, USD.'), 0),
		latency_seconds: optional(amount('How long one check takes.'), 0)
	});
}

function reviewShape(): Shape<ReviewRule> {
	return object('Which results a person looks at before they are executed.', {
		below: nullable(
			number(
				'Confidence below which a result is reviewed; above 1 everything is. Left out: the cheapest.',
				0,
				1.01
			)
		),
		below_high_stakes: nullable(number('The same for high stakes.', 0, 1.01)),
		share: nullable(share('Share reviewed at random, instead of by confidence.')),
		target: nullable(share('The least review that cuts this share of the escapes.')),
		without_confidence: optional(
			choice('What becomes of results without confidence.', ['review', 'execute']),
			'review'
		)
	});
}

function deskShape(): Shape<ReviewDeskChange> {
	return object('Who reviews and when.', {
		reviewers: nullable(
			whole('Reviewers on duty, Monday to Friday from 9 to 17 without shifts.', 0, 10_000)
		),
		shifts: list(
			'Reviewers on duty, in the time zone of the data.',
			object<Shift>('One shift.', {
				days: optional(
					list('Days of the week.', choice('A day.', weekdays), { least: 1 }) as Shape<
						Shift['days']
					>,
					['mon', 'tue', 'wed', 'thu', 'fri'] as Shift['days']
				),
				from: whole('First hour, 0 to 23.', 0, 23),
				to: whole('Hour at which it ends, 1 to 24.', 1, 24),
				reviewers: whole('Reviewers on duty.', 0, 10_000)
			})
		),
		deadline_minutes: nullable(amount('Minutes after which a waiting case falls back.')),
		fallback: optional(
			choice('What becomes of a case that waited too long.', ['execute', 'reject']),
			'reject'
		),
		promised_minutes: optional(amount('The wait that is promised.'), 60),
		charge: optional(
			choice('Pay reviewers by the minutes of their reviews or by the hours on duty.', [
				'minutes',
				'roster'
			]),
			'minutes'
		)
	});
}
