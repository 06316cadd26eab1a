/** Minutes of a person's time in words: `40 minutes`, `2 hours`, `4.5 hours`. */
export function duration(minutes: number): string {
	if (minutes < 90) {
		const whole = Math.max(1, Math.round(minutes));
		return whole === 1 ? '1 minute' : `${whole} minutes`;
	}
	const hours = Math.round(minutes / 30) / 2;
	return `${hours} hours`;
}
