/** The monthly rate that compounds to a yearly one: (1 + r)^(1/12) - 1. */
export function monthlyRate(yearly: number): number {
	if (!(yearly > -1)) throw new RangeError(`discount_rate_year is ${yearly}, expected above -1`);
	return (1 + yearly) ** (1 / 12) - 1;
}

/** Present value of 1 at the end of each of `months` months; 0 over no months. */
export function annuityFactor(rate: number, months: number): number {
	return geometricSum(1 / (1 + rate), months);
}

/** Present value of a monthly volume that starts at 1 and grows: sum of (1+g)^(t-1) / (1+rate)^t. */
export function volumeFactor(growth: number, rate: number, months: number): number {
	if (!(growth >= -1)) throw new RangeError(`growth_month is ${growth}, expected -1 or more`);
	let factor = 0;
	let volume = 1;
	let discount = 1;
	for (let month = 1; month <= months; month++) {
		discount /= 1 + rate;
		factor += volume * discount;
		volume *= 1 + growth;
	}
	return factor;
}

/** Present value of 1 paid at each planned revision: in the months 1 + k `every` after the first. */
export function presentRevisions(rate: number, months: number, every: number): number {
	let total = 0;
	for (let month = every; month < months; month += every) total += (1 + rate) ** -(month + 1);
	return total;
}

function geometricSum(ratio: number, terms: number): number {
	let total = 0;
	let term = 1;
	for (let i = 0; i < terms; i++) {
		term *= ratio;
		total += term;
	}
	return total;
}
