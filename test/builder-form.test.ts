import { describe, expect, it } from 'vitest';
import { submitted } from '../src/routes/simulate/submitted.ts';

const minutes = 's.inputs.human_minutes';
const shown = { now: 'task=triage', task: 'triage', [`was.${minutes}`]: '8|6|11' };

describe('a submitted builder', () => {
	it('changes nothing when nobody touched it', () => {
		expect(says({ ...shown, [minutes]: '8', [`${minutes}.low`]: '6', [`${minutes}.high`]: '11' })) //
			.toBe('task=triage');
	});

	it('moves the range of a positive figure with its middle: 12 of 8 are half as much again', () => {
		expect(says({ ...shown, [minutes]: '12', [`${minutes}.low`]: '6', [`${minutes}.high`]: '11' })) //
			.toBe(`task=triage&${minutes}=12&${minutes}.low=9&${minutes}.high=16.5`);
	});

	it('takes a range as it is typed, and a middle alone as a point', () => {
		expect(says({ ...shown, [minutes]: '8', [`${minutes}.low`]: '7', [`${minutes}.high`]: '9' })) //
			.toBe(`task=triage&${minutes}=8&${minutes}.low=7&${minutes}.high=9`);
		expect(says({ ...shown, [minutes]: '9', [`${minutes}.low`]: '', [`${minutes}.high`]: '' })) //
			.toBe(`task=triage&${minutes}=9`);
	});

	it('takes a task that was ticked, and leaves one that was not', () => {
		const form = new URLSearchParams({ now: 'task=triage&task=refund' });
		form.append('task', 'refund');
		form.append('task', 'claims');
		form.append('task', '');
		expect(submitted(form).toString()).toBe('task=refund&task=claims');
	});

	it('keeps the range of a share while it holds the middle', () => {
		const right = 's.inputs.human_success';
		const form = (value: string) =>
			says({
				now: 'task=triage',
				task: 'triage',
				[`was.${right}`]: '0.94|0.85|0.99',
				[right]: value,
				[`${right}.low`]: '0.85',
				[`${right}.high`]: '0.99'
			});
		expect(form('0.9')).toBe(`task=triage&${right}=0.9&${right}.low=0.85&${right}.high=0.99`);
		expect(form('0.7')).toBe(`task=triage&${right}=0.7`);
	});

	it('keeps a change that was there, and takes it back when the field is emptied', () => {
		const now = `task=triage&${minutes}.times=2&s.seed=7`;
		const was = { now, task: 'triage', [`was.${minutes}`]: '16|12|22' };
		const untouched = { [minutes]: '16', [`${minutes}.low`]: '12', [`${minutes}.high`]: '22' };
		expect(says({ ...was, ...untouched })).toBe(`s.seed=7&task=triage&${minutes}.times=2`);
		expect(says({ ...was, [minutes]: '' })).toBe('s.seed=7&task=triage');
	});

	it('has one way to choose reviews', () => {
		const review = 's.oversight.review';
		const now = `task=triage&${review}.below=0.7`;
		const form = (way: string) =>
			says({ now, task: 'triage', review: way, [`${review}.below`]: '0.7' });
		expect(form('verdict')).toBe('task=triage');
		expect(form('cheapest')).toBe(`task=triage&${review}=%7B%7D`);
		expect(form('below')).toBe(`task=triage&${review}.below=0.7`);
		expect(form('target')).toBe(`task=triage&${review}.target=0.6`);
	});

	it('leaves out a segment without values, and forgets boxes that are unticked', () => {
		const form = new URLSearchParams(
			'task=triage&shows=s.scope.segments&s.scope.segments.0.attribute=tier&s.scope.segments.1.attribute=language&s.scope.segments.1.values=de'
		);
		form.set('now', 'task=triage&s.scope.segments.0.attribute=tier&s.scope.segments.0.values=gold');
		expect(String(submitted(form))).toBe(
			'task=triage&s.scope.segments.1.attribute=language&s.scope.segments.1.values=de'
		);
	});

	it('leaves an address that is no form as it is', () => {
		const link = new URLSearchParams('task=triage&s.inputs.human_minutes=9');
		expect(submitted(link)).toBe(link);
	});
});

const says = (form: Record<string, string>): string => String(submitted(new URLSearchParams(form)));
