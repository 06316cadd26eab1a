/** Token counts as reported: SQL of type double, and of the conventions as text. */
export interface ReportedSql {
	input: string;
	output: string;
	total: string;
	cacheRead: string;
	cacheWrite: string;
	cacheWrite1h: string;
	reasoning: string;
	convention: string;
	outputConvention: string;
	provider: string;
	model: string;
}

const counts = [
	'input',
	'output',
	'total',
	'cacheRead',
	'cacheWrite',
	'cacheWrite1h',
	'reasoning'
] as const;

/**
 * The SQL twin of tokenClasses (src/lib/trace/tokens.ts, whose rules the comments number): CTEs over a
 * relation `from` that end in one called `to`, with the token columns of the table spans and
 * `bad_tokens`. Other columns pass through.
 */
export function tokenClassesSql(from: string, to: string, reported: ReportedSql): string {
	const none = counts.every((name) => reported[name] === 'null');
	if (none) {
		const columns = tokenColumns.map((column) => `null::bigint as ${column}`).join(', ');
		return `${to} as (select *, ${columns}, 'unknown' as token_basis, false as bad_tokens from ${from})`;
	}
	return `
${to}_reported as (
	select *, ${counts.map((name) => `${reported[name]} as t_${name}`).join(', ')},
		${reported.convention} as t_convention, ${reported.outputConvention} as t_out_convention
	from ${from}
),
${to}_counted as (
	-- 1
	select *, ${counts.map((name) => `${wholeSql(`t_${name}`)} as n_${name}`).join(', ')}
	from ${to}_reported
),
${to}_whole as (
	select *,
		-- 2
		coalesce(n_cacheWrite, n_cacheWrite1h) as n_write,
		case when n_cacheWrite1h <= coalesce(n_cacheWrite, n_cacheWrite1h) then n_cacheWrite1h end as n_write1h,
		-- 3
		case
			when n_reasoning > n_output or (t_out_convention = 'exclusive' and n_reasoning is not null)
				then n_output + n_reasoning
			else n_output
		end as n_out,
		-- 4
		coalesce(n_cacheRead, 0) + coalesce(n_cacheWrite, n_cacheWrite1h, 0) as n_cached
	from ${to}_counted
),
${to}_based as (
	select *, case
		when n_input is null or n_cached = 0 then t_convention
		-- 5, 6
		when t_convention = 'exclusive' or n_cached > n_input then 'exclusive'
		-- 7
		when n_total = n_input + n_cached + n_out then 'exclusive'
		when n_total = n_input + n_out then 'inclusive'
		-- 8, 9
		when t_convention = 'unknown' and ${anthropicSql(reported)} then 'guarded'
		else 'inclusive'
	end as n_basis
	from ${to}_whole
),
${to} as (
	select * exclude (${scratch.join(', ')}),
		case when n_basis = 'inclusive' then n_input - n_cached else n_input end as input_tokens,
		n_cacheRead as cache_read_tokens,
		n_write as cache_write_tokens,
		n_write1h as cache_write_1h_tokens,
		n_out as output_tokens,
		n_reasoning as reasoning_tokens,
		n_input as reported_input_tokens,
		n_output as reported_output_tokens,
		n_basis as token_basis,
		(${counts.map((name) => `(t_${name} is not null and n_${name} is null)`).join(' or ')}
			or (n_cacheWrite1h is not null and n_write1h is null)) as bad_tokens
	from ${to}_based
)`;
}

/** The token columns of the table spans, but for token_basis. */
export const tokenColumns = [
	...['input_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cache_write_1h_tokens'],
	...['output_tokens', 'reasoning_tokens', 'reported_input_tokens', 'reported_output_tokens']
] as const;

const scratch = [
	...counts.flatMap((name) => [`t_${name}`, `n_${name}`]),
	...['t_convention', 't_out_convention', 'n_write', 'n_write1h', 'n_out', 'n_cached', 'n_basis']
];

const wholeSql = (count: string): string =>
	`case when ${count} between 0 and 9007199254740991 and trunc(${count}) = ${count} then ${count}::bigint end`;

const anthropicSql = ({ provider, model }: ReportedSql): string =>
	`regexp_matches(concat_ws(' ', ${provider}, ${model}), 'anthropic|claude', 'i')`;
