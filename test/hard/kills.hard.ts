import { expect, test } from 'vitest';
import { isWhole, killedImport, type Left } from '../killed-imports.ts';
import { emptyFolder } from '../workspace.ts';

const KILLS = Number(process.env.KILLS ?? 100);

test(`${KILLS} imports killed with -9 at moments over their whole time: each is there or is not`, async () => {
	const broken: Left[] = [];
	const counts = { nothing: 0, everything: 0 };
	for (let at = 0; at < KILLS; at++) {
		// Half a second to start, some three to read, reduce and commit.
		const left = await killedImport(emptyFolder(), Math.round(400 + (4000 * (at + 0.5)) / KILLS));
		if (!isWhole(left)) broken.push(left);
		counts[left.runs === 0 ? 'nothing' : 'everything'] += 1;
	}
	console.log(`left: nothing ${counts.nothing} times, everything ${counts.everything} times`);
	expect(broken).toEqual([]);
});
