import type { Definitions } from '../definitions/definitions.ts';
import type { Attribution } from './queries/attribution.ts';
import type { TaskVerdict } from './verdicts/verdicts.ts';

/** A thing that a new user has to do before a verdict can be believed. */
export interface ChecklistItem {
	step: 'import' | 'name' | 'right' | 'check' | 'baseline' | 'verdict';
	done: boolean;
	/** The task that it is about, where it is about one. */
	task: string | null;
}

/** Cases whose outcome somebody else than the agent told that make a check by hand unnecessary. */
const ENOUGH_OUTCOMES = 30;

/** What is done and what is not, in the order of a first hour; it ticks itself. */
export function checklist(
	verdicts: readonly TaskVerdict[],
	attribution: Attribution,
	definitions: Definitions,
	imports: number
): ChecklistItem[] {
	const bySize = [...verdicts].sort((a, b) => b.configuration.runs - a.configuration.runs);
	const task = bySize[0]?.task ?? null;
	const known = Math.max(0, ...verdicts.map(({ evidence }) => evidence.knownOutcomes));
	const verified = Math.max(0, ...verdicts.map(({ evidence }) => evidence.verifiedOutcomes));
	const lacksBaseline = ({ decision }: TaskVerdict) => decision.why.code === 'no_human_baseline';
	return [
		{ step: 'import', done: imports > 0, task: null },
		{
			step: 'name',
			done: imports > 0 && (attribution.nameless.length === 0 || definitions.tasks.length > 0),
			task: attribution.nameless[0]?.task ?? null
		},
		{ step: 'right', done: known > 0 || definitions.success.length > 0, task },
		{ step: 'check', done: verified >= ENOUGH_OUTCOMES, task },
		{
			step: 'baseline',
			done: verdicts.length > 0 && verdicts.some((one) => !lacksBaseline(one)),
			task: bySize.find(lacksBaseline)?.task ?? task
		},
		{
			step: 'verdict',
			done: verdicts.some(({ decision }) => decision.verdict !== 'collect_more_data'),
			task
		}
	];
}
