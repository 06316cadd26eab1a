import { models } from '../models.ts';
import { alike, type Task } from '../task.ts';

/** Background research on a new carrier or supplier: too few results were ever checked. */
export const vendorOnboarding: Task = {
	name: 'vendor-onboarding',
	app: 'copilot',
	agent: 'vendor-copilot',
	cases: 300,
	staging: 0.03,
	configurations: [
		{
			version: '0.3',
			model: models.gpt41mini,
			fromDay: 1,
			toDay: 38,
			share: 1,
			lift: -0.08,
			unnamed: true
		},
		{ version: '0.4', model: models.flash, fromDay: 39, toDay: 90, share: 1, lift: 0 }
	],
	drift: null,
	parts: alike('vendor.region', 0.82, { north: 0.4, south: 0.35, overseas: 0.25 }),
	highStakes: 0,
	visibleShare: 0.1,
	errorRate: 0.04,
	confidence: null,
	choices: [],
	shape: {
		before: [
			{ step: 'session', share: 1 },
			{ step: 'vector', share: 1 },
			{ step: 'graph', share: 1 }
		],
		after: [{ step: 'screen', share: 1 }],
		calls: [3, 5],
		tools: ['web.search', 'register.lookup', 'credit.report'],
		store: 'qdrant',
		collection: 'supplier-files',
		systemTokens: 2200,
		bodyTokens: 6000,
		historyTokens: 900,
		outputTokens: 540,
		callSeconds: 5
	},
	oversight: null,
	verification: {
		coverage: 0,
		atOnce: 0,
		source: 'human',
		lagHours: [72, 330],
		reopened: 0,
		complaints: 18
	},
	severitySigma: 0.9,
	decision: 'start',
	toolRates: { 'sanctions.screen': 0.35 },
	figures: {
		human_minutes: { truth: 95, spread: 1.25, note: 'procurement, from calendars' },
		human_wage_per_hour: { truth: 41, note: 'payroll, with overhead' },
		human_success: { truth: 0.92, spread: 1.8, note: 'guess of procurement' },
		review_minutes: { truth: 18, spread: 1.4, note: 'tried on five vendors' },
		reviewer_detect: { truth: 0.8, spread: 1.6, note: 'guess of procurement' },
		reviewer_false_alarm: { truth: 0.03, spread: 1.8, note: 'guess of procurement' },
		incident_prob_given_escape: { truth: 0.04, spread: 1.6, note: 'one fraud in 25 bad files' },
		incident_mean_cost: { truth: 2500, spread: 1.4, note: 'one fraud in 25 bad files' },
		late_rework_cost: { truth: 70, spread: 1.3, note: 'asking the vendor again' },
		value_usd: { truth: 15, spread: 1.3, note: 'a week earlier in business' },
		monthly_fixed: { truth: 400, note: 'licences' },
		build_cost: { truth: 9000, note: 'one engineer, six weeks' }
	}
};
