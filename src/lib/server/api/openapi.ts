import type { Field, Operation } from './operation.ts';
import { operations } from './operations.ts';

/** The API described as OpenAPI 3.1. */
export function openApi(version: string): Record<string, unknown> {
	const paths: Record<string, Record<string, unknown>> = {};
	for (const operation of operations) {
		const at = `/api/v1/${operation.path.replace(/\[(\w+)\]/g, '{$1}')}`;
		(paths[at] ??= {})[operation.method] = described(operation);
	}
	return {
		openapi: '3.1.0',
		info: {
			title: 'Breakeven',
			version,
			description:
				'The functions of the command line with the same JSON. A problem is {"message": one sentence}.'
		},
		servers: [{ url: '/' }],
		paths
	};
}

function described({ path, method, summary, query = {}, body, answer }: Operation) {
	const inPath = [...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => ({
		name,
		in: 'path',
		required: true,
		schema: { type: 'string' }
	}));
	const inQuery = Object.entries({ workspace: WORKSPACE, ...query }).map(([name, description]) => ({
		name,
		in: 'query',
		description,
		schema: { type: 'string' }
	}));
	return {
		operationId: `${method}-${path.replace(/\W+/g, '-').replace(/-$/, '')}`,
		summary,
		parameters: [...inPath, ...inQuery],
		...(body && {
			requestBody: {
				required: true,
				description: body.holds,
				content: { [body.type]: { schema: {} } }
			}
		}),
		responses: {
			200: answered(answer),
			400: { description: 'The question cannot be understood: one sentence.', content: problem },
			404: { description: 'What it is about is not there: one sentence.', content: problem }
		}
	};
}

const WORKSPACE = 'Its name; `main` when absent.';
const problem = {
	'application/json': {
		schema: {
			type: 'object',
			required: ['message'],
			properties: { message: { type: 'string' } }
		}
	}
};

function answered(answer: Operation['answer']) {
	if (isText(answer)) {
		return {
			description: answer.holds,
			content: { [answer.type]: { schema: { type: 'string' } } }
		};
	}
	const fields = Object.entries(answer).map(([name, field]) => [name, schemas[field]] as const);
	return {
		description: 'The answer.',
		content: {
			'application/json': { schema: { type: 'object', properties: Object.fromEntries(fields) } }
		}
	};
}

const isText = (answer: Operation['answer']): answer is { type: string; holds: string } =>
	'holds' in answer;

const schemas: Readonly<Record<Field, object>> = {
	rows: { type: 'array', items: { type: 'object' } },
	object: { type: 'object' },
	text: { type: 'string' },
	texts: { type: 'array', items: { type: 'string' } },
	number: { type: ['number', 'null'] },
	flag: { type: 'boolean' }
};
