import { format, formatInterval, unitLabel } from '../../format.ts';
import type { BarChart, IntervalChart } from '../document.ts';
import { markup, type Html } from './markup.ts';

/** The width of a drawing in its own units; it is stretched to the width there is. */
const WIDTH = 1000;

/** Estimates with their ranges on one scale with a zero line: a table whose middle column is drawn. */
export function intervalsHtml({ title, unit, heading, rows }: IntervalChart): Html {
	const ends = rows.flatMap(({ value, low, high }) => [low ?? value ?? 0, high ?? value ?? 0]);
	const least = Math.min(0, ...ends);
	const most = Math.max(0, ...ends);
	const x = (figure: number) => rounded(((figure - least) / (most - least || 1)) * WIDTH);
	return markup`<figure>
		<figcaption>${title}</figcaption>
		<table class="drawn">
			<thead>
				<tr>
					<th scope="col">${heading ?? 'Kind of work'}</th>
					<td></td>
					<th scope="col" class="figure">${unitLabel(unit)} (90 % range)</th>
				</tr>
			</thead>
			<tbody>
				${rows.map(({ name, verdict, value, low, high }) => {
					const from = x(low ?? value ?? 0);
					const to = x(high ?? value ?? 0);
					return markup`<tr class="${verdict ?? 'collect_more_data'}">
						<th scope="row">${name}</th>
						<td class="drawing">
							<svg
								viewBox="0 0 ${WIDTH} 20"
								preserveAspectRatio="none"
								aria-hidden="true"
								focusable="false"
							>
								<rect class="zero" x="${rounded(x(0) - 1)}" y="0" width="2" height="20" />
								${
									value === null
										? null
										: markup`<rect
													class="range"
													x="${from}"
													y="6"
													width="${rounded(Math.max(2, to - from))}"
													height="8"
												/><rect
													class="mean"
													x="${rounded(x(value) - 3)}"
													y="2"
													width="6"
													height="16"
												/>`
								}
							</svg>
						</td>
						<td class="figure">${formatInterval(value, low, high, unit, { surface: 'table' })}</td>
					</tr>`;
				})}
			</tbody>
		</table>
	</figure>`;
}

/** Bars made of classes of cost, on one scale; what each is made of stands in the table after it. */
export function barsHtml({ title, unit, classes, rows }: BarChart): Html {
	const totals = rows.map(({ values }) => values.reduce((sum, value) => sum + value, 0));
	const most = Math.max(...totals) || 1;
	return markup`<figure>
		<figcaption>${title}</figcaption>
		<ul class="legend">
			${classes.map(
				(name) =>
					markup`<li>
						<svg viewBox="0 0 10 10" aria-hidden="true">
							<rect class="cost-${name}" width="10" height="10" /></svg
						>${name}
					</li>`
			)}
		</ul>
		<table class="drawn">
			<thead>
				<tr>
					<th scope="col">Kind of work</th>
					<td></td>
					<th scope="col" class="figure">${unitLabel(unit)} a case</th>
				</tr>
			</thead>
			<tbody>
				${rows.map(({ name, values }, line) => {
					let left = 0;
					const parts = values.map((value, at) => {
						const width = (value / most) * WIDTH;
						const part = markup`<rect
							class="cost-${classes[at] ?? 'fixed'}"
							x="${rounded(left)}"
							y="3"
							width="${rounded(width)}"
							height="14"
						/>`;
						left += width;
						return part;
					});
					return markup`<tr>
						<th scope="row">${name}</th>
						<td class="drawing">
							<svg
								viewBox="0 0 ${WIDTH} 20"
								preserveAspectRatio="none"
								aria-hidden="true"
								focusable="false"
							>
								${parts}
							</svg>
						</td>
						<td class="figure">${format(totals[line] ?? null, unit, { surface: 'table' })}</td>
					</tr>`;
				})}
			</tbody>
		</table>
	</figure>`;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
