import { models } from '../models.ts';
import { alike, type Task } from '../task.ts';

/** Which queue a support ticket belongs to: many, short, cheap to put right. One model drifts. */
export const ticketClassification: Task = {
	name: 'ticket-classification',
	app: 'support',
	agent: 'triage-agent',
	cases: 2150,
	staging: 0.04,
	configurations: [
		{ version: '3.1', model: models.gpt41mini, fromDay: 1, toDay: 28, share: 1, lift: -0.025 },
		{ version: '3.2', model: models.gpt5mini, fromDay: 29, toDay: 90, share: 0.86, lift: 0 },
		{ version: '3.2', model: models.flash, fromDay: 29, toDay: 90, share: 0.14, lift: -0.01 }
	],
	drift: { fromDay: 61, points: 0.12, model: models.gpt5mini },
	parts: alike('ticket.language', 0.955, { en: 0.62, de: 0.18, fr: 0.12, es: 0.08 }),
	highStakes: 0,
	visibleShare: 0.2,
	errorRate: 0.02,
	confidence: [
		{ share: 0.86, low: 0.96, high: 1 },
		{ share: 0.1, low: 0.8, high: 0.96 },
		{ share: 0.04, low: 0.4, high: 0.8 }
	],
	choices: [
		{ chosen: 'delivery', share: 0.45, reason: 'tracking_mentioned' },
		{ chosen: 'billing', share: 0.25, reason: 'invoice_mentioned' },
		{ chosen: 'claims', share: 0.15, reason: 'damage_mentioned' },
		{ chosen: 'account', share: 0.15, reason: 'login_mentioned' }
	],
	shape: {
		before: [
			{ step: 'session', share: 1 },
			{ step: 'vector', share: 0.3 },
			{ step: 'tool', share: 0.2 }
		],
		after: [],
		calls: [1, 1],
		tools: ['crm.get_ticket'],
		store: 'pinecone',
		collection: 'ticket-examples',
		systemTokens: 2400,
		bodyTokens: 2400,
		historyTokens: 0,
		outputTokens: 220,
		callSeconds: 1.1
	},
	oversight: null,
	verification: {
		coverage: 0.94,
		atOnce: 0.55,
		source: 'system',
		lagHours: [2, 40],
		reopened: 0
	},
	severitySigma: 1,
	decision: 'continue',
	toolRates: {},
	figures: {
		human_minutes: { truth: 2.4, spread: 1.2, note: 'team lead, from the shift report' },
		human_wage_per_hour: { truth: 31, note: 'payroll, with overhead' },
		human_success: { truth: 0.93, spread: 1.6, note: 'sample of 2024, nobody remembers how' },
		review_minutes: { truth: 0.8, spread: 1.35, note: 'tried by two people on 20 tickets' },
		reviewer_detect: { truth: 0.85, spread: 1.6, note: 'guess of the team lead' },
		reviewer_false_alarm: { truth: 0.02, spread: 1.8, note: 'guess of the team lead' },
		late_rework_cost: { truth: 1.5, spread: 1.25, note: 'the wrong queue forwards it' },
		rework_prob_given_escape: { truth: 0.9, spread: 1.6, note: 'some tickets answer themselves' },
		volume_per_month: { truth: 9000, note: 'help desk: all tickets, the agent sees one in twelve' },
		monthly_fixed: { truth: 2100, note: 'monitoring and on-call' },
		build_cost: { truth: 45000, note: 'spent in 2025' }
	}
};
