import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { isWhole, killedImport } from './killed-imports.ts';
import { emptyFolder } from './workspace.ts';

const isBuilt = existsSync(join(dirname(import.meta.dirname), 'build/index.js'));

test.skipIf(!isBuilt)(
	'an import killed half-way leaves nothing behind, and works the next time',
	async () => {
		const left = await killedImport(emptyFolder(), 1500);
		expect({ ...left, isWhole: isWhole(left) }).toMatchObject({ isWhole: true, runsAgain: 60_000 });
	}
);
