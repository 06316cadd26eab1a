import { withApp } from '../client.js';
import { print } from '../table.js';
import { filters, query, read } from './options.js';

export const calibration = {
	usage: 'calibration [--by task,...] [--where key=value ...] [--thresholds 0.5,0.9]',
	help: `How well stated confidence agrees with outcomes, and what a gate at each threshold lets through.`,
	async run(args) {
		const taken = {
			by: { type: 'string' },
			where: { type: 'string', multiple: true },
			from: { type: 'string' },
			to: { type: 'string' },
			thresholds: { type: 'string' }
		};
		const options = read(args, taken, { files: 0 });
		const { by, from, to, thresholds, workspace } = options;
		const asked = query({ by, from, to, thresholds, workspace, ...filters(options.where) });
		const answer = await withApp(options.dataDir, (app) => app.get(`calibration?${asked}`));
		print(answer, options.json, ['runs', 'accuracy', 'mean_confidence', 'brier', 'ece', 'auroc']);
	}
};
