import { error } from '@sveltejs/kit';

/** How large a body may be, and how long it may take. */
export interface BodyLimit {
	/** Infinity: as large as the disk allows, which receiving itself watches. */
	bytes: number;
	/** Seconds without a byte. */
	idleSeconds: number;
	/** Seconds in all. */
	seconds: number;
}

const MB = 1_000_000;
const small: BodyLimit = { bytes: MB, idleSeconds: 15, seconds: 60 };
const file: BodyLimit = { bytes: 20 * MB, idleSeconds: 15, seconds: 300 };
const stream: BodyLimit = { bytes: Infinity, idleSeconds: 60, seconds: Infinity };

/** By route, where a body may be more than a form. */
const limits: Readonly<Record<string, BodyLimit>> = {
	'/api/v1/assumptions': file,
	'/api/v1/audits': file,
	'/api/v1/backup': stream,
	'/api/v1/definitions': file,
	'/api/v1/definitions/preview': file,
	'/api/v1/imports': stream,
	'/api/v1/price': stream,
	'/api/v1/prices': file,
	'/api/v1/prices/preview': file,
	'/api/v1/scenarios': file,
	'/api/v1/simulate': file,
	'/data': file,
	'/data/assumptions': file,
	'/data/definitions': file,
	'/login': { ...small, bytes: MB / 100 },
	'/welcome': { ...small, bytes: MB / 100 },
	'/join/[secret]': { ...small, bytes: MB / 100 }
};

/** The limit of a route; null = an address that nothing answers. */
export const limitOf = (route: string | null): BodyLimit =>
	(route !== null && Object.hasOwn(limits, route) && limits[route]) || small;

/** The request with a body that ends in 413 or 408 where it goes beyond its route's limit. */
export function withLimits(request: Request, route: string | null): Request {
	if (!request.body) return request;
	const limit = limitOf(route);
	if (Number(request.headers.get('content-length') ?? 0) > limit.bytes) tooLarge(limit);
	const body = limited(request.body, limit);
	return new Request(request, { body, duplex: 'half' } as RequestInit);
}

function limited(body: ReadableStream<Uint8Array>, limit: BodyLimit): ReadableStream<Uint8Array> {
	const reader = body.getReader();
	const untilMs = performance.now() + limit.seconds * 1000;
	let bytes = 0;
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { done, value } = await inTime(reader.read(), limit, untilMs);
			if (done) return controller.close();
			bytes += value.length;
			if (bytes > limit.bytes) tooLarge(limit);
			controller.enqueue(value);
		},
		cancel: (reason) => reader.cancel(reason)
	});
}

function inTime<T>(read: Promise<T>, { idleSeconds }: BodyLimit, untilMs: number): Promise<T> {
	const left = Math.min(idleSeconds * 1000, untilMs - performance.now());
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(
			() => {
				try {
					error(408, 'The rest of the request did not come in time.');
				} catch (fault) {
					reject(fault as Error);
				}
			},
			Math.max(0, left)
		);
	});
	return Promise.race([read, late]).finally(() => clearTimeout(timer));
}

const tooLarge = ({ bytes }: BodyLimit): never =>
	error(413, `More than ${bytes / MB} MB is not taken here.`);
