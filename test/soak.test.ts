import { expect, test } from 'vitest';
import { choices } from './otlp-random.ts';
import { isBuilt } from './served.ts';
import { soak } from './soak.ts';
import { emptyFolder } from './workspace.ts';

test.skipIf(!isBuilt)('20 readers, imports and simulations at once: no error', async () => {
	const soaked = await soak(emptyFolder(), 8, choices(3).next);
	expect(soaked.errors).toEqual([]);
	expect(soaked.loads).toBeGreaterThanOrEqual(20);
	expect(Math.min(soaked.imports, soaked.simulations)).toBeGreaterThan(0);
});
