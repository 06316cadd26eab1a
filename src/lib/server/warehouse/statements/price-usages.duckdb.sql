-- What does each usage cost by the price book of its day? Null where a class that was used has no
-- price: an unknown price is never a zero.
insert into usages
select
	u.run_id, u.span_id, u.cost_class, u.counted, u.provider, u.model, u.used_at,
	u.input_tokens, u.cache_read_tokens, u.cache_write_tokens, u.cache_write_1h_tokens,
	u.output_tokens, u.reasoning_tokens,
	-- A zero beside used tokens is how most tools write "price unknown".
	case
		when u.reported_cost_usd = 0 and u.tokens > 0 and not coalesce(p.is_free, false) then null
		else u.reported_cost_usd
	end as reported_cost_usd,
	{{price}} as priced_cost_usd,
	p.price_id
from (
	select
		*,
		coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
			as all_input_tokens,
		coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
			+ coalesce(output_tokens, 0) as tokens
	from counted_usage
) as u
left join prices as p
	on p.model = u.model
	and p.provider = coalesce(u.provider, '')
	and (p.valid_from is null or u.used_at >= p.valid_from)
	and (p.valid_to is null or u.used_at < p.valid_to)
	and {{time_of_day}}
	and (p.above_input_tokens is null or u.all_input_tokens > p.above_input_tokens)
	and (p.up_to_input_tokens is null or u.all_input_tokens <= p.up_to_input_tokens);
