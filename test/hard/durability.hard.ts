import { expect, test } from 'vitest';
import { endure } from '../durability.ts';
import { choices } from '../otlp-random.ts';
import { emptyFolder } from '../workspace.ts';

const KILLS = Number(process.env.KILLS ?? 200);
const SEED = Number(process.env.SEED ?? 1);

test(`${KILLS} times killed with -9: nothing acknowledged is missing, every report has its hash`, async () => {
	const endured = await endure(emptyFolder(), KILLS, choices(SEED).next, console.log);
	console.log(JSON.stringify(endured, null, '\t'));
	expect(endured.losses).toEqual([]);
});
