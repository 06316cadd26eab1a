import { models } from '../models.ts';
import { alike, type Task } from '../task.ts';

/** What a damaged parcel is worth: one wrong settlement costs more than many right ones save. */
export const claimsSettlement: Task = {
	name: 'claims-settlement',
	app: 'copilot',
	agent: 'claims-copilot',
	cases: 430,
	staging: 0.03,
	configurations: [
		{ version: '0.9', model: models.flash, fromDay: 1, toDay: 27, share: 1, lift: -0.06 },
		{ version: '1.0', model: models.gpt5, fromDay: 28, toDay: 90, share: 1, lift: 0 }
	],
	drift: null,
	parts: alike('claim.kind', 0.79, { damage: 0.5, loss: 0.3, delay: 0.2 }),
	highStakes: 1,
	visibleShare: 0.2,
	errorRate: 0.03,
	confidence: [
		{ share: 0.6, low: 0.8, high: 0.98 },
		{ share: 0.4, low: 0.45, high: 0.85 }
	],
	choices: [
		{ chosen: 'settle_full', share: 0.4, reason: 'evidence_complete' },
		{ chosen: 'settle_part', share: 0.35, reason: 'depreciation' },
		{ chosen: 'deny_claim', share: 0.25, reason: 'packaging_fault' }
	],
	shape: {
		before: [
			{ step: 'session', share: 1 },
			{ step: 'vector', share: 1 },
			{ step: 'graph', share: 0.8 }
		],
		after: [],
		calls: [2, 3],
		tools: ['claims.open', 'photos.assess', 'tariff.lookup'],
		store: 'qdrant',
		collection: 'settled-claims',
		systemTokens: 3000,
		bodyTokens: 4200,
		historyTokens: 600,
		outputTokens: 620,
		callSeconds: 6
	},
	oversight: {
		threshold: 1.01,
		highStakes: true,
		random: 0,
		waitHours: 3,
		written: [{ where: 'file', share: 1 }]
	},
	verification: {
		coverage: 0.94,
		atOnce: 0,
		source: 'system',
		lagHours: [24, 90],
		reopened: 0
	},
	severitySigma: 0.9,
	decision: 'start',
	toolRates: {},
	figures: {
		human_minutes: { truth: 28, spread: 1.15, note: 'time study, spring' },
		human_wage_per_hour: { truth: 44, note: 'payroll, with overhead' },
		human_success: { truth: 0.97, spread: 1.6, note: 'audit of 150 claims' },
		review_minutes: { truth: 19, measured: true, note: 'in the outcomes file' },
		reviewer_detect: { truth: 0.8, spread: 1.5, note: 'audit of 150 claims' },
		reviewer_false_alarm: { truth: 0.015, spread: 1.8, note: 'audit of 150 claims' },
		incident_prob_given_escape: {
			truth: 0.1,
			spread: 1.4,
			note: 'lawsuits and regulator, three years'
		},
		incident_mean_cost: { truth: 2800, spread: 1.25, note: 'lawsuits and regulator, three years' },
		incident_rate_cap: { truth: 0.01, note: 'risk committee' },
		rework_prob_given_escape: { truth: 0.7, spread: 1.5, note: 'the rest is never found' },
		late_rework_cost: { truth: 60, spread: 1.25, note: 'reopening and correspondence' },
		volume_per_month: { truth: 420, note: 'claims register' },
		monthly_fixed: { truth: 1200, note: 'monitoring and licences' },
		build_cost: { truth: 24000, note: 'offer of the vendor' }
	}
};
