import { models } from '../models.ts';
import type { Task } from '../task.ts';

/** First redlines of a contract: good on NDAs, bad on everything else. */
export const contractRedlining: Task = {
	name: 'contract-redlining',
	app: 'support',
	agent: 'redline-agent',
	cases: 600,
	staging: 0.03,
	configurations: [
		{ version: '1.4', model: models.gpt5, fromDay: 1, toDay: 22, share: 1, lift: -0.03 },
		{ version: '1.5', model: models.sonnet, fromDay: 23, toDay: 90, share: 1, lift: 0 }
	],
	drift: null,
	parts: {
		attribute: 'contract.type',
		values: [
			{ value: 'NDA', share: 0.46, success: 0.96, length: 0.7 },
			{ value: 'MSA', share: 0.22, success: 0.5, length: 1.5 },
			{ value: 'DPA', share: 0.2, success: 0.56, length: 1.1 },
			{ value: 'lease', share: 0.12, success: 0.4, length: 1.2 }
		]
	},
	highStakes: 0,
	visibleShare: 0.1,
	errorRate: 0.03,
	confidence: [
		{ share: 0.5, low: 0.75, high: 0.95 },
		{ share: 0.5, low: 0.45, high: 0.8 }
	],
	choices: [],
	shape: {
		before: [
			{ step: 'session', share: 1 },
			{ step: 'embed', share: 1 },
			{ step: 'vector', share: 1 },
			{ step: 'graph', share: 1 }
		],
		after: [{ step: 'judge', share: 0.3 }],
		calls: [2, 4],
		tools: ['clauses.compare', 'playbook.find', 'document.redline'],
		store: 'pinecone',
		collection: 'clause-library',
		systemTokens: 4200,
		bodyTokens: 5200,
		historyTokens: 1400,
		outputTokens: 850,
		callSeconds: 9
	},
	oversight: {
		threshold: 0,
		highStakes: false,
		random: 0.25,
		waitHours: 0.05,
		written: [{ where: 'span', share: 1 }]
	},
	verification: {
		coverage: 0.93,
		atOnce: 0,
		source: 'human',
		lagHours: [6, 60],
		reopened: 0
	},
	severitySigma: 0.9,
	decision: 'start',
	toolRates: {},
	figures: {
		human_minutes: { truth: 50, spread: 1.2, note: 'counsel, from matter times' },
		human_wage_per_hour: { truth: 95, note: 'payroll, with overhead' },
		human_success: { truth: 0.95, spread: 1.6, note: 'partner review of 60 contracts' },
		review_minutes: { truth: 24, measured: true, note: 'in the traces' },
		reviewer_detect: { truth: 0.85, spread: 1.6, note: 'guess of counsel' },
		reviewer_false_alarm: { truth: 0.02, spread: 1.8, note: 'guess of counsel' },
		incident_prob_given_escape: { truth: 0.05, spread: 1.5, note: 'disputes of five years' },
		incident_mean_cost: { truth: 6000, spread: 1.3, note: 'disputes of five years' },
		late_rework_cost: { truth: 120, spread: 1.25, note: 'renegotiating one clause' },
		monthly_fixed: { truth: 900, note: 'licences' },
		build_cost: { truth: 15000, note: 'integration with the document system' }
	}
};
