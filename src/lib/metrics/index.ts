import { consistency } from './consistency.ts';
import { cost } from './cost.ts';
import { ladder } from './ladder.ts';
import { latency } from './latency.ts';
import type { Metric } from './metric.ts';
import { oversight } from './oversight.ts';
import { reliability } from './reliability.ts';
import { volume } from './volume.ts';

/** All metrics, in the order in which tables and the glossary list them. */
export const metrics: readonly Metric[] = [
	...volume,
	...reliability,
	...ladder,
	...consistency,
	...cost,
	...latency,
	...oversight
];

const byName = new Map(metrics.map((metric) => [metric.name, metric]));

/** The metric of a name; throws on a name that is not defined, which is a bug of ours. */
export function metric(name: string): Metric {
	const found = byName.get(name);
	if (!found) throw new Error(`no metric is called ${name}`);
	return found;
}

/** Whether a metric is called that. */
export const isMetric = (name: string): boolean => byName.has(name);

/** A metric and everything it is derived from, parts first; throws on a cycle or an unknown name. */
export function withParts(names: readonly string[]): Metric[] {
	const ordered: Metric[] = [];
	const visit = (name: string, path: readonly string[]): void => {
		if (path.includes(name))
			throw new Error(`metrics go in a circle: ${[...path, name].join(' -> ')}`);
		const found = metric(name);
		if (ordered.includes(found)) return;
		if ('needs' in found) for (const part of found.needs) visit(part, [...path, name]);
		ordered.push(found);
	};
	for (const name of names) visit(name, []);
	return ordered;
}
