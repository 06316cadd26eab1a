import { createReadStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { print } from '../table.js';
import { query, read } from './options.js';

export const price = {
	usage: 'price FILE',
	help: `Prices usages of tokens by the price book of their day.

FILE is CSV or JSON Lines with provider, model, at, input_tokens, cache_read_tokens,
cache_write_tokens, cache_write_1h_tokens, output_tokens (input without cache; the 1 h part is a part of the cache writes).
Prints the same rows with price_usd, or null, and the rule that was used.`,
	async run(args) {
		const options = read(args);
		const [file] = options.files;
		if (!file) throw new Misused('price needs a file of usages');
		if (!existsSync(file)) throw new Failed(`there is no file ${file}`);
		const body = Readable.toWeb(createReadStream(file));
		const asked = query({ workspace: options.workspace });
		const answer = await withApp(options.dataDir, (app) => app.send(`price?${asked}`, body));
		print(answer, options.json, ['input_tokens', 'output_tokens', 'price_usd', 'rule']);
	}
};
