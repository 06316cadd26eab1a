import { badRequest, object } from '#lib/server/answers.ts';
import { limitedText } from '#lib/server/limited-text.ts';
import { priceUsages } from '#lib/server/price-book.ts';
import { usagesOf } from '#lib/server/usages-file.ts';
import type { RequestHandler } from './$types';

/** A CSV or JSON Lines of usages -> the same rows with `price_usd` (or null) and the rule used. */
export const POST: RequestHandler = async ({ request }) => {
	const text = await limitedText(request, 50_000_000);
	if (text === null) return badRequest('The file of usages is larger than 50 MB.', 413);
	const read = await usagesOf(text);
	if ('problem' in read) return badRequest(read.problem);
	return object({ rows: priceUsages(read.rows) });
};
