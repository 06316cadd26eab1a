import { models } from '../models.ts';
import { alike, type Task } from '../task.ts';

/** Fields of a supplier's invoice into the ledger: tracked in a sheet, people's rows beside the agent's. */
export const invoiceExtraction: Task = {
	name: 'invoice-extraction',
	app: 'sheet',
	agent: 'invoice-agent',
	cases: 760,
	staging: 0.02,
	configurations: [
		{ version: '1.1', model: models.gpt41mini, fromDay: 1, toDay: 25, share: 1, lift: -0.02 },
		{ version: '1.2', model: models.flash, fromDay: 26, toDay: 90, share: 0.85, lift: 0 },
		{ version: '1.2', model: models.gpt5mini, fromDay: 26, toDay: 90, share: 0.15, lift: 0.005 }
	],
	drift: null,
	parts: alike('layout', 0.955, { printed: 0.7, scanned: 0.22, edi_fax: 0.08 }),
	highStakes: 0,
	visibleShare: 0.4,
	errorRate: 0,
	confidence: [
		{ share: 0.8, low: 0.95, high: 1 },
		{ share: 0.2, low: 0.9, high: 0.98 }
	],
	choices: [],
	shape: {
		before: [],
		after: [],
		calls: [2, 2],
		tools: [],
		store: 'qdrant',
		collection: '',
		systemTokens: 1400,
		bodyTokens: 2300,
		historyTokens: 300,
		outputTokens: 420,
		callSeconds: 4
	},
	oversight: {
		threshold: 0.93,
		highStakes: false,
		random: 0.04,
		waitHours: 0,
		written: [{ where: 'root', share: 1 }]
	},
	verification: {
		coverage: 0.96,
		atOnce: 1,
		source: 'system',
		lagHours: [0, 0],
		reopened: 0
	},
	severitySigma: 0.8,
	decision: 'continue',
	toolRates: {},
	figures: {
		human_minutes: { truth: 6.5, measured: true, note: "people's rows of the sheet" },
		human_wage_per_hour: { truth: 29, measured: true, note: "people's rows of the sheet" },
		human_success: { truth: 0.96, measured: true, note: "people's rows of the sheet" },
		review_minutes: { truth: 1.5, measured: true, note: 'in the sheet' },
		reviewer_detect: { truth: 0.92, spread: 1.5, note: 'planted errors, 60 invoices' },
		reviewer_false_alarm: { truth: 0.02, spread: 1.8, note: 'planted errors, 60 invoices' },
		late_rework_cost: {
			truth: 11,
			spread: 1.2,
			note: 'calling the supplier, correcting the ledger'
		},
		volume_per_month: { truth: 3800, note: 'ledger' },
		monthly_fixed: { truth: 900, note: 'monitoring' },
		build_cost: { truth: 30000, note: 'spent in 2025' }
	}
};
