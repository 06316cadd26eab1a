import { createHash } from 'node:crypto';
import type { Parsed } from '../../formats/format.ts';
import { appendStatement, columnsOf } from './columns.ts';
import type { Session } from './duckdb.ts';
import { raw, sql } from './sql.ts';

/** What is stored: every record but rejections and warnings. */
export type Kept = Exclude<Parsed, { type: 'rejection' | 'warning' }>;

const BATCH_ROWS = 2_000;

/**
 * Appends records to the tables of what exports say. Native ids get the source in front, so that two
 * sources never collide; who used or reviewed a run is kept as a hash only.
 */
export class RecordAppender {
	#session: Session;
	#importId: number;
	#source: string;
	#batches = new Map<Kept['type'], unknown[]>();

	constructor(session: Session, importId: number, source: string) {
		this.#session = session;
		this.#importId = importId;
		this.#source = source;
	}

	async add(parsed: Kept): Promise<void> {
		const batch = this.#batches.get(parsed.type) ?? [];
		if (batch.length === 0) this.#batches.set(parsed.type, batch);
		batch.push(stored(parsed, this.#source));
		if (batch.length >= BATCH_ROWS) await this.#write(parsed.type);
	}

	/** Writes what is still waiting. */
	async flush(): Promise<void> {
		for (const type of this.#batches.keys()) await this.#write(type);
	}

	async #write(type: Kept['type']): Promise<void> {
		const batch = this.#batches.get(type) ?? [];
		this.#batches.set(type, []);
		if (batch.length === 0) return;
		const [before, after] = appendStatement(columnsOf[type], this.#importId).split('?') as [
			string,
			string
		];
		await this.#session.run(sql`${raw(before)}${jsonOf(batch)}${raw(after)}`);
	}
}

/** JSON that the engine can read: half a surrogate pair, which JavaScript allows, is replaced. */
function jsonOf(batch: readonly unknown[]): string {
	const json = JSON.stringify(batch);
	if (!/\\ud[89a-f]/.test(json)) return json;
	return JSON.stringify(batch, (_, value: unknown) =>
		typeof value === 'string' ? value.toWellFormed() : value
	);
}

function stored({ type, record }: Kept, source: string): unknown {
	const kept: Record<string, unknown> = { ...record };
	// A statement names a run of any source by the id it knows.
	if (type !== 'statement' && typeof kept.runId === 'string')
		kept.runId = `${source}:${kept.runId}`;
	if (typeof kept.userRef === 'string') kept.userRef = reference(kept.userRef);
	if (typeof kept.reviewerRef === 'string') kept.reviewerRef = reference(kept.reviewerRef);
	return kept;
}

/** A person as a hash: the same person is the same reference, and nobody is named. */
export const reference = (person: string): string =>
	createHash('sha256').update(`breakeven:${person}`).digest('hex').slice(0, 16);
