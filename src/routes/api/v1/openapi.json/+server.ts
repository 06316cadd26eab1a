import { version } from '#lib/version.ts';
import { object } from '#lib/server/answers.ts';
import { openApi } from '#lib/server/api/openapi.ts';
import type { RequestHandler } from './$types';

/** What the API takes and gives. */
export const GET: RequestHandler = () => object(openApi(version));
