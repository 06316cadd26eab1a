import type { Verdict } from '#simulations/engine/decision-rule.ts';
import { verdictWords } from '../../verdicts/verdict-words.ts';
import type { VerdictLine } from '../document.ts';
import { markup, trusted, type Html } from './markup.ts';

/** Each verdict with icon, word and sentence; one because and one flips-if below. */
export const verdictsHtml = (rows: readonly VerdictLine[]): Html =>
	markup`<ol class="verdicts">
		${rows.map(
			({ task, configuration, verdict, sentence, because, flipsIf, evidence, changed, pending }) =>
				markup`<li class="${verdict}">
					<h3>${task} <span class="verdict">${icon(verdict)}${verdictWords[verdict]}</span></h3>
					<p class="sentence">${sentence}</p>
					<p class="secondary">
						${because ? `Because ${because}. ` : ''}${flipsIf ? `Flips if ${flipsIf}.` : ''}
					</p>
					<p class="secondary">${configuration}; ${evidence}.</p>
					${pending ? markup`<p class="pending">${pending}</p>` : null}
					${changed ? markup`<p class="secondary">${changed}</p>` : null}
				</li>`
		)}
	</ol>`;

const icon = (verdict: Verdict): Html =>
	markup`<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">
		<path d="${trusted(ICONS[verdict])}" />
	</svg>`;

/** Drawn with one line each: a tick, a person with a tick, a crop mark, a hand, a dashed ring. */
const ICONS: Record<Verdict, string> = {
	automate: 'M14 8A6 6 0 1 1 8 2a6 6 0 0 1 6 6M5 8l2.2 2.2L11 6.2',
	automate_with_review:
		'M6 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M1.5 14a4.5 4.5 0 0 1 9 0M11 7l1.6 1.6L15 6',
	narrow_scope: 'M4 1v11h11M1 4h11v11',
	keep_human:
		'M5 9V4a1 1 0 0 1 2 0v3-4.500a1 1 0 0 1 2 0V7 3.500a1 1 0 0 1 2 0V8 5.500a1 1 0 0 1 2 0V10a5 5 0 0 1-9 3L2 10a1 1 0 0 1 1.600-1L5 10.500',
	collect_more_data:
		'M8 2a6 6 0 0 1 3 .8M13.200 5a6 6 0 0 1 .8 3M13.200 11a6 6 0 0 1-2.200 2.200M8 14a6 6 0 0 1-3-.8M2.800 11A6 6 0 0 1 2 8M2.800 5A6 6 0 0 1 5 2.800'
};
