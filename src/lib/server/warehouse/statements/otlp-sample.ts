import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { BulkRefused } from '../warehouse.ts';
import { isObject } from '../../../formats/otel/any-value.ts';
import { isRegular } from '../../../formats/otel/regular.ts';
import { looksLikeTrace } from '../../../formats/otel/shapes.ts';
import { listOf } from '../../../formats/otel/raw-span.ts';
import { parseJson } from '../../../formats/json-stream.ts';

/** The attribute keys that a file uses, by where they stand. */
export interface SeenKeys {
	span: Set<string>;
	/** Of scope and resource. */
	context: Set<string>;
	/** Some span has a key twice, which the quickest way to make a map of attributes cannot bear. */
	areRepeated: boolean;
}

/** What a look at a file tells before it is read. */
export interface Sample {
	keys: SeenKeys;
	isPacked: boolean;
}

/** DuckDB reads lines up to this length; longer ones are the stream parser's. */
const LONGEST_LINE = 16 * 1024 * 1024;

const FIRST_BYTES = 256 * 1024;
const LATER_BYTES = 64 * 1024;

/** Looks at some lines of a file; refuses what is not newline-delimited OTLP in its usual shape. */
export async function sampleFile(path: string, content: boolean): Promise<Sample> {
	const { isPacked, lines } = await sampleLines(path);
	const keys: SeenKeys = { span: new Set(), context: new Set(), areRepeated: false };
	let requests = 0;
	let strange = 0;
	for (const line of lines) {
		const value = parseJson(line);
		if (!isObject(value) || !looksLikeTrace(value)) continue;
		requests += 1;
		const isUsual = Array.isArray(value.resourceSpans) && collect(value, keys, content);
		if (!isUsual) strange += 1;
	}
	if (requests === 0) throw new BulkRefused('its first lines are no OTLP requests');
	if (2 * strange > requests) throw new BulkRefused('most of its requests are in an unusual shape');
	return { keys, isPacked };
}

/** Adds a request's keys; false when some span of it is left to the stream parser. */
function collect(request: Record<string, unknown>, seen: SeenKeys, content: boolean): boolean {
	let isUsual = true;
	const add = (keys: Set<string>, attributes: unknown) => {
		if (attributes === undefined || attributes === null) return;
		if (!Array.isArray(attributes)) throw new BulkRefused('its attributes are no lists');
		for (const attribute of attributes) if (isObject(attribute)) keys.add(named(attribute.key));
	};
	for (const resource of listOf(request, 'resourceSpans')) {
		if (isObject(resource.resource)) add(seen.context, resource.resource.attributes);
		for (const scope of listOf(resource, 'scopeSpans')) {
			if (isObject(scope.scope)) add(seen.context, scope.scope.attributes);
			for (const span of listOf(scope, 'spans')) {
				add(seen.span, span.attributes);
				seen.areRepeated ||= hasRepeatedKey(span.attributes);
				isUsual &&= isRegular(span, content);
			}
		}
	}
	return isUsual;
}

function hasRepeatedKey(attributes: unknown): boolean {
	const keys = (Array.isArray(attributes) ? attributes : []).filter(isObject).map(({ key }) => key);
	return new Set(keys).size < keys.length;
}

/** A key that may stand in a statement: a NUL character would end the statement. */
export function named(key: unknown): string {
	if (String(key).includes('\0')) throw new BulkRefused('an attribute key holds a NUL character');
	return String(key);
}

/** Whole lines from the beginning, and of a plain file from further places. */
async function sampleLines(path: string): Promise<{ isPacked: boolean; lines: string[] }> {
	const file = await open(path);
	try {
		const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
		const isPacked = buffer[0] === 0x1f && buffer[1] === 0x8b;
		const start = await beginning(path, isPacked).catch(refuseDamaged);
		const lines = wholeLines(start.toString('utf8'), true);
		if (isPacked) return { isPacked, lines };
		const { size } = await stat(path);
		for (const share of [0.25, 0.5, 0.75, 1]) {
			const at = Math.floor(share * size) - LATER_BYTES;
			if (at <= start.length) continue;
			const { buffer: part, bytesRead } = await file.read(
				Buffer.alloc(LATER_BYTES),
				...([0, LATER_BYTES, at] as const)
			);
			lines.push(...wholeLines(part.toString('utf8', 0, bytesRead), false));
		}
		return { isPacked, lines };
	} finally {
		await file.close();
	}
}

/** The first bytes of the unpacked file, and as many more as its first line takes. */
async function beginning(path: string, isPacked: boolean): Promise<Buffer> {
	const raw = createReadStream(path);
	const stream = isPacked ? raw.pipe(createGunzip()) : raw;
	const chunks: Buffer[] = [];
	let length = 0;
	let hasLine = false;
	for await (const chunk of stream as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		length += chunk.length;
		hasLine ||= chunk.includes(10);
		if (length > LONGEST_LINE && !hasLine) {
			throw new BulkRefused(`its first line is longer than ${LONGEST_LINE / 2 ** 20} MiB`);
		}
		if (length >= FIRST_BYTES && hasLine) break;
	}
	raw.destroy();
	return Buffer.concat(chunks);
}

/** A damaged archive: the stream parser says how far it could be read. */
function refuseDamaged(error: Error & { code?: string }): never {
	throw error.code?.startsWith('Z_') ? new BulkRefused(error.message, { cause: error }) : error;
}

/** Lines without the one that was cut off at either end. */
function wholeLines(text: string, fromStart: boolean): string[] {
	const lines = text.split('\n');
	if (!fromStart) lines.shift();
	if (lines.length > 1) lines.pop();
	return lines.filter((line) => line.trim() !== '');
}
