import { expect, test } from 'vitest';
import { endure } from './durability.ts';
import { choices } from './otlp-random.ts';
import { isBuilt } from './served.ts';
import { emptyFolder } from './workspace.ts';

test.skipIf(!isBuilt)(
	'killed with -9 while it imports, saves, reports and backs up: nothing acknowledged is missing',
	async () => {
		const endured = await endure(emptyFolder(), 2, choices(7).next);
		expect(endured).toMatchObject({ kills: 2, losses: [] });
	}
);
