/** Cost classes in their fixed order; the hue of each is `--cost-<name>`. */
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

/** What a case costs in US dollars, by class; a person's own labour on a case is none of them. */
export interface CostBreakdown {
	classes: Record<CostClass, number>;
	humanLabourUsd: number;
	/** The sum of the classes and the labour. */
	totalUsd: number;
}

/** How a run's cost splits into the classes of machines; the shares sum to 1. */
export type RunCostShares = Record<'model' | 'tools' | 'state' | 'evaluation', number>;

/** Shares of a run's cost by class; all of it is the model's when nothing is known. */
export function runCostShares(classes: RunCostShares | null): RunCostShares {
	const total = classes ? classes.model + classes.tools + classes.state + classes.evaluation : 0;
	if (!classes || total === 0) return { model: 1, tools: 0, state: 0, evaluation: 0 };
	return {
		model: classes.model / total,
		tools: classes.tools / total,
		state: classes.state / total,
		evaluation: classes.evaluation / total
	};
}

/** A breakdown whose total is the sum of its parts. */
export function costBreakdown(
	classes: Record<CostClass, number>,
	humanLabourUsd: number
): CostBreakdown {
	const totalUsd = costClasses.reduce((total, name) => total + classes[name], humanLabourUsd);
	return { classes, humanLabourUsd, totalUsd };
}
