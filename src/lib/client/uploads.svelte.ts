import { format, formatBytes } from '#lib/format.ts';
import type { OutcomeMatches } from '#lib/outcome-matches.ts';
import type { Receipt } from '#lib/receipt.ts';
import { sendFile, type SendOptions, type SendProgress } from './send-file.ts';

/** A file of this browser session, as a list shows it. */
export interface FileUpload {
	id: string;
	name: string;
	sizeBytes: number;
	/** 0 to 1 of the bytes; null while the end is unknown. */
	progress: number | null;
	/** One line on where it stands. */
	phase: string;
	/** `asking`: an outcomes file that waits for a person's word. */
	state: 'active' | 'asking' | 'done' | 'failed' | 'cancelled';
	error: string | null;
	/** None until it has ended; of a zip file several. */
	receipts: Receipt[];
	/** What an outcomes file would match, while it is asked about. */
	matches: OutcomeMatches | null;
}

interface Waiting {
	id: string;
	file: File;
	options: SendOptions;
}

/** Browsers open six connections to a host; progress and pages need some of them. */
const AT_ONCE = 3;

/** The files of this browser session: a few at a time, the rest in line; goes on while pages change. */
export class Uploads {
	list = $state<FileUpload[]>([]);
	#line: Waiting[] = [];
	#running = 0;
	#cancels: Record<string, () => void> = {};
	#asked: Record<string, Waiting> = {};
	#onended: (upload: FileUpload, workspace: string) => void = () => undefined;

	/** Files that have not ended yet. */
	get active(): number {
		return this.list.filter((upload) => upload.state === 'active').length;
	}

	/** Called when a file has ended; the last one set holds. */
	set onended(listener: (upload: FileUpload, workspace: string) => void) {
		this.#onended = listener;
	}

	/** Puts files in line; hidden ones (.DS_Store) stay out. Ended ones of before leave the list. */
	send(files: readonly File[], options: SendOptions): void {
		this.clear();
		for (const file of files.filter(({ name }) => !name.startsWith('.'))) {
			const id = crypto.randomUUID();
			this.list.push({
				id,
				name: file.webkitRelativePath || file.name,
				sizeBytes: file.size,
				progress: null,
				phase: 'in line',
				state: file.size > 0 ? 'active' : 'failed',
				error: file.size > 0 ? null : 'the file is empty',
				receipts: [],
				matches: null
			});
			if (file.size > 0) this.#line.push({ id, file, options });
		}
		this.#next();
	}

	/** Imports an outcomes file that was looked at. */
	apply(id: string): void {
		const waiting = this.#asked[id];
		if (!waiting) return;
		delete this.#asked[id];
		this.#change(id, { state: 'active', phase: 'in line', progress: null, matches: null });
		this.#line.push({ ...waiting, options: { ...waiting.options, looks: false } });
		this.#next();
	}

	/** Calls a file off, whether it waits or is on its way. */
	cancel(id: string): void {
		const cancel = this.#cancels[id];
		if (cancel) {
			this.#change(id, { phase: 'calling it off', progress: null });
			cancel();
			return;
		}
		delete this.#asked[id];
		this.#line = this.#line.filter((waiting) => waiting.id !== id);
		this.#change(id, CALLED_OFF);
	}

	/** Takes files that have ended off the list. */
	clear(): void {
		this.list = this.list.filter(({ state }) => state === 'active' || state === 'asking');
	}

	#next(): void {
		while (this.#running < AT_ONCE) {
			const waiting = this.#line.shift();
			if (!waiting) return;
			this.#running += 1;
			void this.#run(waiting);
		}
	}

	async #run({ id, file, options }: Waiting): Promise<void> {
		const { ended, cancel } = sendFile(file, options, (progress) =>
			this.#change(id, {
				progress: progress.share,
				phase: phaseText(progress, file.size)
			})
		);
		this.#cancels[id] = cancel;
		const end = await ended;
		delete this.#cancels[id];
		this.#running -= 1;
		if ('preview' in end) {
			this.#asked[id] = { id, file, options };
			this.#change(id, askedOf(end.preview));
		} else if ('receipts' in end) this.#change(id, endOf(end.receipts));
		else if ('problem' in end) this.#change(id, { state: 'failed', error: end.problem });
		else this.#change(id, CALLED_OFF);
		const upload = this.list.find((one) => one.id === id);
		if (upload && upload.state !== 'asking') this.#onended(upload, options.workspace);
		this.#next();
	}

	#change(id: string, change: Partial<FileUpload>): void {
		const upload = this.list.find((one) => one.id === id);
		if (upload) Object.assign(upload, change);
	}
}

let session: Uploads | null = null;

/** The one list of this browser session; on the server a new, empty one for every caller. */
export function uploads(): Uploads {
	if (typeof window === 'undefined') return new Uploads();
	return (session ??= new Uploads());
}

const count = (value: number) => format(value, 'count', { surface: 'table' });

function phaseText({ phase, share, rows }: SendProgress, sizeBytes: number): string {
	if (phase === 'sending')
		return share === null ? 'sending' : `sending, ${formatBytes(share * sizeBytes)}`;
	if (phase === 'waiting') return 'waiting for its turn';
	const read = rows ? ` ${count(rows)} rows` : '';
	return phase === 'reading' ? `reading${read}` : `making runs of${read || ' them'}`;
}

const CALLED_OFF = {
	state: 'cancelled',
	phase: 'called off, nothing was imported',
	matches: null
} as const;

const askedOf = (matches: OutcomeMatches): Partial<FileUpload> => ({
	state: 'asking',
	phase: `${count(matches.rows - matches.unmatched)} of ${count(matches.rows)} rows would count`,
	progress: null,
	matches
});

function endOf(receipts: Receipt[]): Partial<FileUpload> {
	const sum = (of: (receipt: Receipt) => number) =>
		receipts.reduce((total, receipt) => total + of(receipt), 0);
	const kept = sum(({ rows }) => rows.kept);
	const duplicates = sum(({ rows }) => rows.duplicates);
	const rejected = sum(({ rows }) => rows.rejected);
	const runs = sum((receipt) => receipt.runs);
	if (kept === 0 && duplicates === 0) {
		const each = receipts.length === 1 ? 'its receipt says' : 'its receipts say';
		return { state: 'failed', receipts, error: `nothing was imported, ${each} why` };
	}
	const several = (n: number, word: string) => `${count(n)} ${word}${n === 1 ? '' : 's'}`;
	const parts = [
		...(receipts.length > 1 ? [several(receipts.length, 'file')] : []),
		...(kept === 0 ? ['nothing new'] : [runs > 0 ? several(runs, 'run') : several(kept, 'row')]),
		...(kept > 0 && duplicates > 0 ? [several(duplicates, 'duplicate')] : []),
		...(rejected > 0 ? [`${count(rejected)} rejected`] : [])
	];
	return { state: 'done', receipts, phase: parts.join(', ') };
}
