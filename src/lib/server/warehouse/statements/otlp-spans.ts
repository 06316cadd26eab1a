import { CONTENT_LENGTH, KEPT_LENGTH } from '../../../formats/otel/privacy.ts';
import {
	annotationKeys,
	NESTED,
	structuredContent,
	toolKeys
} from '../../../formats/otel/regular.ts';
import { literal, literals, type AttributeSql } from './otlp-fields.ts';
import type { KeyPlan, KeySet } from './otlp-keys.ts';

/** The parts of an attribute value that are read; every further scalar costs little. */
const VALUE =
	'{"stringValue":"VARCHAR","intValue":"VARCHAR","doubleValue":"DOUBLE","boolValue":"VARCHAR",' +
	'"arrayValue":"VARCHAR","kvlistValue":"VARCHAR"}';
const ATTRIBUTES = `[{"key":"VARCHAR","value":${VALUE}}]`;

/** The shape of a span's events, for from_json. */
export const EVENTS = `[{"name":"VARCHAR","timeUnixNano":"BIGINT","attributes":${ATTRIBUTES}}]`;

const REQUEST =
	`{"resourceSpans":[{"resource":{"attributes":${ATTRIBUTES}},"scopeSpans":[{` +
	`"scope":{"name":"VARCHAR","attributes":${ATTRIBUTES}},"spans":[{"traceId":"VARCHAR",` +
	'"spanId":"VARCHAR","parentSpanId":"VARCHAR","name":"VARCHAR","startTimeUnixNano":"BIGINT",' +
	`"endTimeUnixNano":"BIGINT","attributes":${ATTRIBUTES},"events":"JSON",` +
	'"status":{"code":"VARCHAR","message":"VARCHAR"},"droppedAttributesCount":"VARCHAR",' +
	'"droppedEventsCount":"VARCHAR","droppedLinksCount":"VARCHAR"}]}]}]}';

/**
 * CTEs from the lines of the file (a parameter) to one row per span, called `attributed`: its own
 * fields, `is_regular`, the texts of the attributes that are read, and the rest of them as a map. A
 * line that gives no span keeps one row that is not regular, so that it can be counted.
 */
export function spansSql(attributes: AttributeSql, plan: KeyPlan, isPacked: boolean): string {
	const own = attributes.columns('span', plan.isRead);
	const context = attributes.columns('context', plan.isRead);
	const contextNames = context.map(([, name]) => name);
	const restSql = plan.areRepeated ? firstMapSql : mapSql;
	return `
lines as (
	select try(from_json(json, '${REQUEST}')) as j
	from read_ndjson_objects(?, ignore_errors = true, maximum_object_size = 16777216,
		compression = '${isPacked ? 'gzip' : 'uncompressed'}')
),
resources as (
	select
		unnest(case when len(j.resourceSpans) > 0 then j.resourceSpans else [null] end) as r,
		unnest([true]) as is_first
	from lines
),
scopes as (
	select
		r.resource.attributes as ra,
		unnest(case when len(r.scopeSpans) > 0 then r.scopeSpans else [null] end) as ss,
		unnest([is_first]) as is_first
	from resources
),
contexts as (
	select ss, is_first,
		list_concat(coalesce(ss.scope.attributes, []), ${SCOPE_NAME}, coalesce(ra, [])) as ca,
		hash(ss.scope.name, ss.scope.attributes, ra) as context_key
	from scopes
),
context_lists as (
	select *,
		[x."key" for x in ca] as cks,
		[case when t = ${literal(NESTED)} then '' else t end for t in [${textSql('x."value"')} for x in ca]] as cvs
	from contexts
),
context_places as (
	select *, ${placesSql('cks', plan.leftOut.context)} as places
	from context_lists
),
context_texts as (
	select ss.spans as spans, is_first, context_key, ${firstMapSql({ keys: 'cks', texts: 'cvs', places: 'places' }, null)} as context_rest
		${context.map(([key, name]) => `, cvs[list_position(cks, ${literal(key)})] as ${name}`).join('')}
	from context_places
),
spans as (
	select
		unnest(case when len(spans) > 0 then spans else [null] end) as s,
		unnest([is_first]) as is_first,
		unnest([context_rest]) as context_rest,
		${['context_key', ...contextNames].join(', ')}
	from context_texts
),
lists as (
	select *,
		[x."key" for x in s.attributes] as ks,
		[${textSql('x."value"')} for x in s.attributes] as vs
	from spans
),
placed as (
	select *, ${placesSql('ks', plan.leftOut.span)} as places
	from lists
),
attributed as (
	select s, is_first, context_key, context_rest, ${contextNames.map((name) => `${name}, `).join('')}
		${restSql({ keys: 'ks', texts: 'vs', places: 'places' }, plan.contentKeys)} as rest,
		${plan.toolFamilies
			.map(
				({ first, last, column }) =>
					`[v for v, i in vs if starts_with(ks[i], ${literal(first)}) and ends_with(ks[i], ${literal(last)}) and list_position(ks, ks[i]) = i] as ${column}, `
			)
			.join('')}
		${own.map(([key, name]) => `vs[list_position(ks, ${literal(key)})] as ${name}, `).join('')}
		coalesce(${regularSql(plan)}, false) as is_regular
	from placed
)`;
}

