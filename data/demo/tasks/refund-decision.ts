import { models } from '../models.ts';
import { alike, type Task } from '../task.ts';

/** Whether a customer gets money back: errors cost, but the agent knows when it is unsure. */
export const refundDecision: Task = {
	name: 'refund-decision',
	app: 'support',
	agent: 'refund-agent',
	cases: 900,
	staging: 0.03,
	configurations: [
		{ version: '2.0', model: models.gpt41mini, fromDay: 1, toDay: 34, share: 1, lift: -0.05 },
		{ version: '2.1', model: models.sonnet, fromDay: 35, toDay: 90, share: 1, lift: 0 }
	],
	drift: null,
	parts: alike('refund.channel', 0.86, { chat: 0.55, email: 0.35, phone: 0.1 }),
	highStakes: 0.22,
	visibleShare: 0.15,
	errorRate: 0.035,
	confidence: [
		{ share: 0.64, low: 0.93, high: 0.995 },
		{ share: 0.14, low: 0.8, high: 0.93 },
		{ share: 0.22, low: 0.35, high: 0.8 }
	],
	choices: [
		{ chosen: 'approve_refund', share: 0.55, reason: 'within_policy' },
		{ chosen: 'deny_refund', share: 0.25, reason: 'outside_window' },
		{ chosen: 'partial_refund', share: 0.2, reason: 'used_item' }
	],
	shape: {
		before: [
			{ step: 'session', share: 1 },
			{ step: 'vector', share: 1 },
			{ step: 'graph', share: 0.7 }
		],
		after: [
			{ step: 'guardrail', share: 0.5 },
			{ step: 'session', share: 0.4 }
		],
		calls: [2, 3],
		tools: ['orders.lookup', 'payments.history', 'refunds.quote'],
		store: 'pinecone',
		collection: 'refund-policy',
		systemTokens: 2600,
		bodyTokens: 700,
		historyTokens: 500,
		outputTokens: 190,
		callSeconds: 2.4
	},
	oversight: {
		threshold: 0.75,
		highStakes: true,
		random: 0.05,
		waitHours: 1.5,
		written: [
			{ where: 'root', share: 0.6 },
			{ where: 'file', share: 0.4 }
		]
	},
	verification: {
		coverage: 0.95,
		atOnce: 0.2,
		source: 'system',
		lagHours: [12, 80],
		reopened: 0.3
	},
	severitySigma: 0.8,
	decision: 'start',
	toolRates: {},
	figures: {
		human_minutes: { truth: 9, spread: 1.15, note: 'time study, spring' },
		human_wage_per_hour: { truth: 34, note: 'payroll, with overhead' },
		human_success: { truth: 0.95, spread: 1.6, note: 'quality team, 200 cases' },
		review_minutes: { truth: 2.2, measured: true, note: 'in the traces' },
		reviewer_detect: { truth: 0.9, spread: 1.6, note: 'planted errors, 40 cases' },
		reviewer_false_alarm: { truth: 0.02, spread: 1.8, note: 'planted errors, 40 cases' },
		review_delay_hours: { truth: 1.6, spread: 1.2, note: 'queue report' },
		delay_cost_per_hour: { truth: 0.2, note: 'churn model' },
		incident_prob_given_escape: { truth: 0.06, spread: 1.5, note: 'chargebacks, two years' },
		incident_mean_cost: { truth: 450, spread: 1.25, note: 'chargebacks, two years' },
		rework_prob_given_escape: { truth: 0.8, spread: 1.5, note: 'most wrong refunds come back' },
		late_rework_cost: { truth: 38, spread: 1.2, note: 'second contact and goodwill' },
		volume_per_month: { truth: 2400, note: 'ledger: the agent sees one in eight' },
		growth_month: { truth: 0.01, note: 'plan' },
		monthly_fixed: { truth: 2500, note: 'monitoring, evaluation set, licences' },
		build_cost: { truth: 20000, note: 'offer of the platform team' }
	}
};
