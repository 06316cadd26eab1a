import type { Block } from './block.ts';
import { assumptionsBlock } from './blocks/assumptions.ts';
import { changesBlock } from './blocks/changes.ts';
import { costsBlock } from './blocks/costs.ts';
import { flipsBlock } from './blocks/flips.ts';
import { frontierBlock } from './blocks/frontier.ts';
import { harmBlock } from './blocks/harm.ts';
import { headlineBlock } from './blocks/headline.ts';
import { methodBlock } from './blocks/method.ts';
import { moneyBlock } from './blocks/money.ts';
import { portfolioBlock } from './blocks/portfolio.ts';
import { reliabilityBlock } from './blocks/reliability.ts';
import { scenariosBlock } from './blocks/scenarios.ts';
import { unknownsBlock } from './blocks/unknowns.ts';
import { verdictsBlock } from './blocks/verdicts.ts';

/** The parts of a report in the order in which it is read. */
export const blocks: readonly Block[] = [
	headlineBlock,
	scenariosBlock,
	verdictsBlock,
	unknownsBlock,
	moneyBlock,
	portfolioBlock,
	costsBlock,
	reliabilityBlock,
	frontierBlock,
	harmBlock,
	flipsBlock,
	changesBlock,
	assumptionsBlock,
	methodBlock
];
