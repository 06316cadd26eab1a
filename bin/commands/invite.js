import { withApp } from '../client.js';
import { Misused } from '../failures.js';
import { print } from '../table.js';
import { query, read } from './options.js';

export const invite = {
	usage: 'invite --role ROLE | --member NAME',
	help: `A one-time link that lets somebody in, where there are accounts.

--role    viewer, analyst, engineer or owner: for somebody new
--member  for a member who needs a new password`,
	async run(args) {
		const taken = { role: { type: 'string' }, member: { type: 'string' } };
		const options = read(args, taken, { files: 0 });
		const { role, member, dataDir, json } = options;
		if ((role === undefined) === (member === undefined))
			throw new Misused('invite needs either --role or --member');
		const asked = query({ role, member });
		const answer = await withApp(dataDir, (app) => app.send(`invites?${asked}`, null));
		if (json) print(answer, json);
		else console.log(`Works once, for a week, under the address of Breakeven: ${answer.path}`);
	}
};
