// Runs in the reader's browser, on the page and in the saved file: light or dark, and the sliders.
import { format } from '../../format.ts';
import type { FrozenTask } from '../document.ts';
import { readersSentence } from '../what-if.ts';

const dark = matchMedia('(prefers-color-scheme: dark)');
const paint = () => document.documentElement.classList.toggle('dark', dark.matches);
dark.addEventListener('change', paint);
paint();
document.addEventListener('DOMContentLoaded', startSliders);

/** Makes the sliders work, where the report has any, and shows them. */
function startSliders(): void {
	const section = document.getElementById('pushback');
	const frozen = document.getElementById('frozen')?.textContent;
	if (!section || !frozen) return;
	const { tasks, seed } = JSON.parse(frozen) as { tasks: FrozenTask[]; seed: number };
	const choice = field<HTMLSelectElement>('task');
	const volume = field<HTMLInputElement>('volume');
	const human = field<HTMLInputElement>('human');
	const review = field<HTMLInputElement>('review');
	let later = 0;

	const taskNow = () => tasks[choice.selectedIndex] ?? tasks[0];
	const isReview = (task: FrozenTask) => Number(review.value) !== sharePoints(task);

	function reset() {
		const task = taskNow();
		volume.value = human.value = '0';
		if (task) review.value = String(sharePoints(task));
		show();
	}

	function show() {
		const task = taskNow();
		if (!task) return;
		const {
			volume_per_month: cases,
			human_minutes: minutes,
			human_wage_per_hour: wage
		} = task.inputs;
		const byHand = minutes && wage ? (minutes.value / 60) * wage.value : null;
		say('volume-is', told(cases?.value ?? null, factor(volume), 'count', ' a month'));
		say('human-is', told(byHand, factor(human), 'usd', ''));
		say('review-is', `${review.value} %`);
		volume.disabled = !cases;
		human.disabled = byHand === null;
		const moved = factor(volume) !== 1 || factor(human) !== 1 || isReview(task);
		clearTimeout(later);
		later = window.setTimeout(() => {
			const pushback = {
				volumeFactor: factor(volume),
				humanCostFactor: factor(human),
				reviewShare: isReview(task) ? Number(review.value) / 100 : null
			};
			const sentence = moved ? readersSentence(task, pushback, seed) : null;
			say(
				'yours',
				sentence
					? `With your figures, ${task.task}: ${sentence}`
					: 'Nothing is moved: these are the report’s figures.'
			);
		}, WAIT_MS);
	}

	choice.addEventListener('change', reset);
	for (const slider of [volume, human, review]) slider.addEventListener('input', show);
	field('reset').addEventListener('click', reset);
	reset();
	section.hidden = false;
}

/** A slider that is still moving is not computed for. */
const WAIT_MS = 120;

/** From a quarter to four times; the middle is the report's own figure. */
const factor = ({ value }: HTMLInputElement): number => 4 ** (Number(value) / 100);

const sharePoints = ({ reviewShare }: FrozenTask): number => Math.round(reviewShare * 100);

function told(value: number | null, times: number, unit: 'count' | 'usd', per: string): string {
	if (value === null) return 'not known';
	const written = (figure: number) =>
		format(unit === 'count' ? Math.round(figure) : figure, unit, { surface: 'prose' });
	return times === 1
		? `${written(value)}${per}`
		: `${written(value * times)}${per} (report: ${written(value)})`;
}

function field<T extends HTMLElement = HTMLElement>(id: string): T {
	return document.getElementById(id) as T;
}

function say(id: string, text: string): void {
	field(id).textContent = text;
}
