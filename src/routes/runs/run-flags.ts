/** What a flag of a run or step means for the reader, and what was done about it. */
const meanings: Readonly<Record<string, { name: string; meaning: string }>> = {
	orphan: {
		name: 'parent missing',
		meaning:
			'A step names a parent that no file contains. It is shown at the top level and counts as usual.'
	},
	clock_skew: {
		name: 'clocks disagree',
		meaning:
			'A step ends before it starts, or lies outside its parent. Times are kept as they came; a length that would be negative is unknown.'
	},
	truncated: {
		name: 'cut by the exporter',
		meaning:
			'The exporter dropped attributes, events or links of a step. What is left is kept; a missing token count makes the cost too low or unknown.'
	},
	no_ids: {
		name: 'no ids',
		meaning:
			'The export gives no usable ids. They are made from the content, so that the same file twice still counts once.'
	},
	no_times: {
		name: 'no times',
		meaning: 'A step has no start. It has no place on the clock and sorts last.'
	},
	coverage: {
		name: 'steps missing',
		meaning:
			'The run’s own total is more than 1 % above what its steps report: steps were lost or sampled out. The steps are counted, so cost and tokens are a lower bound.'
	},
	placeholder_time: {
		name: 'no real date',
		meaning:
			'The date in the file is a placeholder, such as 1970. It is treated as unknown, and the run belongs to no period.'
	},
	bad_token_count: {
		name: 'bad token count',
		meaning:
			'A reported count of tokens is negative, not whole or too large. It was left out and is unknown, not zero.'
	}
};

/** A flag by name and meaning; one that is not known yet keeps its own name. */
export const flagText = (flag: string): { name: string; meaning: string } =>
	meanings[flag] ?? {
		name: flag.replaceAll('_', ' '),
		meaning: 'Set by the format that read the file.'
	};

/** Flags in a few words: `parent missing, clocks disagree`. */
export const flagNames = (flags: readonly string[]): string =>
	flags.map((flag) => flagText(flag).name).join(', ');
