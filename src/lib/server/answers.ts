/** JSON answers are objects, never bare lists. */
export const object = (body: Record<string, unknown>, status = 200): Response =>
	Response.json(body, { status });

/** One sentence on what was wrong with the question. */
export const badRequest = (message: string, status = 400): Response => object({ message }, status);

/** One sentence on what is not there. */
export const notFound = (message: string): Response => object({ message }, 404);
