import type { RequestHandler } from './$types';

/** Alive: answers as soon as the server does. */
export const GET: RequestHandler = () => new Response('ok\n');
