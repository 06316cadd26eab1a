import type { ReportTable } from '../document.ts';
import { tableText } from '../table-text.ts';
import { markup, trusted, type Html } from './markup.ts';

/** A table in its own box: the page never scrolls sideways, its heading is repeated on paper. */
export function tableHtml(table: ReportTable): Html {
	const { headings, isFigure, rows, totals } = tableText(table);
	const kind = (at: number) => trusted(isFigure[at] ? ' class="figure"' : '');
	const line = (cells: readonly string[]) =>
		cells.map((cell, at) =>
			at === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td${kind(at)}>${cell}</td>`
		);
	return markup`<div class="box" role="region" aria-label="${table.caption}" tabindex="0">
		<table>
			<caption>
				${table.caption}
			</caption>
			<thead>
				<tr>
					${headings.map((heading, at) => markup`<th scope="col" ${kind(at)}>${heading}</th>`)}
				</tr>
			</thead>
			<tbody>
				${rows.map(
					(cells) =>
						markup`<tr>
							${line(cells)}
						</tr>`
				)}
			</tbody>
			${
				totals
					? markup`<tfoot>
							<tr>
								${line(totals)}
							</tr>
						</tfoot>`
					: null
			}
		</table>
	</div>`;
}
