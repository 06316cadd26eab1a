/** Problems that one answer names. */
const SHOWN = 5;

/** The first problems of a file in one sentence, and how many more there are. */
export function problemList(problems: readonly string[]): string {
	const shown = problems.slice(0, SHOWN).map((one) => one.replace(/\.$/, ''));
	const more = problems.length - shown.length;
	return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}
