/**
 * The SQL twin of trace/price.ts: the same terms in the same order, so that both give the same
 * double before it is rounded to nine decimals.
 */
export function priceSql(usage: string, price: string): string {
	const written1h = `coalesce(${usage}.cache_write_1h_tokens, 0)`;
	const reasoned = `coalesce(${usage}.reasoning_tokens, 0)`;
	const terms = [
		[`${usage}.input_tokens`, 'input'],
		[`coalesce(${usage}.cache_read_tokens, 0)`, 'cache_read'],
		[`(coalesce(${usage}.cache_write_tokens, 0) - ${written1h})`, 'cache_write'],
		[written1h, 'cache_write_1h'],
		[`(${usage}.output_tokens - ${reasoned})`, 'output'],
		[reasoned, 'reasoning']
	].map(([tokens, name]) => term(tokens as string, `${price}.${name}_usd_per_mtok`));
	const sum = terms.reduce((left, right) => `(${left} + ${right})`, '0.0::double');
	return `case when ${price}.price_id is not null
		then try_cast(round(${price}.usd_per_request + ${sum} / 1000000, 9) as decimal(18, 9)) end`;
}

const term = (tokens: string, price: string): string =>
	`case
		when ${tokens} < 0 then null
		when ${tokens} = 0 or ${price} = 0 or (${tokens} is null and ${price} is null) then 0
		else ${tokens} * ${price}
	end`;

/** Whether a price row applies at the time of day of a usage. */
export const timeOfDaySql = (at: string, price: string): string => {
	const time = `(epoch_us(${at}) % 86400000000)`;
	return `(${price}.day_from_us is null or ${time} >= ${price}.day_from_us)
		and (${price}.day_to_us is null or ${time} < ${price}.day_to_us)`;
};