/** An attribute value as text: the SQL twin of anyText (formats/otel/any-value.ts) for what is not nested. */
const textSql = (value: string): string => `coalesce(
	${value}.stringValue,
	${value}.intValue,
	case when isfinite(${value}.doubleValue) then
		case when ends_with(${value}.doubleValue::varchar, '.0') then left(${value}.doubleValue::varchar, -2)
			else ${value}.doubleValue::varchar end
	end,
	${value}.boolValue,
	case
		when ${value}.arrayValue is not null then case
			when regexp_matches(${value}.arrayValue, '"arrayValue"|"kvlistValue"') then ${literal(NESTED)}
			else ${listSql(`${value}.arrayValue`)}
		end
		when ${value}.kvlistValue is not null then ${literal(NESTED)}
	end,
	'')`;

const listSql = (list: string): string => `coalesce(to_json([t for t in [
	coalesce(item.stringValue, item.intValue,
		case when isfinite(item.doubleValue) then regexp_replace(item.doubleValue::varchar, '\\.0$', '') end,
		item.boolValue)
	for item in from_json(${list}, '{"values":[${VALUE}]}')."values"] if t is not null])::varchar, '[]')`;

/** The SQL twin of isRegular (formats/otel/regular.ts). */
function regularSql({ content, annotated, decisionKind }: KeyPlan): string {
	const nested = `[k for k, i in ks if vs[i] = ${literal(NESTED)}]`;
	const isIgnored = content
		? 'false'
		: `list_has_all([${literals(structuredContent)}], ${nested}) and not list_has_any(ks, [${literals(toolKeys)}])`;
	return [
		`length(s.traceId) = 32 and length(s.spanId) = 16 and length(coalesce(s.parentSpanId, '')) in (0, 16)`,
		`regexp_full_match(concat(s.traceId, s.spanId, s.parentSpanId), '[0-9a-fA-F]+')`,
		`s.traceId <> '${'0'.repeat(32)}' and s.spanId <> '${'0'.repeat(16)}'`,
		's.startTimeUnixNano > 0',
		`case when list_contains(vs, ${literal(NESTED)}) then ${isIgnored} else true end`,
		...(annotated ? [`not list_has_any(ks, [${literals(annotationKeys)}])`] : []),
		...(decisionKind
			? [`coalesce(lower(vs[list_position(ks, ${literal(decisionKind)})]) <> 'decision', true)`]
			: [])
	].join('\n\t\t\tand ');
}

/** Places in a list of keys of what is neither read into a field nor left out. */
const placesSql = (keys: string, leftOut: KeySet): string =>
	`[i for k, i in ${keys} if k is not null and not (${isInSql('k', leftOut)})]`;

interface Lists {
	keys: string;
	texts: string;
	/** Where in them what is kept stands. */
	places: string;
}

/**
 * Attributes at some places as a map, cut short. A key that comes twice is an error of the statement,
 * by which the file goes to the stream parser: looking for one would take a tenth of the whole time.
 */
function mapSql({ keys, texts, places }: Lists, content: KeySet | null): string {
	const length = lengthSql(`${keys}[${places}[i]]`, content);
	return `coalesce(
		map_from_entries(list_zip(
			list_select(${keys}, ${places}),
			[case when strlen(v) > ${KEPT_LENGTH} then left(v, ${length}) else v end
				for v, i in list_select(${texts}, ${places})]
		)),
		map([]::varchar[], []::varchar[]))`;
}

/** The same where keys may come twice: of such a key the first counts. */
function firstMapSql({ keys, texts, places }: Lists, content: KeySet | null): string {
	const text = `left(${texts}[p], ${lengthSql(`${keys}[p]`, content)})`;
	return `coalesce(
		map_from_entries([{'k': ${keys}[p], 'v': ${text}}
			for p in [p for p in ${places} if list_position(${keys}, ${keys}[p]) = p]]),
		map([]::varchar[], []::varchar[]))`;
}

const isInSql = (key: string, { keys, prefixes }: KeySet): string =>
	[
		...(keys.length > 0 ? [`${key} in (${literals(keys)})`] : []),
		...prefixes.map((prefix) => `starts_with(${key}, ${literal(prefix)})`)
	].join(' or ') || 'false';

function lengthSql(key: string, content: KeySet | null): string {
	const isContent = content ? isInSql(key, content) : 'false';
	if (isContent === 'false') return String(KEPT_LENGTH);
	return `case when ${isContent} then ${CONTENT_LENGTH} else ${KEPT_LENGTH} end`;
}

/** The scope's name as an attribute, after the scope's own and before the resource's. */
const SCOPE_NAME = `case when ss.scope.name <> '' then [{'key': 'otel.scope.name', 'value': {
			'stringValue': ss.scope.name, 'intValue': null::varchar, 'doubleValue': null::double,
			'boolValue': null::varchar, 'arrayValue': null::varchar, 'kvlistValue': null::varchar}}] else [] end`;
