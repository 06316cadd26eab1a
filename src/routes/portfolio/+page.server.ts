import { portfolioAnswer, type PortfolioCaps } from '#lib/scenarios/portfolio-answer.ts';
import { MOST_TASKS, portfolioScenarios } from '#lib/scenarios/portfolio-scenarios.ts';
import { pageScope } from '#lib/server/page-scope.ts';
import { scenarioFacts } from '#lib/server/scenarios/facts.ts';
import type { PageServerLoad } from './$types';

/** Which tasks get an agent, at which oversight, under caps of a month. */
export const load: PageServerLoad = async ({ locals, url, depends, parent }) => {
	depends('breakeven:data');
	const { warehouse, zone } = await pageScope(await locals.workspace(), url);
	const { facets } = await parent();
	const all = facets.task.flatMap(({ value }) => (value === null ? [] : [value]));
	const tasks = all.slice(0, MOST_TASKS);
	const caps: PortfolioCaps = {
		reviewHours: capOf(url, 'hours'),
		budgetUsd: capOf(url, 'budget'),
		incidentCostUsd: capOf(url, 'incidents'),
		incidents: capOf(url, 'incident_count'),
		limit: limitOf(url)
	};
	const left = all.slice(MOST_TASKS);
	if (tasks.length === 0) return { caps, left, answer: null };
	const scenarios = portfolioScenarios(tasks);
	const [first] = scenarios;
	const known = first ? await scenarioFacts(warehouse, first, zone) : { facts: [] };
	const facts = 'facts' in known ? known.facts : [];
	return { caps, left, answer: portfolioAnswer(scenarios, facts, caps) };
};

/** More than so many incidents in a year in at most so many percent of the years; null unless both are said. */
function limitOf(url: URL): PortfolioCaps['limit'] {
	const moreThan = capOf(url, 'year_over');
	const percent = capOf(url, 'year_chance');
	const isLimit = moreThan !== null && percent !== null && percent > 0 && percent < 100;
	return isLimit ? { moreThan: Math.floor(moreThan), probability: percent / 100 } : null;
}

/** What is no amount is no cap. */
function capOf(url: URL, name: string): number | null {
	const text = url.searchParams.get(name)?.trim() ?? '';
	const value = Number(text);
	return text !== '' && value >= 0 && value < 1e12 ? value : null;
}
