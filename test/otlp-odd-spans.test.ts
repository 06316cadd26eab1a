import { expect, test } from 'vitest';
import { byParser, byStatement } from './otlp-paths.ts';

const span = (id: number) => ({
	traceId: '0af7651916cd43dd8448eb211c80319c',
	spanId: `b7ad6b716920333${id}`,
	name: 'chat',
	startTimeUnixNano: '1767225600000000000',
	endTimeUnixNano: '1767225601000000000',
	attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }]
});
const line = (spans: unknown[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

test.each([
	['beside spans', [span(1), null, 1, 'x', span(2)], 2, 3],
	['one alone', [null], 0, 1],
	['one beside a span', [span(1), null], 1, 1]
])(
	'entries that are no spans, %s: each is rejected by both paths and said where',
	async (_, spans, kept, rejected) => {
		const text = `${line([span(9)])}\n${line(spans)}\n`;
		const parsed = await byParser(text);
		expect(parsed.counts).toMatchObject({ read: 1 + kept + rejected, kept: 1 + kept });
		expect(parsed.counts.rejected).toEqual([
			{
				at: 'line 2',
				reason: 'an entry of a list of spans that is no JSON object',
				count: rejected
			}
		]);
		const { counts, refused, tables } = await byStatement(text);
		expect(counts.kept + refused.kept).toBe(1 + kept);
		expect(counts.rejectedLines + refused.rejected.reduce((sum, one) => sum + one.count, 0)).toBe(
			rejected
		);
		expect(counts.read + refused.read).toBe(1 + kept + rejected);
		expect(tables).toEqual(parsed.tables);
	}
);
