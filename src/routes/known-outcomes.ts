/** The outcomes that a success rate counts: the rows behind it, right and wrong. */
export const knownOutcomes = ['success', 'failure', 'partial'] as const;
