import type { FieldName } from '../../../formats/otel/attributes.ts';
import { abstentions } from '../../../formats/otel/spellings.ts';
import {
	HANDOFF,
	toolCalls,
	toolDefinitions,
	toolDefinitionTexts
} from '../../../formats/otel/decisions.ts';
import {
	castSql,
	coalesced,
	literal,
	literals,
	orNull,
	textListSql,
	type AttributeSql
} from './otlp-fields.ts';
import type { KeyPlan } from './otlp-keys.ts';

/** What our own attributes and guardrails say about a choice; the twin of choiceOf (formats/otel/decisions.ts). */
export function statedChoiceSql(field: (name: FieldName) => string | null): string {
	return [
		`${orNull(field('decisionChosen'))} as stated_chosen`,
		`${field('decisionAlternatives') ?? 'null::varchar[]'} as alternatives`,
		`coalesce(${orNull(field('guardrailTriggered'), 'boolean')}, case when has_failed then true end) as is_triggered`
	].join(',\n\t\t');
}

const toolNameSql = (definition: string): string =>
	`coalesce(try(json_extract_string(${definition}, '$.name')), try(json_extract_string(${definition}, '$.function.name')))`;

/** Names of the tools offered, and of the one asked for. */
export function toolsSql(attributes: AttributeSql, plan: KeyPlan): string {
	if (!plan.offersTools) return 'null::varchar[] as tools, null::varchar as called_tool';
	const names = (definitions: string) =>
		`[n for n in [${toolNameSql('d')} for d in ${definitions}] if n is not null]`;
	const offered = coalesced([
		...toolDefinitions.map((key) => {
			const text = attributes.own(key);
			return text === null ? null : names(`try(from_json(${text}, '["JSON"]'))`);
		}),
		...toolDefinitionTexts.map((key) => {
			const text = attributes.own(key);
			return text === null ? null : names(textListSql(text));
		}),
		...plan.toolFamilies.map(
			({ column, isJson }) =>
				`case when len(${column}) > 0 then ${isJson ? names(column) : column} end`
		)
	]);
	const called = coalesced(
		toolCalls.map((call) => {
			const text = attributes.own(call.key);
			return text === null ? null : castSql(text, call, 'text');
		})
	);
	return `${orNull(offered, 'varchar[]')} as tools, ${orNull(called)} as called_tool`;
}

/** The decision as columns `choice_*`; `choice_stage` and the rest are null where none was taken. */
export function choiceSql(field: (name: FieldName) => string | null, present: Set<string>): string {
	const isStated = field('decisionChosen') !== null || field('decisionAlternatives') !== null;
	const alternatives = 'coalesce(alternatives, [])';
	const stage = (own: string) =>
		present.has('decision_stage') ? `coalesce(decision_stage, ${own})` : own;
	const choices = [
		...(isStated
			? [
					{
						when: '(stated_chosen is not null or len(alternatives) > 0)',
						offered: `case when stated_chosen is null or list_contains(${alternatives}, stated_chosen)
							then ${alternatives} else list_append(${alternatives}, stated_chosen) end`,
						chosen: 'stated_chosen',
						stage: 'null::varchar'
					}
				]
			: []),
		{
			when: `kind = 'guardrail'`,
			offered: `['pass', 'block']`,
			chosen: `case is_triggered when true then 'block' when false then 'pass' end`,
			stage: `'guardrail'`
		},
		{
			when: `starts_with(tool_name, ${literal(HANDOFF)})`,
			offered: '[]::varchar[]',
			chosen: `substr(tool_name, ${HANDOFF.length + 1})`,
			stage: `'handoff'`
		},
		{ when: 'len(tools) > 0', offered: 'tools', chosen: 'called_tool', stage: `'tool_choice'` }
	];
	const pick = (part: (choice: (typeof choices)[number]) => string) =>
		`case ${choices.map((choice) => `when ${choice.when} then ${part(choice)}`).join('\n\t\t')} end`;
	const chosen = pick((choice) => choice.chosen);
	const staged = pick((choice) => stage(choice.stage));
	return `${pick((choice) => choice.offered)} as choice_offered,
	${chosen} as choice_chosen,
	${staged} as choice_stage,
	coalesce((${staged} = 'guardrail' and ${chosen} = 'block')
		or lower(${chosen}) in (${literals(abstentions)}), false) as gave_up`;
}
