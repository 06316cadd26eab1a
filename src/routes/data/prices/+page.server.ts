import { fail } from '@sveltejs/kit';
import { previewOwnPrices } from '#lib/server/own-prices/preview.ts';
import { enterPrice, ownPrices, takeBackPrice, withPrice } from '#lib/server/own-prices/store.ts';
import { bookVersion, priceRows } from '#lib/server/price-book.ts';
import { modelPrices } from '#lib/server/queries/model-prices.ts';
import type { Actions, PageServerLoad } from './$types';
import { pageWorkspace } from '../page-workspace.server.ts';
import { catalogueOf, providers } from './catalogue.server.ts';
import { priceForm, typedPrice } from './price-form.server.ts';

/** What models cost here, and what the price book says; one provider of it at a time. */
export const load: PageServerLoad = async ({ locals, url, depends, request }) => {
	depends('breakeven:data');
	const { warehouse } = await pageWorkspace({ locals, url });
	const own = await ownPrices(warehouse);
	const [models, sellers] = await Promise.all([
		modelPrices(warehouse, (provider, model) => priceRows(provider, model, own), request.signal),
		providers()
	]);
	const asked = url.searchParams.get('provider');
	const used = models.find(({ provider }) => sellers.some(({ id }) => id === provider))?.provider;
	const provider = asked ?? used ?? '';
	const search = url.searchParams.get('q') ?? '';
	return {
		models,
		own,
		/** The model that the address asks a price for. */
		asked: {
			model: url.searchParams.get('model') ?? '',
			provider: url.searchParams.get('seller') ?? ''
		},
		bookVersion,
		providers: sellers,
		provider,
		search,
		catalogue: provider ? await catalogueOf(provider, search) : null
	};
};

export const actions: Actions = {
	/** What the typed price would change; nothing is stored. */
	preview: async ({ request, locals }) => {
		const form = await request.formData();
		const typed = typedPrice(form);
		const read = priceForm(typed);
		if ('problem' in read) return fail(400, { typed, problem: read.problem });
		const { warehouse } = await locals.workspace();
		const rows = withPrice(await ownPrices(warehouse), read.row);
		return { typed, effects: await previewOwnPrices(warehouse, rows, request.signal) };
	},

	/** Enters the typed price; what it concerns is priced anew. */
	enter: async ({ request, locals }) => {
		const typed = typedPrice(await request.formData());
		const read = priceForm(typed);
		if ('problem' in read) return fail(400, { typed, problem: read.problem });
		const { warehouse } = await locals.workspace({ create: true });
		return { entered: read.row.model, models: await enterPrice(warehouse, read.row) };
	},

	/** Takes an own price back. */
	remove: async ({ request, locals }) => {
		const { provider, model, validFrom } = typedPrice(await request.formData());
		const { warehouse } = await locals.workspace();
		const place = { provider: provider || null, model, valid_from: validFrom || null };
		return { removed: model, models: await takeBackPrice(warehouse, place) };
	}
};
