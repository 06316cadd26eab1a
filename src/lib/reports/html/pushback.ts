import type { ReportDocument } from '../document.ts';
import { markup, trusted, type Html } from './markup.ts';

/** The reader's own sliders: hidden until the script of the page has them working. */
export const pushbackHtml = ({ tasks, origin }: ReportDocument): Html | null =>
	tasks.length === 0
		? null
		: markup`<section class="report pushback" id="pushback" hidden>
				<h2>Push back</h2>
				<p>
					Move a figure to what you believe. The report above does not change: what comes out here
					is yours, computed on this page from the frozen inputs.
				</p>
				<p>
					<label
						>Kind of work
						<select id="task">
							${tasks.map(({ task }) => markup`<option>${task}</option>`)}
						</select></label
					>
				</p>
				${slider('volume', 'Cases a month', -100, 100)}
				${slider('human', 'Cost of a case by hand', -100, 100)}
				${slider('review', 'Results a person checks', 0, 100)}
				<p class="yours" role="status" id="yours"></p>
				<p><button type="button" id="reset">Back to the report’s figures</button></p>
				<script type="application/json" id="frozen">${trusted(inScript(JSON.stringify({ tasks, seed: origin.seed })))}</script>
			</section>`;

const slider = (id: string, label: string, min: number, max: number): Html =>
	markup`<p class="slider">
		<label for="${id}">${label}</label
		><input type="range" id="${id}" min="${min}" max="${max}" step="1" /><output
			for="${id}"
			id="${id}-is"
		></output>
	</p>`;

/** JSON that may stand inside a script element. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');
