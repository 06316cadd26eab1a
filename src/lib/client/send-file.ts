import type { OutcomeMatches } from '#lib/outcome-matches.ts';
import type { Receipt } from '#lib/receipt.ts';

/** Where a file goes, and what the person said about it. */
export interface SendOptions {
	workspace: string;
	/** A format's id; null = the file tells. */
	format: string | null;
	/** A column map as JSON text; null = columns match by name. */
	map: string | null;
	/** Store text of prompts and reasons. */
	content: boolean;
	/** Only say what an outcomes file would match; other files are imported all the same. */
	looks: boolean;
}

/** Where a file stands: sent by bytes, then read and reduced by rows; null = not known yet. */
export interface SendProgress {
	phase: 'sending' | 'waiting' | 'reading' | 'reducing';
	/** 0 to 1 of the bytes, while they are on their way. */
	share: number | null;
	rows: number | null;
}

/**
 * How it ended: receipts (of a zip file several; one may say that nothing was kept), what an outcomes
 * file would match, a sentence, or called off.
 */
export type SendEnd =
	| { receipts: Receipt[] }
	| { receipts: Receipt[]; preview: OutcomeMatches }
	| { problem: string }
	| { cancelled: true };

/** A file on its way: `cancel` calls it off, on the server too. */
export interface Sending {
	ended: Promise<SendEnd>;
	cancel: () => void;
}

/** How often the server is asked how far it is, in milliseconds. */
const ASK_EVERY_MS = 400;

/**
 * Streams a file to the server as the body of a request (XHR: fetch tells nothing about what was
 * sent), then asks how far it is until the receipt comes back.
 */
export function sendFile(
	file: File,
	options: SendOptions,
	onprogress: (progress: SendProgress) => void
): Sending {
	const job = crypto.randomUUID();
	const jobUrl = `/api/v1/imports/${job}?${new URLSearchParams({ workspace: options.workspace })}`;
	const request = new XMLHttpRequest();
	let asking: ReturnType<typeof setInterval> | undefined;
	let cancelled = false;
	let sent = false;

	const ask = async () => {
		const answer = await fetch(jobUrl).catch(() => null);
		if (!answer?.ok || !asking) return;
		const told = (await answer.json()) as { phase?: string; rows?: number };
		if (told.phase === 'reading' || told.phase === 'reducing') {
			onprogress({ phase: told.phase, share: null, rows: told.rows ?? null });
		} else if (told.phase === 'waiting') onprogress({ phase: 'waiting', share: null, rows: null });
	};

	const ended = new Promise<SendEnd>((resolve) => {
		const end = (result: SendEnd) => {
			clearInterval(asking);
			asking = undefined;
			resolve(result);
		};
		request.upload.onprogress = ({ lengthComputable, loaded, total }) =>
			onprogress({ phase: 'sending', share: lengthComputable ? loaded / total : null, rows: null });
		request.upload.onload = () => {
			sent = true;
			onprogress({ phase: 'waiting', share: null, rows: null });
			asking = setInterval(() => void ask(), ASK_EVERY_MS);
		};
		request.onload = () => end(endOf(request.status, request.responseText, cancelled));
		request.onabort = () => end({ cancelled: true });
		request.onerror = () =>
			end({
				problem: sent
					? 'The connection broke while the server was reading. Look at the receipts below: if it is not there, choose the file again.'
					: 'The connection broke while the file was sent: nothing was imported. Is Breakeven still running? Choose the file again.'
			});
	});

	onprogress({ phase: 'sending', share: 0, rows: null });
	request.open('POST', `/api/v1/imports?${paramsOf(file.name, job, options)}`);
	request.setRequestHeader('content-type', 'application/octet-stream');
	request.send(file);

	return {
		ended,
		cancel() {
			cancelled = true;
			// Once all bytes are there, only the server knows whether it was still in time.
			void fetch(jobUrl, { method: 'DELETE' }).catch(() => null);
			if (!sent) request.abort();
		}
	};
}

function paramsOf(name: string, job: string, options: SendOptions): URLSearchParams {
	const params = new URLSearchParams({ workspace: options.workspace, name, job });
	if (options.format) params.set('format', options.format);
	if (options.map) params.set('map', options.map);
	if (options.content) params.set('content', '1');
	if (options.looks) params.set('preview', 'outcomes');
	return params;
}

function endOf(status: number, text: string, cancelled: boolean): SendEnd {
	const answer = read(text);
	if (status === 200 && answer?.receipts) {
		const { receipts, preview } = answer;
		return preview ? { receipts, preview } : { receipts };
	}
	if (cancelled) return { cancelled: true };
	if (status < 500 && answer?.message) return { problem: answer.message };
	return {
		problem: `Reading it broke off inside Breakeven (${status}): nothing was imported. The terminal that runs Breakeven says why.`
	};
}

function read(text: string): Answer | null {
	try {
		return JSON.parse(text) as Answer;
	} catch {
		return null;
	}
}

interface Answer {
	receipts?: Receipt[];
	preview?: OutcomeMatches | null;
	message?: string;
}
