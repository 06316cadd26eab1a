import { notFound } from '#lib/server/answers.ts';
import type { RequestHandler } from './$types';

/** What no other route of the API answers. */
export const fallback: RequestHandler = ({ url }) =>
	notFound(`There is nothing at ${url.pathname} of this API.`);
