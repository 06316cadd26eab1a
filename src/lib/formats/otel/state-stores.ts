import type { StateLayer } from '../../trace/model.ts';
import { lookUp } from './field.ts';

/** Stores whose layer is clear from their name (lower case): what `db.system.name` and vendors write. */
export const storeLayers: Readonly<Record<string, StateLayer>> = Object.fromEntries(
	(
		[
			[
				'working',
				...['pinecone', 'qdrant', 'weaviate', 'chroma', 'chromadb', 'milvus', 'marqo', 'lancedb'],
				...['pgvector', 'vespa', 'faiss']
			],
			[
				'session',
				...['redis', 'memcached', 'aws.dynamodb', 'couchbase', 'mongodb', 'cassandra', 'geode'],
				...['valkey', 'dragonfly', 'keydb', 'upstash', 'dynamodb']
			],
			[
				'knowledge',
				...['neo4j', 'memgraph', 'neptune', 'arangodb', 'tigergraph', 'janusgraph', 'nebula'],
				...['kuzu', 'falkordb', 'dgraph']
			]
		] as [StateLayer, ...string[]][]
	).flatMap(([layer, ...systems]) => systems.map((system) => [system, layer]))
);

/** Attributes that only a vector search carries. */
export const vectorKeys = [
	'db.vector.query.top_k',
	'db.vector.query.embeddings_count',
	'db.vector.query.result_count',
	'db.vector.query.top_score',
	'db.vector.query.top_distance'
] as const;

/** Where a store's query text stands; it is looked at and not kept. */
export const queryKeys = ['db.query.text', 'db.statement'] as const;

/** What in a query shows a vector search: pgvector's operators, Redis search commands. */
export const vectorQueries = ['<->', '<=>', '<#>', 'FT.SEARCH', 'VSIM'] as const;

export interface StoreFacts {
	/** The layer that the span itself states. */
	stated: string | null;
	system: string | null;
	hasVectorKey: boolean;
	query: string | null;
	kind: string;
	op: string | null;
}

/** Is this call a vector search? Only the span's own attributes and query text can show it. */
const isVectorSearch = ({ hasVectorKey, query }: Pick<StoreFacts, 'hasVectorKey' | 'query'>) =>
	hasVectorKey || (query !== null && vectorQueries.some((sign) => query.includes(sign)));

/** Which layer of state a span touches; null = none. Null system with memory or retrieval: by kind. */
export function stateLayer(facts: StoreFacts): StateLayer | null {
	const { stated, system, kind } = facts;
	if (stated !== null) return stated as StateLayer;
	if (system !== null) {
		if (isVectorSearch(facts)) return 'working';
		if (
			system.toLowerCase() === 'azure.cosmosdb' &&
			/gremlin/i.test(`${facts.op ?? ''} ${facts.query ?? ''}`)
		) {
			return 'knowledge';
		}
		return lookUp(storeLayers, system) ?? 'other';
	}
	if (kind === 'memory') return 'knowledge';
	return kind === 'retrieval' ? 'working' : null;
}
