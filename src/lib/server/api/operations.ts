import { listFields } from '../../filters.ts';
import type { Operation } from './operation.ts';

const filters = {
	...Object.fromEntries(listFields.map((name) => [name, `Only runs of this ${name}; repeatable.`])),
	from: 'First day, YYYY-MM-DD.',
	to: 'Last day, YYYY-MM-DD.'
};
const JSON_TYPE = 'application/json';
const CSV = 'text/csv';
const receipts = { receipts: 'rows' } as const;
const lifetimes = {
	content: 'Days for text of prompts and answers; absent = for ever, as for the others.',
	spans: 'Days for the steps of runs.',
	runs: 'Days for runs and all that is said of them; sums by hour stay.',
	sums: 'Days for sums by hour of runs that were removed.'
};
const job = 'Id that the client chooses, to ask how far it is and to call it off.';

/** Every address of the API: a new route adds its entry here, which a test demands. */
export const operations: readonly Operation[] = [
	{
		path: 'retention',
		method: 'get',
		summary: 'How long each part is kept, what was removed, and what lifetimes would remove today.',
		query: lifetimes,
		answer: { lifetimes: 'object', removed: 'rows', rows: 'rows' }
	},
	{
		path: 'retention',
		method: 'put',
		summary: 'Sets how long each part is kept and removes at once what is older.',
		query: lifetimes,
		answer: { lifetimes: 'object', rows: 'rows' }
	},
	{
		path: 'backup',
		method: 'get',
		summary: 'Every workspace, or the one named, as one archive with hashes and figures.',
		answer: { type: 'application/gzip', holds: 'A `.tar.gz`; its first file is `manifest.json`.' }
	},
	{
		path: 'backup',
		method: 'post',
		summary: 'Restores a backup; a damaged one changes nothing.',
		query: {
			workspace: 'Only this workspace of the backup.',
			to: 'Another name for it.',
			replace: '1 replaces a workspace that is there.',
			check: '1 only looks whether the backup is whole.'
		},
		body: { type: 'application/gzip', holds: 'The archive.' },
		answer: { rows: 'rows', accounts: 'text' }
	},
	{
		path: 'metrics',
		method: 'get',
		summary: 'Cost, reliability and latency by the dimensions of `by`, over the runs left.',
		query: { ...filters, by: 'Dimensions, separated by commas.', metric: 'Only these metrics.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'calibration',
		method: 'get',
		summary: 'How well stated confidence agrees with outcomes, and what a gate lets through.',
		query: {
			...filters,
			by: 'Dimensions, separated by commas.',
			thresholds: 'Confidences of the gates, 0 to 1, separated by commas.'
		},
		answer: { rows: 'rows' }
	},
	{
		path: 'verdict',
		method: 'get',
		summary: 'The verdict of every task, or of one, with its probability and what flips it.',
		query: { ...filters, seed: 'Of the simulation; the same seed gives the same bits.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'verdict/history',
		method: 'get',
		summary: 'What was said of every task after each change, and why; oldest first.',
		query: { task: 'Only this one.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'verdict/scores',
		method: 'get',
		summary: 'Past verdicts against what the runs after them said, newest first.',
		query: { task: 'Only this one.' },
		answer: { rows: 'rows', waiting: 'number', calibration: 'rows' }
	},
	{
		path: 'verdict/accept',
		method: 'post',
		summary: 'Makes a verdict that waits for a second import stand.',
		query: { task: 'The task.', verdict: 'The verdict that waits.' },
		answer: { task: 'text', verdict: 'text' }
	},
	{
		path: 'changes',
		method: 'get',
		summary: 'Who changed what, when, with what held before and after; the last ones first.',
		query: { kind: 'Only changes of this kind.', who: 'Only changes by this person.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'invites',
		method: 'post',
		summary: 'Makes a one-time link for somebody new, or to a new password of a member.',
		query: { role: 'Of somebody new.', member: 'Name of the member who needs a new password.' },
		answer: { path: 'text' }
	},
	{
		path: 'imports',
		method: 'get',
		summary: 'The receipts of a workspace, newest first.',
		answer: receipts
	},
	{
		path: 'imports',
		method: 'post',
		summary:
			'Imports the file that is the body, or each file of a zip file; rows read = kept + duplicates + rejected.',
		query: {
			name: 'The file’s name.',
			format: 'Id of a format, where the file does not tell.',
			content: '1 also stores text of prompts and answers.',
			map: 'A column map as JSON: {"columns": {"alias": "agent"}}.',
			preview: '1 stores nothing and says what would be; `outcomes` so for outcomes files alone.',
			job
		},
		body: {
			type: 'application/octet-stream',
			holds: 'The file, as it is or packed as gzip, zstd or zip.'
		},
		answer: { ...receipts, preview: 'object', previews: 'rows' }
	},
	{
		path: 'imports/[id]',
		method: 'get',
		summary: 'The receipt of an import, or how far an upload is by its job id.',
		answer: { ...receipts, phase: 'text', rows: 'number' }
	},
	{
		path: 'imports/[id]',
		method: 'delete',
		summary: 'Undoes an import, or calls off an upload by its job id.',
		answer: { ...receipts, cancelled: 'flag' }
	},
	{
		path: 'imports/[id]/unmatched',
		method: 'get',
		summary: 'The rows of an outcomes file that speak of no run, with line and reason.',
		answer: { type: CSV, holds: 'The rows as they came, `breakeven_line`, `breakeven_reason`.' }
	},
	{
		path: 'jobs/[id]',
		method: 'get',
		summary: 'How far something is that takes long.',
		answer: { phase: 'text', rows: 'number' }
	},
	{
		path: 'jobs/[id]',
		method: 'delete',
		summary: 'Calls it off; what was done so far is taken back.',
		answer: { cancelled: 'flag' }
	},
	{
		path: 'definitions',
		method: 'get',
		summary: 'What a task is and what right means, as the document that PUT takes.',
		query: { version: 'An older version.' },
		answer: {
			breakeven_schema: 'text',
			version: 'number',
			tasks: 'rows',
			renames: 'object',
			success: 'rows',
			repeats: 'object',
			maturityDays: 'object',
			scopes: 'object',
			production: 'texts',
			people: 'rows',
			links: 'object'
		}
	},
	{
		path: 'definitions',
		method: 'put',
		summary: 'Saves a document as a new version; every run is made again by it.',
		query: { note: 'Why.', job },
		body: { type: JSON_TYPE, holds: 'Definitions, as GET gives them.' },
		answer: { version: 'number' }
	},
	{
		path: 'prices',
		method: 'get',
		summary: 'The workspace’s own prices, which come before those of the price book.',
		answer: { breakeven_schema: 'text', prices: 'rows' }
	},
	{
		path: 'prices',
		method: 'put',
		summary: 'Saves own prices in place of those before; calls that it concerns are priced anew.',
		query: { note: 'Why.' },
		body: {
			type: JSON_TYPE,
			holds:
				'{"prices": [{provider, model, valid_from, valid_to, prices: {input_mtok, output_mtok, ...}, source}]}, USD per million tokens, days as YYYY-MM-DD.'
		},
		answer: { prices: 'number', models: 'number' }
	},
	{
		path: 'prices/preview',
		method: 'post',
		summary: 'What own prices would change, per model; nothing is stored.',
		body: { type: JSON_TYPE, holds: 'Own prices, as PUT takes them.' },
		answer: { models: 'rows' }
	},
	{
		path: 'definitions/preview',
		method: 'post',
		summary: 'What definitions would change, per task; nothing is stored.',
		body: { type: JSON_TYPE, holds: 'Definitions, as GET gives them.' },
		answer: { tasks: 'rows' }
	},
	{
		path: 'assumptions',
		method: 'get',
		summary: 'The assumptions that were entered.',
		query: { format: '`json` for {"rows": [...]}, CSV otherwise.' },
		answer: { type: CSV, holds: 'task, name, value, low, high, source, note.' }
	},
	{
		path: 'assumptions',
		method: 'post',
		summary: 'Stores all rows of a file of assumptions, or none.',
		body: { type: CSV, holds: 'CSV or YAML of task, name, value, low, high, source, note.' },
		answer: { stored: 'number' }
	},
	{
		path: 'audits',
		method: 'get',
		summary: 'Every answer of people who checked runs by hand, oldest first.',
		query: { task: 'Only of this task.', format: '`csv` for a file, {"rows": [...]} otherwise.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'audits',
		method: 'post',
		summary: 'Stores answers about runs, all or none; a person’s next answer corrects the last.',
		body: {
			type: JSON_TYPE,
			holds:
				'{run_id, answer: right, wrong or cannot_tell, note, seconds, auditor, blind, second}, or {"answers": [...]}.'
		},
		answer: { rows: 'rows' }
	},
	{
		path: 'audits',
		method: 'delete',
		summary: 'Takes an answer back; what the same person had said before holds again.',
		query: { audit_id: 'The number of the answer.' },
		answer: { run_id: 'text' }
	},
	{
		path: 'price',
		method: 'post',
		summary: 'Prices usages of tokens by the price book of their day.',
		body: { type: CSV, holds: 'CSV or JSON Lines of usages.' },
		answer: { rows: 'rows' }
	},
	{
		path: 'reports',
		method: 'get',
		summary: 'Every frozen report, newest first.',
		answer: { rows: 'rows' }
	},
	{
		path: 'reports',
		method: 'post',
		summary: 'Freezes a report of what the workspace holds now, over the runs left.',
		query: {
			...filters,
			scenarios:
				'Saved scenarios that it is about, at most 4: 1.3,2 is version 3 of 1 beside the newest of 2.'
		},
		answer: { id: 'number', title: 'text', sha256: 'text', origin: 'object' }
	},
	{
		path: 'reports/[id]',
		method: 'get',
		summary: 'A report: its frozen document, the hash of that, and what was written into it.',
		answer: { id: 'number', sha256: 'text', texts: 'object', document: 'object' }
	},
	{
		path: 'reports/[id]',
		method: 'delete',
		summary: 'Deletes a report for good, with its links and comments.',
		answer: { deleted: 'flag' }
	},
	{
		path: 'reports/schedules',
		method: 'get',
		summary:
			'The reports that are written to a folder by the calendar, with what became of the last.',
		answer: { rows: 'rows' }
	},
	{
		path: 'reports/schedules',
		method: 'post',
		summary: 'Has a report of the runs left written to the folder every week or month.',
		query: {
			...filters,
			every: 'week (Mondays) or month (the first); week when absent.',
			formats: 'Kinds of file with commas; html,pdf when absent.'
		},
		answer: { id: 'number' }
	},
	{
		path: 'reports/schedules/[schedule]',
		method: 'put',
		summary: 'Pauses a schedule, or lets it go on.',
		query: { paused: '1 or 0.' },
		answer: { paused: 'flag' }
	},
	{
		path: 'reports/schedules/[schedule]',
		method: 'delete',
		summary: 'Deletes a schedule; what it has written stays.',
		answer: { deleted: 'flag' }
	},
	{
		path: 'reports/[id]/comments',
		method: 'get',
		summary: 'What readers wrote below a report, newest first.',
		answer: { rows: 'rows' }
	},
	{
		path: 'reports/[id]/comments/[comment]',
		method: 'delete',
		summary: 'Deletes a reader’s comment for good.',
		answer: { deleted: 'flag' }
	},
	{
		path: 'reports/[id]/[format]',
		method: 'get',
		summary: 'A report as a file: html, pdf, pptx, xlsx, csv, parquet or json.',
		answer: { type: 'application/octet-stream', holds: 'The file.' }
	},
	{
		path: 'simulate',
		method: 'post',
		summary: 'What the coming year costs and what can go wrong under a scenario, for each option.',
		query: {
			seed: 'The same seed gives the same bits, with any number of workers.',
			replications: 'Simulated futures, 100 to 1,000,000, instead of what the scenario says.',
			workers: 'Threads, 1 to 16, at most as many as there are CPUs; 2 unless told.',
			precision: '`full`, or `preview`: 2,000 futures without what drives the result.'
		},
		body: { type: JSON_TYPE, holds: 'A scenario, as simulations/scenarios/scenario.schema.json.' },
		answer: {
			name: 'text',
			seed: 'number',
			precision: 'text',
			trials: 'number',
			mode: 'text',
			tasks: 'rows',
			total: 'rows',
			warnings: 'rows'
		}
	},
	{
		path: 'scenarios',
		method: 'get',
		summary: 'The saved scenarios by their newest version, the one saved last first.',
		answer: { rows: 'rows' }
	},
	{
		path: 'scenarios',
		method: 'post',
		summary: 'Saves a scenario as a new one, or as the next version of `id`.',
		query: { id: 'The scenario that it is a new version of.', note: 'Why.' },
		body: { type: JSON_TYPE, holds: 'A scenario, as simulations/scenarios/scenario.schema.json.' },
		answer: { id: 'number', version: 'number' }
	},
	{
		path: 'scenarios/[id]',
		method: 'get',
		summary: 'A saved scenario as a scenario file, with the history of its versions.',
		query: { version: 'An older version.' },
		answer: { id: 'number', version: 'number', scenario: 'object', history: 'rows' }
	},
	{
		path: 'scenarios/[id]',
		method: 'delete',
		summary: 'Removes a saved scenario with all its versions; refused while one is locked.',
		answer: { deleted: 'flag' }
	},
	{
		path: 'scenarios/[id]/lock',
		method: 'post',
		summary: 'Locks a version: it cannot be removed while something stands on it.',
		query: { version: 'Which one.', reason: 'Why.' },
		answer: { locked: 'flag' }
	},
	{
		path: 'scenarios/[id]/lock',
		method: 'delete',
		summary: 'Unlocks a version.',
		query: { version: 'Which one.' },
		answer: { locked: 'flag' }
	},
	{
		path: 'reports/[id]/links',
		method: 'get',
		summary: 'The links that open or opened a report, with when they were used; no secrets.',
		answer: { rows: 'rows' }
	},
	{
		path: 'reports/[id]/links',
		method: 'post',
		summary: 'Makes a link for a reader without an account. Its address is told this once.',
		query: {
			days: 'How long it works, 1 to 365; 30 when absent.',
			comments: '1 lets its readers write comments.'
		},
		body: {
			type: 'text/plain',
			holds: 'A passphrase to ask for, at least 8 characters; empty for none.'
		},
		answer: { address: 'text', days: 'number', reaches_others: 'flag' }
	},
	{
		path: 'reports/[id]/links/[link]',
		method: 'delete',
		summary: 'Takes a link back: it never opens again.',
		answer: { revoked: 'flag' }
	},
	{
		path: 'workspaces',
		method: 'get',
		summary: 'The workspaces on disk, with their sizes in bytes.',
		answer: { rows: 'rows' }
	},
	{
		path: 'openapi.json',
		method: 'get',
		summary: 'This description.',
		answer: { openapi: 'text', info: 'object', paths: 'object' }
	}
];
