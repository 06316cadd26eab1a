/** Why a cost is not known, in words; for runs whose cost is null. */
export function whyUnknown(run: {
	tokens: number | null;
	model: string | null;
	llm_calls?: number;
}): string {
	if (run.tokens === null) return 'neither cost nor tokens are reported';
	if (run.model === null) return 'tokens are reported, but not of which model';
	return (run.llm_calls ?? 0) > 1
		? 'not every model call has a price'
		: `no price for the tokens of ${run.model}`;
}
