/** The nine classes of cost in their fixed order; the hue of each is `--cost-<name>`. */
export const costClasses = [
	'model',
	'tools',
	'state',
	'evaluation',
	'review',
	'rework',
	'incidents',
	'retraining',
	'fixed'
] as const;

export type CostClass = (typeof costClasses)[number];
