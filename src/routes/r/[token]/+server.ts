import { readerAnswer } from '#lib/server/reports/reader-answer.ts';
import type { RequestEvent, RequestHandler } from './$types';

const answer = ({ params, request, getClientAddress }: RequestEvent): Promise<Response> =>
	readerAnswer({ token: params.token, from: getClientAddress(), request, nowMs: Date.now() });

/** A report for somebody without an account; POST brings the passphrase. */
export const GET: RequestHandler = answer;
export const POST: RequestHandler = answer;
