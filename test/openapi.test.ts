import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openApi } from '#lib/server/api/openapi.ts';
import { operations } from '#lib/server/api/operations.ts';

const folder = join(dirname(import.meta.dirname), 'src/routes/api/v1');
const routes = readdirSync(folder, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('+server.ts'))
	.map((file) => ({
		path: dirname(file).replaceAll('\\', '/'),
		text: readFileSync(join(folder, file), 'utf8')
	}));

test('every method of every route is described, and nothing else', () => {
	const written = routes.flatMap(({ path, text }) =>
		[...text.matchAll(/^export const (GET|POST|PUT|DELETE)\b/gm)].map(
			([, method = '']) => `${method.toLowerCase()} ${path}`
		)
	);
	expect(written.length).toBeGreaterThan(10);
	expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(written.sort());
});

test.each(routes)('$path describes all that it reads from the URL', ({ path, text }) => {
	const read = [...text.matchAll(/searchParams\.get\(\s*'(\w+)'/g)].map(([, name]) => name);
	const described = operations
		.filter((operation) => operation.path === path)
		.flatMap(({ query }) => Object.keys(query ?? {}));
	// Every address takes a workspace.
	expect([...described, 'workspace']).toEqual(expect.arrayContaining(read));
});

test('is OpenAPI 3.1: parts of the path are parameters, operations have ids of their own', () => {
	const { openapi, paths } = openApi('1.2.3') as {
		openapi: string;
		paths: Record<string, Record<string, { operationId: string; parameters: object[] }>>;
	};
	expect(openapi).toBe('3.1.0');
	expect(paths['/api/v1/imports/{id}']?.get?.parameters).toContainEqual({
		name: 'id',
		in: 'path',
		required: true,
		schema: { type: 'string' }
	});
	const ids = Object.values(paths).flatMap((methods) =>
		Object.values(methods).map(({ operationId }) => operationId)
	);
	expect(new Set(ids).size).toBe(ids.length);
});
