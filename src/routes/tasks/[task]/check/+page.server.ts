import { fail, redirect } from '@sveltejs/kit';
import type { Filters } from '#lib/filters.ts';
import { auditAgreement } from '#lib/server/audits/audit-agreement.ts';
import { auditLabels } from '#lib/server/audits/audit-labels.ts';
import { auditProgress } from '#lib/server/audits/audit-progress.ts';
import { auditQueue, queueLength, type QueueQuestion } from '#lib/server/audits/audit-queue.ts';
import { readAudits } from '#lib/server/audits/audit.ts';
import { checkRuns } from '#lib/server/audits/check-run.ts';
import { lastAudit } from '#lib/server/audits/last-audit.ts';
import { recordAudits } from '#lib/server/audits/record-audits.ts';
import { undoAudit } from '#lib/server/audits/undo-audit.ts';
import { currentDefinitions } from '#lib/server/definitions/store.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { metricRows } from '#lib/server/queries/metric-query.ts';
import { ofConfiguration } from '#lib/server/verdicts/configurations.ts';
import { effectiveInputs } from '#lib/server/verdicts/effective-inputs.ts';
import { summaryOf } from '#lib/server/verdicts/summary.ts';
import { taskVerdicts } from '#lib/server/verdicts/verdicts.ts';
import type { Warehouse } from '#lib/server/warehouse/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';
import { checkSettings, whose } from './check-settings.server.ts';
import { secondsOf } from './seconds.server.ts';

/** The next run to check, how far the checks have come, and what they have told. */
export const load: PageServerLoad = async ({ locals, url, params, depends }) => {
	depends('breakeven:data', 'breakeven:check');
	const { task } = params;
	const { warehouse, zone, place, asked } = await pageScope(await locals.workspace(), url);
	const only = (filters: Filters): Filters => ({ ...filters, task: [task] });
	const [verdict] = await taskVerdicts(warehouse, { filters: only(place.filters), zone });
	// The task's page tells a task that is filtered out from one that does not exist.
	if (!verdict) redirect(303, `/tasks/${encodeURIComponent(task)}${url.search}`);
	const settings = checkSettings(url.searchParams);
	const { stratify, blind, second } = settings;
	const one = ofConfiguration(only(asked), verdict.configuration);
	const question: QueueQuestion = {
		...whose(settings),
		filters: stratify === 'configuration' ? only(asked) : one,
		zone,
		stratify: second ? 'none' : stratify,
		matureOnly: true
	};
	const [progress, [next], withYoung, last, agreement, { definitions }] = await Promise.all([
		auditProgress(warehouse, verdict, question),
		auditQueue(warehouse, question, 1),
		queueLength(warehouse, { ...question, matureOnly: false }),
		lastAudit(warehouse, task, question),
		auditAgreement(warehouse, question.filters, zone),
		currentDefinitions(warehouse)
	]);
	const needsName = second && settings.reviewer === null;
	const isDone = !next || (progress.more === 0 && !settings.more);
	const [run = null] =
		isDone || needsName
			? []
			: await checkRuns(warehouse, [next.run_id], { isBlind: blind, definitions });
	const summary = summaryOf(verdict);
	return {
		task,
		settings,
		needsName,
		progress,
		agreement,
		last,
		run,
		stratum: next?.stratum ?? '',
		/** When this was sent, by which a check is timed where no script runs. */
		shownAt: Date.now(),
		young: withYoung - progress.waiting,
		verdict: {
			name: summary.verdict,
			sentence: summary.sentence,
			configuration: summary.configuration,
			waits: verdict.decision.verdict === 'collect_more_data',
			missing: summary.missing,
			reviewMinutes:
				effectiveInputs(verdict).find(({ name }) => name === 'review_minutes')?.value ?? null
		},
		learnt: isDone && !second ? await learnt(warehouse, task, one, zone) : null
	};
};

/** What the checks say beside what the agent claims, and the runs that were wrong. */
async function learnt(warehouse: Warehouse, task: string, filters: Filters, zone: string) {
	const names = ['claimed_rate', 'claimed_runs'];
	const [[claims], labels] = await Promise.all([
		metricRows(warehouse, { names, by: [], filters, zone }),
		auditLabels(warehouse, task)
	]);
	const claimed = (claims ?? {}) as Record<string, number | null>;
	return {
		claimedRate: claimed.claimed_rate ?? null,
		claimedRuns: claimed.claimed_runs ?? 0,
		wrong: labels
			.filter((one) => one.holds && !one.second && one.answer === 'wrong')
			.map(({ run_id, note, audited_at }) => ({ run_id, note, audited_at }))
			.reverse()
	};
}

export const actions: Actions = {
	/** Stores an answer and shows the next run; what is refused says why and stores nothing. */
	record: async ({ request, locals, url }) => {
		const form = await request.formData();
		const settings = checkSettings(url.searchParams);
		const text = (name: string) => String(form.get(name) ?? '').trim();
		const read = readAudits({
			run_id: text('run_id'),
			answer: text('answer'),
			note: text('note'),
			seconds: secondsOf(text('seconds'), text('shown_at')),
			auditor: settings.reviewer,
			blind: settings.blind,
			second: settings.second
		});
		const note = text('note');
		if ('problem' in read) return fail(400, { problem: `Not stored: ${read.problem}.`, note });
		const { warehouse } = await locals.workspace();
		const stored = await recordAudits(warehouse, read.audits);
		if ('unknownRun' in stored)
			return fail(404, {
				problem: 'Not stored: this run has left the workspace. The next one is shown.',
				note
			});
		redirect(303, here(url));
	},

	/** Takes back the answer that the page showed as the last one. */
	undo: async ({ request, locals, url }) => {
		const auditId = Number((await request.formData()).get('audit_id'));
		const { warehouse } = await locals.workspace();
		if (!Number.isSafeInteger(auditId) || !(await undoAudit(warehouse, { auditId })))
			return fail(404, { problem: 'There is nothing to take back.', note: '' });
		redirect(303, here(url));
	}
};

/** The page without the name of the action. */
function here(url: URL): string {
	const params = new URLSearchParams(url.searchParams);
	for (const name of [...params.keys()]) if (name.startsWith('/')) params.delete(name);
	return `${url.pathname}?${params}`;
}
