import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { formatDate } from '../../format.ts';
import { periodAt } from '../../reports/schedule-periods.ts';
import { dataFolder } from '../data-folder.ts';
import type { Workspace } from '../workspaces.ts';
import { draftReport, isSameReport } from './make-report.ts';
import { exportName, reportExports } from './report-exports.ts';
import { findReport, newestLike, storeReport, type StoredReport } from './report-store.ts';
import { hasWritten, recordDrop, reportSchedules } from './schedule-store.ts';
import type { ReportDrop, ReportSchedule } from './schedule-store.ts';

/** Where reports are written: `--reports-dir` of the command line, else inside the data folder. */
export const reportsFolder = (workspace: string): string =>
	join(resolve(process.env.BREAKEVEN_REPORTS_DIR || join(dataFolder(), 'reports')), workspace);

/** Writes the reports of a workspace whose week or month has begun and that are not there yet. */
export async function dropReports(workspace: Workspace, nowMs: number): Promise<void> {
	const { warehouse } = workspace;
	for (const schedule of await reportSchedules(warehouse)) {
		const period = periodAt(schedule.every, nowMs);
		const { last } = schedule;
		const isDone = last !== null && last.period >= period && last.outcome !== 'failed';
		if (schedule.is_paused || isDone) continue;
		const drop = await dropped(workspace, schedule, nowMs).catch((fault: Error) => ({
			outcome: 'failed' as const,
			report_id: null,
			told: `It could not be written: ${fault.message}.`
		}));
		const isSaid = last?.period === period && last.told === drop.told;
		if (!isSaid) await recordDrop(warehouse, schedule.id, { ...drop, period });
	}
}

type Dropped = Omit<ReportDrop, 'period' | 'at'>;

/** A report that says the same as the one before is not written again: one line says so. */
async function dropped(
	workspace: Workspace,
	{ id, every, filters, formats }: ReportSchedule,
	nowMs: number
): Promise<Dropped> {
	const { warehouse } = workspace;
	const folder = reportsFolder(workspace.id);
	const at = new Date(nowMs).toISOString();
	const draft = await draftReport(workspace, { filters, at });
	if (!draft)
		return { outcome: 'empty', report_id: null, told: 'There were no runs to report on.' };
	const before = await newestLike(warehouse, filters, []);
	const isSame = before !== null && isSameReport(before.document, draft);
	if (isSame && (await hasWritten(warehouse, id, before.id))) {
		const told = `Nothing changed since report ${before.id} of ${formatDate(before.document.createdAt)}.`;
		await mkdir(folder, { recursive: true });
		await put(
			join(folder, `breakeven-report-unchanged-${periodAt(every, nowMs)}.txt`),
			`${told}\n`
		);
		return { outcome: 'unchanged', report_id: before.id, told };
	}
	const reportId = isSame ? before.id : await storeReport(warehouse, draft);
	const report = await findReport(warehouse, reportId);
	if (!report) throw new Error(`report ${reportId} is gone`);
	await mkdir(folder, { recursive: true });
	await writeFiles(folder, report, formats);
	const told = `Report ${reportId} was written as ${formats.join(', ')}.`;
	return { outcome: 'written', report_id: reportId, told };
}

async function writeFiles(folder: string, report: StoredReport, formats: readonly string[]) {
	for (const made of reportExports.filter(({ format }) => formats.includes(format)))
		await put(join(folder, exportName(report, made)), await made.make(report));
}

/** Whole or not at all, whatever happens meanwhile. */
async function put(path: string, content: string | Uint8Array): Promise<void> {
	const part = `${path}.part`;
	await rm(part, { force: true });
	await writeFile(part, content, { flag: 'wx' });
	await rename(part, path);
}
