/** One stage a result passes before it is executed: a plan check, a rule, a gate with a person. */
export interface Stage {
	name: string;
	/** Shares of wrong and of right results it blocks. */
	detect: number;
	falseAlarm: number;
	/** Paid by every case that reaches it. */
	costUsd: number;
	latencySeconds: number;
}

/** What a stage sees and blocks, as shares of all cases. */
export interface StageResult {
	name: string;
	reach: number;
	blockedRight: number;
	blockedWrong: number;
	/** What removing one failure here costs: the stage and its false alarms; null when none is. */
	costPerRemovedFailureUsd: number | null;
}

/** A chain of stages, per case. */
export interface StagedResult {
	stages: StageResult[];
	stageCostUsd: number;
	stageLatencySeconds: number;
	redoRate: number;
	escapeRate: number;
	/** 1 - escapes / failures; null without failures. */
	incidentReduction: number | null;
	expectedCostUsd: number;
}

/** Stages in order, independent given right or wrong; a blocked case is redone by a person (B.2). */
export function stagedPolicy(
	success: number,
	stages: readonly Stage[],
	{ redoCostUsd, lossIfEscapedUsd }: { redoCostUsd: number; lossIfEscapedUsd: number }
): StagedResult {
	let right = success;
	let wrong = 1 - success;
	let stageCostUsd = 0;
	let stageLatencySeconds = 0;
	const results = stages.map((stage): StageResult => {
		const reach = right + wrong;
		const blockedRight = right * stage.falseAlarm;
		const blockedWrong = wrong * stage.detect;
		stageCostUsd += reach * stage.costUsd;
		stageLatencySeconds += reach * stage.latencySeconds;
		right -= blockedRight;
		wrong -= blockedWrong;
		const spent = reach * stage.costUsd + blockedRight * redoCostUsd;
		return {
			name: stage.name,
			reach,
			blockedRight,
			blockedWrong,
			costPerRemovedFailureUsd: blockedWrong > 0 ? spent / blockedWrong : null
		};
	});
	const redoRate = 1 - right - wrong;
	return {
		stages: results,
		stageCostUsd,
		stageLatencySeconds,
		redoRate,
		escapeRate: wrong,
		incidentReduction: success < 1 ? 1 - wrong / (1 - success) : null,
		expectedCostUsd: stageCostUsd + redoRate * redoCostUsd + wrong * lossIfEscapedUsd
	};
}
