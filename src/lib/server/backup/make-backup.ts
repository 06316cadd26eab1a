import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, mkdirSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { accounts, accountsExist } from '../access/accounts-file.ts';
import { folder } from '../data-folder.ts';
import { version } from '../../version.ts';
import { openWorkspace, warehouseOf, workspaces } from '../workspaces.ts';
import { figuresOf } from './figures.ts';
import { ACCOUNTS, MANIFEST, type Manifest, type ManifestFile } from './manifest.ts';
import { tar, type Packed } from './tar.ts';

/** A backup ready to be sent; `discard` takes its copies away. */
export interface Backup {
	manifest: Manifest;
	/** The bytes of a `.tar.gz`. */
	chunks: AsyncIterable<Uint8Array>;
	discard: () => Promise<void>;
}

/**
 * Copies workspaces as they are between two changes, measures the copies, and packs them with a
 * manifest of hashes and figures. `only` is one workspace, null all of them.
 */
export async function makeBackup(only: string | null = null): Promise<Backup> {
	const place = join(folder('uploads'), `${process.pid}-${randomUUID()}.backup`);
	const discard = () => rm(place, { recursive: true, force: true });
	mkdirSync(place);
	try {
		const files: ManifestFile[] = [];
		for (const { id } of workspaces())
			if (only === null || id === only) files.push(await copied(id, place));
		if (only === null && accountsExist()) files.push(await copiedAccounts(place));
		const manifest: Manifest = {
			breakeven_schema: 'backup/1',
			made_at: new Date().toISOString(),
			app_version: version,
			files
		};
		return { manifest, chunks: packed(manifest, place), discard };
	} catch (error) {
		await discard();
		throw error;
	}
}

/** Copies a workspace; the copy is opened once, so that what was in its log is in the file. */
async function copied(id: string, place: string): Promise<ManifestFile> {
	const path = join(place, `${id}.duckdb`);
	const { warehouse } = await openWorkspace(id);
	await warehouse.copyTo(path);
	const copy = warehouseOf(path);
	try {
		const figures = await figuresOf(copy);
		await copy.close();
		const sha256 = await hashOf(path);
		const { size } = statSync(path);
		return { name: `workspaces/${id}.duckdb`, bytes: size, sha256, workspace: id, figures };
	} catch (error) {
		await copy.close().catch(() => undefined);
		throw error;
	}
}

async function copiedAccounts(place: string): Promise<ManifestFile> {
	const path = join(place, ACCOUNTS);
	await (await accounts()).copyTo(path);
	// Opened and closed: what was in its log is in the file.
	await warehouseOf(path).close();
	const sha256 = await hashOf(path);
	return { name: ACCOUNTS, bytes: statSync(path).size, sha256, workspace: null, figures: null };
}

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), hash);
	return hash.digest('hex');
}

function packed(manifest: Manifest, place: string): AsyncIterable<Uint8Array> {
	const text = Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
	const files: Packed[] = [
		{ name: MANIFEST, bytes: text.length, from: text },
		...manifest.files.map(({ name, bytes }) => ({
			...{ name, bytes },
			from: { path: join(place, basename(name)) }
		}))
	];
	const gzip = createGzip({ level: 1, chunkSize: 1 << 18 });
	pipeline(tar(files), gzip).catch((error: Error) => gzip.destroy(error));
	return gzip as AsyncIterable<Uint8Array>;
}
