import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Package {
	optionalDependencies?: Record<string, string>;
}

test('every platform package of a native dependency is in the lock file', () => {
	const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
		packages: Record<string, Package>;
	};
	const missing = Object.entries(lock.packages).flatMap(([at, { optionalDependencies }]) =>
		Object.keys(optionalDependencies ?? {}).filter(
			(name) =>
				!lock.packages[`node_modules/${name}`] && !lock.packages[`${at}/node_modules/${name}`]
		)
	);
	expect(missing).toEqual([]);
});
