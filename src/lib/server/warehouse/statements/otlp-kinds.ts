import {
	queryKeys,
	storeLayers,
	vectorKeys,
	vectorQueries
} from '../../../formats/otel/state-stores.ts';
import { caseSql, coalesced, literal, orNull, type AttributeSql } from './otlp-fields.ts';

/** The twin of kindOf's second half (formats/otel/span.ts): what the span carries tells its kind. */
export function fallbackKindSql(attributes: AttributeSql): string {
	const toolSigns = [
		'own_tool is not null',
		...[attributes.field('toolCallId'), attributes.own('mcp.method.name')]
			.filter((sign) => sign !== null)
			.map((sign) => `(${sign}) is not null`)
	];
	const layer = layerSql(attributes.field('stateLayer'), attributes, `'other'`);
	return `case
			when ${toolSigns.join(' or ')} then 'tool'
			when store_system is not null then case when ${layer} = 'working' then 'retrieval' else 'memory' end
			when model is not null then 'llm'
			else 'other'
		end`;
}

const querySql = (attributes: AttributeSql): string | null =>
	coalesced(queryKeys.map((key) => attributes.own(key)));

/** The twin of isVectorSearch (formats/otel/state-stores.ts). */
export function vectorSql(attributes: AttributeSql): string {
	const query = querySql(attributes);
	const signs = [
		...vectorKeys
			.map((key) => attributes.own(key))
			.filter((column) => column !== null)
			.map((column) => `${column} is not null`),
		...(query === null
			? []
			: vectorQueries.map((sign) => `coalesce(contains(${query}, ${literal(sign)}), false)`))
	];
	return signs.length === 0 ? 'false' : `(${signs.join(' or ')})`;
}

/** The twin of stateLayer (formats/otel/state-stores.ts). */
export function layerSql(stated: string | null, attributes: AttributeSql, kind: string): string {
	const gremlin = `contains(lower(concat_ws(' ', op, ${orNull(querySql(attributes))})), 'gremlin')`;
	return `case
		${stated === null ? '' : `when (${stated}) is not null then ${stated}`}
		when store_system is not null then case
			when is_vector then 'working'
			when lower(store_system) = 'azure.cosmosdb' and ${gremlin} then 'knowledge'
			else coalesce(${caseSql('lower(store_system)', storeLayers)}, 'other')
		end
		when ${kind} = 'memory' then 'knowledge'
		when ${kind} = 'retrieval' then 'working'
	end`;
}
