/**
 * The exports of a company that does not exist, Northwind Parcel, in formats that real tools write, and
 * the truth beside them: `node --import tsx data/demo.ts --out DIR [--seed N] [--end YYYY-MM-DD]`.
 */
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { assumptionsFile, type Estimates } from './demo/assumptions-file.ts';
import { Calendar } from './demo/calendar.ts';
import { drawCases, type Case } from './demo/case.ts';
import { Chance } from './demo/chance.ts';
import { tasks, workspaceFigures } from './demo/company.ts';
import { genAiRun } from './demo/gen-ai.ts';
import { openInferenceRun } from './demo/open-inference.ts';
import { otlpLines } from './demo/otlp.ts';
import { outcomesFile } from './demo/outcomes-file.ts';
import { sheet } from './demo/sheet.ts';
import { smallTalk } from './demo/small-talk.ts';
import { drawKnowledge, type Knowledge } from './demo/statements.ts';
import type { Task } from './demo/task.ts';
import { periodOf, trueTask, type TrueTask } from './demo/truth.ts';

/** What a demo is made from; the same options give the same bytes. */
export interface DemoOptions {
	/** 1 unless told. */
	seed?: number;
	/** Last day of the exports, YYYY-MM-DD in UTC; 2026-11-20 unless told. */
	end?: string;
	/** Whether the company's own figures are off by their 90 % ranges (drawn) or right. */
	estimates?: Estimates;
}

/** A file of the demo: ready to write. */
export interface DemoFile {
	name: string;
	bytes: Uint8Array;
}

/** What is true, whatever the exports show; truth.json. */
export interface DemoTruth {
	company: string;
	seed: number;
	period: { from: string; to: string };
	estimates: Estimates;
	tasks: TrueTask[];
	/** Traces that do not say what they are, and the root attribute that a rule can go by. */
	unnamed: { name: string; attribute: string; value: string; task: string; runs: number };
	counts: { runs: number; spans: number; rows: number };
}

/** The demo's exports and the truth behind them. */
export function demo(options: DemoOptions = {}): { files: DemoFile[]; truth: DemoTruth } {
	const { seed = 1, end = '2026-11-20', estimates = 'drawn' } = options;
	const calendar = new Calendar(end);
	const works = tasks.map((task) => drawWork(seed, task, calendar));
	const written = (app: Task['app'], write: typeof genAiRun) => {
		const chance = new Chance(seed, `${app} traces`);
		const writing = { chance, talk: smallTalk(seed), calendar };
		return works
			.filter(({ task }) => task.app === app)
			.flatMap(({ known }) => [...known])
			.flatMap(([one, knowledge]) => one.runs.map((run) => ({ one, run, knowledge })))
			.sort((a, b) => a.run.endUs - b.run.endUs)
			.map(({ one, run, knowledge }) => write(one, run, knowledge, writing));
	};
	const support = written('support', genAiRun);
	const copilot = written('copilot', openInferenceRun);
	const sheets = works.filter(({ task }) => task.app === 'sheet');
	const invoices = sheets.map(({ task, known }) =>
		sheet(new Chance(seed, 'sheet'), task, known, calendar)
	);
	const statements = works
		.filter(({ task }) => task.app !== 'sheet')
		.flatMap(({ known }) => [...known.values()].flatMap(({ file }) => file));
	const outcomes = outcomesFile(new Chance(seed, 'outcomes'), statements, calendar);
	const drawn = new Chance(seed, 'assumptions');
	const runs = [...support, ...copilot];
	const truth: DemoTruth = {
		company: 'Northwind Parcel',
		seed,
		period: periodOf(calendar),
		estimates,
		tasks: works.map(({ task, cases }) => trueTask(task, cases, calendar)),
		unnamed: unnamedRuns(works.flatMap(({ cases }) => cases)),
		counts: {
			runs: runs.length,
			spans: runs.reduce((sum, run) => sum + run.spans.length, 0),
			rows: invoices.reduce((sum, text) => sum + text.split('\n').length - 2, 0)
		}
	};
	const files = [
		{ name: 'support-traces.jsonl.gz', bytes: gzipSync(otlpLines(support)) },
		{ name: 'copilot-traces.jsonl.gz', bytes: gzipSync(otlpLines(copilot)) },
		{ name: 'invoice-attempts.csv', bytes: utf8(invoices.join('')) },
		{ name: 'outcomes.csv', bytes: utf8(outcomes) },
		{
			name: 'assumptions.csv',
			bytes: utf8(assumptionsFile(drawn, tasks, workspaceFigures, estimates))
		},
		{ name: 'truth.json', bytes: utf8(JSON.stringify(truth, null, '\t') + '\n') }
	];
	return { files, truth };
}

interface Work {
	task: Task;
	cases: Case[];
	known: Map<Case, Knowledge>;
}

function drawWork(seed: number, task: Task, calendar: Calendar): Work {
	const cases = drawCases(new Chance(seed, task.name), task, calendar);
	const said = new Chance(seed, `${task.name} outcomes`);
	return { task, cases, known: drawKnowledge(said, cases, calendar) };
}

function unnamedRuns(cases: readonly Case[]): DemoTruth['unnamed'] {
	const unnamed = cases.filter((one) => one.configuration.unnamed);
	const task = unnamed[0]?.task.name ?? '';
	const runs = unnamed.reduce((sum, one) => sum + one.runs.length, 0);
	return { name: 'LangGraph', attribute: 'graph.id', value: task, task, runs };
}

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

function main(): void {
	const { values } = parseArgs({
		options: {
			out: { type: 'string' },
			seed: { type: 'string' },
			end: { type: 'string' },
			estimates: { type: 'string' }
		}
	});
	const seed = Number(values.seed ?? 1);
	const estimates = values.estimates ?? 'drawn';
	if (values.out === undefined || !Number.isSafeInteger(seed) || !isEstimates(estimates)) {
		console.error(
			'use: node --import tsx data/demo.ts --out DIR [--seed N] [--end YYYY-MM-DD] [--estimates drawn|exact]'
		);
		process.exitCode = 2;
		return;
	}
	const { files, truth } = demo({ seed, estimates, ...(values.end && { end: values.end }) });
	mkdirSync(values.out, { recursive: true });
	for (const { name, bytes } of files) writeFileSync(join(values.out, name), bytes);
	const { runs, spans, rows } = truth.counts;
	console.log(
		`${files.length} files, ${runs} traced runs, ${spans} spans, ${rows} rows of a table`
	);
}

const isEstimates = (value: string): value is Estimates => value === 'drawn' || value === 'exact';

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		main();
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}
