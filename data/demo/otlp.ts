/** An attribute of OTLP/JSON. */
export interface Attribute {
	key: string;
	value: Record<string, unknown>;
}

export const text = (key: string, value: string): Attribute => ({
	key,
	value: { stringValue: value }
});
/** OTLP/JSON writes 64-bit integers as text. */
export const whole = (key: string, value: number): Attribute => ({
	key,
	value: { intValue: String(value) }
});
export const decimal = (key: string, value: number): Attribute => ({
	key,
	value: { doubleValue: value }
});
export const flag = (key: string, value: boolean): Attribute => ({
	key,
	value: { boolValue: value }
});
export const texts = (key: string, values: readonly string[]): Attribute => ({
	key,
	value: { arrayValue: { values: values.map((value) => ({ stringValue: value })) } }
});

/** A span of OTLP/JSON. */
export interface OtlpSpan {
	traceId: string;
	spanId: string;
	parentSpanId?: string;
	name: string;
	kind: number;
	startTimeUnixNano: string;
	endTimeUnixNano: string;
	attributes: Attribute[];
	events?: { timeUnixNano: string; name: string; attributes: Attribute[] }[];
	status: { code?: number; message?: string };
}

export const INTERNAL = 1;
export const CLIENT = 3;

/** Nanoseconds since 1970 as text. */
export const nano = (us: number): string => `${us}000`;

/** The status and exception event of a step; an empty status where nothing went wrong. */
export function ended(
	error: string | null,
	endUs: number
): Pick<OtlpSpan, 'status'> & Partial<Pick<OtlpSpan, 'events'>> {
	if (error === null) return { status: {} };
	const attributes = [
		text('exception.type', error),
		text('exception.message', `${error} upstream`)
	];
	return {
		status: { code: 2, message: error },
		events: [{ timeUnixNano: nano(endUs), name: 'exception', attributes }]
	};
}

/** Spans of one sender. */
export interface SenderSpans {
	resource: Attribute[];
	scope: { name: string; version: string };
	spans: OtlpSpan[];
}

/** Runs that an exporter sends together. */
const BATCH = 10;

/**
 * OTLP/JSON Lines as a batching exporter writes them: spans of a few runs of one sender a line, and of
 * some runs the children before the root on an earlier line.
 */
export function otlpLines(runs: readonly SenderSpans[]): string {
	const lines: string[] = [];
	const waiting = new Map<string, SenderSpans[]>();
	const flush = (batch: SenderSpans[]) => lines.push(lineOf(batch));
	runs.forEach((run, index) => {
		const sender = JSON.stringify(run.resource);
		const batch = waiting.get(sender) ?? [];
		waiting.set(sender, batch);
		if (index % 31 === 30) {
			// The root ends last: a batch that is full takes what has ended so far.
			const [root, ...children] = run.spans;
			flush([...batch.splice(0), { ...run, spans: children }]);
			if (root) batch.push({ ...run, spans: [root] });
		} else batch.push(run);
		if (batch.length >= BATCH) flush(batch.splice(0));
	});
	for (const batch of waiting.values()) if (batch.length > 0) flush(batch);
	return lines.join('\n') + '\n';
}

function lineOf(batch: readonly SenderSpans[]): string {
	const [first] = batch;
	const spans = batch.flatMap((run) => run.spans);
	const scopeSpans = [{ scope: first?.scope, spans }];
	return JSON.stringify({
		resourceSpans: [{ resource: { attributes: first?.resource }, scopeSpans }]
	});
}
