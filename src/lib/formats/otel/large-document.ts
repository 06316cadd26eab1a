import { jsonItems } from '../json-stream.ts';
import { MALFORMED, type Piece } from './piece.ts';

const SPAN_PATHS = [
	['resourceSpans', 'scopeSpans'],
	['resource_spans', 'scope_spans'],
	['resourceSpans', 'instrumentationLibrarySpans']
].flatMap(([resources, scopes]) => [
	`$.${resources}.*.resource`,
	`$.${resources}.*.${scopes}.*.scope`,
	`$.${resources}.*.${scopes}.*.spans.*`
]);

const OTHER_PATHS = ['$.resourceLogs.*', '$.resource_logs.*', '$.resourceMetrics.*'];

/**
 * A document too large to hold: its spans one by one, each with the resource and scope that stand
 * before it. Writers put them there; where one does not, the spans go without and it is said.
 */
export async function* largeDocument(
	texts: AsyncIterable<string>,
	isArray: boolean
): AsyncIterable<Piece> {
	const paths = isArray ? ['$.*'] : [...new Set(SPAN_PATHS), ...OTHER_PATHS];
	const context = new Context();
	let count = 0;
	try {
		for await (const { at, keys, value } of jsonItems(texts, paths)) {
			count += 1;
			const place = keys.at(-1);
			if (isArray) yield { at, value };
			else if (keys.length === 2) yield { at, value: { [String(keys[0])]: [value] } };
			else if (place === 'resource' || place === 'scope') {
				if (context.isLate(keys)) yield { at, reason: `${place} stands after its spans` };
				context.set(place, keys, value);
			} else {
				const { resource, scope } = context.of(keys);
				const scopeSpans = [{ scope, spans: [value] }];
				yield { at, value: { resourceSpans: [{ resource, scopeSpans }] } };
			}
		}
	} catch (error) {
		if (!(error instanceof SyntaxError)) throw error;
		yield { at: 'the rest of the document', reason: MALFORMED };
		return;
	}
	if (count === 0) yield { at: '$', reason: 'a JSON document without spans' };
}

type Keys = readonly (string | number)[];

/** The resource and scope read last, each for the list that it stands in. */
class Context {
	#values = new Map<'resource' | 'scope', { within: string; value: unknown }>();
	#spansWithin = '';

	set(place: 'resource' | 'scope', keys: Keys, value: unknown): void {
		this.#values.set(place, { within: String(keys.slice(0, -1)), value });
	}

	of(keys: Keys): { resource: unknown; scope: unknown } {
		this.#spansWithin = String(keys.slice(0, 4));
		return { resource: this.#get('resource', keys, 2), scope: this.#get('scope', keys, 4) };
	}

	/** Have spans of the same list been read already? */
	isLate(keys: Keys): boolean {
		const within = `${String(keys.slice(0, -1))},`;
		return `${this.#spansWithin},`.startsWith(within);
	}

	#get(place: 'resource' | 'scope', keys: Keys, depth: number): unknown {
		const known = this.#values.get(place);
		return known?.within === String(keys.slice(0, depth)) ? known.value : null;
	}
}
