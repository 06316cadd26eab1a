import { bookVersion, priceRows } from '#lib/server/price-book.ts';
import { modelPrices } from '#lib/server/queries/model-prices.ts';
import type { PageServerLoad } from './$types';
import { pageWorkspace } from '../page-workspace.server.ts';
import { catalogueOf, providers } from './catalogue.server.ts';

/** What models cost here, and what the price book says; one provider of it at a time. */
export const load: PageServerLoad = async ({ locals, url, depends, request }) => {
	depends('breakeven:data');
	const { warehouse } = await pageWorkspace({ locals, url });
	const [models, sellers] = await Promise.all([
		modelPrices(warehouse, priceRows, request.signal),
		providers()
	]);
	const asked = url.searchParams.get('provider');
	const used = models.find(({ provider }) => sellers.some(({ id }) => id === provider))?.provider;
	const provider = asked ?? used ?? '';
	const search = url.searchParams.get('q') ?? '';
	return {
		models,
		bookVersion,
		providers: sellers,
		provider,
		search,
		catalogue: provider ? await catalogueOf(provider, search) : null
	};
};
