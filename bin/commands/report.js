import { writeFileSync } from 'node:fs';
import { withApp } from '../client.js';
import { Failed, Misused } from '../failures.js';
import { filters, firstLine, query, read } from './options.js';

export const report = {
	usage:
		'report create [--where key=value ...] [--from DAY] [--to DAY] | report list | report export ID [--format F] [--out FILE] | report share ID [--days N] [--passphrase-file FILE]',
	help: `Frozen reports for people who will not open the app.

create    freezes a report of what the workspace holds now
list      every report, newest first
export    writes a report as a file
--format  the kind of file: html, pdf, pptx, xlsx, csv, parquet or json (default html)
--out     where to; standard output when absent
share     makes a link for a reader without an account; it is told this once
--days    how long the link works (default 30)
--passphrase-file  a file whose first line the reader has to type`,
	async run(args) {
		const options = read(args, {
			where: { type: 'string', multiple: true },
			from: { type: 'string' },
			to: { type: 'string' },
			format: { type: 'string', default: 'html' },
			out: { type: 'string' },
			days: { type: 'string' },
			'passphrase-file': { type: 'string' }
		});
		const [what, ...rest] = options.files;
		const doing = Object.hasOwn(doings, what ?? '') ? doings[what] : null;
		if (!doing || rest.length !== doing.needs)
			throw new Misused(
				'expected "report create", "report list", "report export ID" or "report share ID"'
			);
		await withApp(options.dataDir, (app) => doing.run(app, options, rest[0]));
	}
};

const doings = {
	create: {
		needs: 0,
		async run(app, { workspace, where, from, to, json }) {
			const asked = query({ workspace, from, to, ...filters(where) });
			const made = await app.send(`reports?${asked}`);
			if (json) console.log(JSON.stringify(made, null, 2));
			else console.log(`Report ${made.id}: ${made.title}\nSHA-256 ${made.sha256}`);
		}
	},
	list: {
		needs: 0,
		async run(app, { workspace, json }) {
			const answer = await app.get(`reports?${query({ workspace })}`);
			if (json) console.log(JSON.stringify(answer, null, 2));
			else if (answer.rows.length === 0) console.log('No report yet: "breakeven report create".');
			else for (const row of answer.rows) console.log(lineOf(row));
		}
	},
	export: {
		needs: 1,
		async run(app, { workspace, format, out }, id) {
			const path = `reports/${encodeURIComponent(id)}/${encodeURIComponent(format)}`;
			const bytes = await app.file(`${path}?${query({ workspace })}`);
			if (!out) process.stdout.write(bytes);
			else writeOut(out, bytes);
		}
	},
	share: {
		needs: 1,
		async run(app, { workspace, days, json, 'passphrase-file': file }, id) {
			const path = `reports/${encodeURIComponent(id)}/links?${query({ workspace, days })}`;
			const made = await app.send(path, file ? firstLine(file) : '', 'POST');
			if (json) console.log(JSON.stringify(made, null, 2));
			else {
				console.log(made.address);
				if (!made.reaches_others)
					console.error('It opens on this machine only: "serve --share HOST:PORT" lets others in.');
			}
		}
	}
};

const lineOf = ({ id, created_at, title, links }) =>
	`${String(id).padStart(3)}  ${created_at.slice(0, 10)}  ${title}${links > 0 ? `  (open links: ${links})` : ''}`;

function writeOut(path, bytes) {
	try {
		writeFileSync(path, bytes);
	} catch (error) {
		throw new Failed(`cannot write ${path} (${error.code})`);
	}
	console.log(`Wrote ${path}, ${bytes.length.toLocaleString('en-US')} bytes.`);
}
