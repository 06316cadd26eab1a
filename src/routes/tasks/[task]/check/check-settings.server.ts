import { reference } from '#lib/server/warehouse/record-appender.ts';
import { stratifications, type Stratification } from '#lib/server/audits/strata.ts';

/** How somebody checks, as the address says it. */
export interface CheckSettings {
	/** The name of who checks; null where nobody said. */
	reviewer: string | null;
	/** What others say of a run is hidden. */
	blind: boolean;
	/** A second opinion on what others have checked. */
	second: boolean;
	stratify: Stratification;
	/** Past the number that a verdict needs. */
	more: boolean;
}

const LONGEST_NAME = 200;

/** The settings of a page address; a way of parting that is not known is none. */
export function checkSettings(params: URLSearchParams): CheckSettings {
	const stratify = params.get('stratify');
	return {
		reviewer: params.get('reviewer')?.trim().slice(0, LONGEST_NAME) || null,
		blind: params.get('blind') === '1',
		second: params.get('second') === '1',
		stratify: stratifications.find((one) => one === stratify) ?? 'none',
		more: params.get('more') === '1'
	};
}

/** Whose answers these are: people are kept as hashes. */
export const whose = ({ reviewer, second }: CheckSettings) => ({
	auditor: reviewer === null ? null : reference(reviewer),
	isSecond: second
});
