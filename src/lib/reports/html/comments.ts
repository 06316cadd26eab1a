import { formatDate } from '../../format.ts';
import { paragraphs } from '../report-texts.ts';
import { markup, type Html } from './markup.ts';

/** What stands below a report whose owner takes comments. */
export interface CommentsPart {
	/** Those that the owner shows. */
	shown: readonly { name: string | null; words: string; written_at: string }[];
	/** What the form has to bring back; null = only looked at. */
	ticket: string | null;
	/** What became of the last one, if one was sent. */
	told: { isKept: boolean; sentence: string } | null;
	/** What was typed and not kept. */
	typed: { name: string; words: string };
	most: { name: number; words: number };
}

/** Comments and the form for one; all that people wrote is plain text. */
export const commentsHtml = ({ shown, ticket, told, typed, most }: CommentsPart): Html =>
	markup`<section class="report comments" id="comments">
		<h2>Comments</h2>
		${
			shown.length > 0
				? markup`<ol>
						${shown.map(
							({ name, words, written_at }) =>
								markup`<li>
									<p class="secondary">${name ?? 'Without a name'}, ${formatDate(written_at)}</p>
									${paragraphs(words).map((one) => markup`<p class="words">${one}</p>`)}
								</li>`
						)}
					</ol>`
				: null
		}
		${told ? markup`<p role="${told.isKept ? 'status' : 'alert'}">${told.sentence}</p>` : null}
		${
			ticket === null
				? null
				: markup`<form method="post" class="asked">
						<input type="hidden" name="ticket" value="${ticket}" /><label for="words"
							>Your comment, for the person who shared this report</label
						><textarea id="words" name="comment" rows="4" required maxlength="${most.words}">
${typed.words}</textarea
						><label for="name">Your name (optional)</label
						><input
							id="name"
							name="name"
							maxlength="${most.name}"
							autocomplete="name"
							value="${typed.name}"
						/><button>Send</button>
					</form>`
		}
	</section>`;
