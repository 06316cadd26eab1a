import type { Case } from './case.ts';
import { text, whole, type Attribute } from './otlp.ts';
import type { Step } from './run.ts';

/** Which system a step of the state tiers talks to, and about what. */
export function storeOf({ task }: Case, { kind }: Step): { system: string; collection: string } {
	if (kind === 'session') return { system: 'redis', collection: 'sessions' };
	if (kind === 'graph') return { system: 'neo4j', collection: 'rules' };
	return { system: task.shape.store, collection: task.shape.collection };
}

/** Names of the database conventions, and of OpenLLMetry for a vector search. */
export function storeAttributes(one: Case, step: Step): Attribute[] {
	const { system, collection } = storeOf(one, step);
	const attributes = [
		text('db.system.name', system),
		text('db.operation.name', step.name),
		text('db.collection.name', collection)
	];
	if (step.kind === 'vector') {
		attributes.push(whole('db.vector.query.top_k', 8), whole('db.response.returned_rows', 8));
	}
	return attributes;
}
