import { format } from '../../format.ts';
import { unitOfInput } from '../../verdicts/input-units.ts';

/** The value of an assumption in words, with its unit: `6.5 min`. */
export function assumptionText(name: string, value: number | string): string {
	if (typeof value === 'string') return value;
	const { unit, per } = unitOfInput(name);
	return format(value, unit, { surface: 'prose' }) + per;
}
