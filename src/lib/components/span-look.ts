import Bot from '@lucide/svelte/icons/bot';
import Circle from '@lucide/svelte/icons/circle';
import Database from '@lucide/svelte/icons/database';
import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import Ruler from '@lucide/svelte/icons/ruler';
import Search from '@lucide/svelte/icons/search';
import Shield from '@lucide/svelte/icons/shield';
import User from '@lucide/svelte/icons/user';
import Waypoints from '@lucide/svelte/icons/waypoints';
import Workflow from '@lucide/svelte/icons/workflow';
import Wrench from '@lucide/svelte/icons/wrench';
import type { SpanKind } from '#lib/trace/model.ts';

/** Icon and colour of a kind of span; the colour is that of the class of cost it falls into. */
export const spanLooks = {
	llm: { icon: MessageSquareText, colour: '--cost-model' },
	embedding: { icon: Waypoints, colour: '--cost-model' },
	tool: { icon: Wrench, colour: '--cost-tools' },
	retrieval: { icon: Search, colour: '--cost-state' },
	memory: { icon: Database, colour: '--cost-state' },
	agent: { icon: Bot, colour: '--ink-2' },
	guardrail: { icon: Shield, colour: '--cost-evaluation' },
	evaluator: { icon: Ruler, colour: '--cost-evaluation' },
	human: { icon: User, colour: '--cost-review' },
	workflow: { icon: Workflow, colour: '--ink-2' },
	other: { icon: Circle, colour: '--cost-fixed' }
} as const satisfies Record<SpanKind, object>;
