import { axesOf, axisName, curveTable, placeOn } from '../curve-axes.ts';
import type { CurveChart } from '../document.ts';
import { markup, type Html } from './markup.ts';
import { tableHtml } from './table.ts';

/** The drawing in its own units; it is stretched to the room there is. */
const WIDTH = 1000;
const HEIGHT = 400;

/** Lines through points on axes from zero, with the same points as a table behind a click. */
export function curveHtml(chart: CurveChart): Html {
	const { title, lines } = chart;
	const { x, y } = axesOf(chart);
	const left = (value: number) => rounded(placeOn(x, value) * WIDTH);
	const top = (value: number) => rounded((1 - placeOn(y, value)) * HEIGHT);
	return markup`<figure class="curve">
		<figcaption>${title}</figcaption>
		<p class="secondary">${axisName(chart.y)}</p>
		<div class="plot" role="img" aria-label="${title}">
			<div class="ys" aria-hidden="true">
				${y.ticks.toReversed().map(({ text }) => markup`<span>${text}</span>`)}
			</div>
			<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
				${y.ticks.map(
					({ at }) =>
						markup`<path class="${at === 0 ? 'axis' : 'grid'}" d="M0 ${top(at)}H${WIDTH}" />`
				)}
				${lines.map(
					({ points }, at) =>
						markup`<path
							class="line line-${at + 1}"
							d="M${points.map((point) => `${left(point.x)} ${top(point.y)}`).join('L')}"
						/>`
				)}
			</svg>
			<div class="xs" aria-hidden="true">
				${x.ticks.map(({ text }) => markup`<span>${text}</span>`)}
			</div>
		</div>
		<p class="secondary below">${axisName(chart.x)}</p>
		${
			lines.length > 1
				? markup`<ul class="legend">
						${lines.map(
							({ name }, at) =>
								markup`<li>
									<svg viewBox="0 0 10 10" aria-hidden="true">
										<path class="line line-${at + 1}" d="M0 5H10" /></svg
									>${name}
								</li>`
						)}
					</ul>`
				: null
		}
		<details>
			<summary>The figures of this drawing</summary>
			${tableHtml(curveTable(chart))}
		</details>
	</figure>`;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
