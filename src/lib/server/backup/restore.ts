import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { accountsExist, putAccounts } from '../access/accounts-file.ts';
import { folder } from '../data-folder.ts';
import { outsideFault } from '../faults.ts';
import { version } from '../../version.ts';
import { exists, isWorkspaceName, putWorkspace, warehouseOf } from '../workspaces.ts';
import { closeLinks } from './close-links.ts';
import { differenceOf, figuresOf } from './figures.ts';
import { ACCOUNTS, MANIFEST, readManifest, type Manifest, type ManifestFile } from './manifest.ts';
import { BadArchive, untar, type Found } from './tar.ts';

/** What is wanted of a backup. */
export interface RestoreWish {
	/** One workspace of it, null all. */
	only: string | null;
	/** Under another name, for one workspace; null = its own. */
	to: string | null;
	/** Whether a workspace that is there may be lost. */
	replace: boolean;
	/** Only looks whether the backup is whole. */
	check: boolean;
}

/** A workspace that came back, or would. */
export interface Restored {
	workspace: string;
	from: string;
	runs: number;
	replaced: boolean;
	/** Links to reports that opened in the backup and do not any more; 0 where it is only looked at. */
	links_closed: number;
}

/** Why a backup was not restored, in one sentence: nothing was changed. */
export class NotRestored extends Error {
	/** Whether what is here stands in the way, not the backup. */
	isTaken: boolean;

	constructor(message: string, { isTaken = false } = {}) {
		super(`${message}: nothing was changed.`);
		this.isTaken = isTaken;
	}
}

/** The workspaces that came back, and what became of the accounts; null = not asked for, or none in it. */
export interface RestoreResult {
	rows: Restored[];
	accounts: 'restored' | 'kept' | null;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Unpacks a backup beside the workspaces, compares every file with its hash and every metric with the
 * manifest, and only then puts them in their places; one backup after the other. Throws NotRestored.
 */
export function restore(path: string, wish: RestoreWish): Promise<RestoreResult> {
	const restoring = last.then(() => restoreAlone(path, wish));
	last = restoring.catch(() => undefined);
	return restoring;
}

async function restoreAlone(path: string, wish: RestoreWish): Promise<RestoreResult> {
	const place = join(folder('uploads'), `${process.pid}-${randomUUID()}.restore`);
	mkdirSync(place);
	try {
		const { manifest, wanted } = await unpack(path, place, wish);
		for (const file of wanted) await verify(join(place, fileName(file)), file, manifest);
		const closed = new Map<string, number>();
		if (!wish.check)
			for (const file of wanted) {
				const names = { from: file.workspace, to: nameFor(file, wish) };
				closed.set(file.name, await closeLinks(join(place, fileName(file)), names));
			}
		// Somebody may have made one while the backup was unpacked.
		refuseTaken(wanted, wish);
		const restored: Restored[] = [];
		for (const file of wanted) {
			const id = nameFor(file, wish);
			const replaced = exists(id);
			if (!wish.check) await putWorkspace(id, join(place, fileName(file)));
			const runs = Number(file.figures.metrics.runs ?? 0);
			restored.push({
				workspace: id,
				from: file.workspace,
				runs,
				replaced,
				links_closed: closed.get(file.name) ?? 0
			});
		}
		return { rows: restored, accounts: await restoreAccounts(manifest, place, wish) };
	} finally {
		await rm(place, { recursive: true, force: true });
	}
}

/** Accounts come back with everything, where there are none or they may be lost. */
async function restoreAccounts(
	manifest: Manifest,
	place: string,
	wish: RestoreWish
): Promise<RestoreResult['accounts']> {
	const isIn = manifest.files.some(({ name }) => name === ACCOUNTS);
	if (!isIn || wish.only !== null || wish.to !== null || wish.check) return null;
	if (accountsExist() && !wish.replace) return 'kept';
	await putAccounts(join(place, ACCOUNTS));
	return 'restored';
}

type Wanted = ManifestFile & { workspace: string; figures: NonNullable<ManifestFile['figures']> };

const fileName = (file: Wanted): string => basename(file.name);
const nameFor = (file: Wanted, wish: RestoreWish): string => wish.to ?? file.workspace;

async function unpack(
	path: string,
	place: string,
	wish: RestoreWish
): Promise<{ manifest: Manifest; wanted: Wanted[] }> {
	const gunzip = createGunzip({ chunkSize: 1 << 18 });
	pipeline(createReadStream(path), gunzip).catch(() => undefined);
	let manifest: Manifest | null = null;
	let wanted: Wanted[] = [];
	const seen = new Set<string>();
	try {
		for await (const found of untar(gunzip as AsyncIterable<Uint8Array>)) {
			if (manifest === null) {
				manifest = await manifestOf(found);
				wanted = wantedOf(manifest, wish);
				continue;
			}
			const file = manifest.files.find((one) => one.name === found.name);
			if (!file || file.bytes !== found.bytes || seen.has(file.name))
				throw new NotRestored(`The backup is damaged (${found.name} is not as its manifest says)`);
			seen.add(file.name);
			const isWanted = wanted.includes(file as Wanted) || file.name === ACCOUNTS;
			await unpackOne(found, file, isWanted ? place : null);
		}
	} catch (error) {
		throw damageOf(error) ?? error;
	} finally {
		gunzip.destroy();
	}
	if (manifest === null) throw noBackup();
	const missing = manifest.files.find((file) => !seen.has(file.name));
	if (missing) throw new NotRestored(`The backup is damaged (${missing.name} is missing)`);
	return { manifest, wanted };
}

const MOST_MANIFEST_BYTES = 10_000_000;

async function manifestOf(found: Found): Promise<Manifest> {
	if (found.name !== MANIFEST || found.bytes > MOST_MANIFEST_BYTES) throw noBackup();
	const chunks: Uint8Array[] = [];
	for await (const chunk of found.chunks) chunks.push(chunk);
	const manifest = readManifest(Buffer.concat(chunks).toString());
	if (!manifest) throw noBackup();
	const odd = manifest.files.find(
		({ name, workspace }, at, all) =>
			all.findIndex((one) => one.name === name) !== at ||
			(workspace !== null && name !== `workspaces/${workspace}.duckdb`)
	);
	if (odd)
		throw new NotRestored(
			`The backup is damaged (its manifest names ${odd.name} twice, or for a workspace of another name)`
		);
	return manifest;
}

const noBackup = (): NotRestored => new NotRestored('This is no backup that Breakeven has made');

/** What is asked for and may be restored, known before a byte of it is unpacked. */
function wantedOf(manifest: Manifest, wish: RestoreWish): Wanted[] {
	const { only, to } = wish;
	const all = manifest.files.filter(
		(file): file is Wanted =>
			file.workspace !== null && isWorkspaceName(file.workspace) && file.figures !== null
	);
	const wanted = all.filter((file) => only === null || file.workspace === only);
	const names = all.map((file) => file.workspace).join(', ') || 'none';
	if (wanted.length === 0)
		throw new NotRestored(
			`The backup holds no workspace called ${only ?? 'anything'} (it holds: ${names})`
		);
	if (to !== null && wanted.length > 1)
		throw new NotRestored(`Only one workspace can get another name, and the backup holds ${names}`);
	refuseTaken(wanted, wish);
	return wanted;
}

function refuseTaken(wanted: readonly Wanted[], wish: RestoreWish): void {
	const { replace, check } = wish;
	const taken = wanted.map((file) => nameFor(file, wish)).filter(exists);
	if (taken.length > 0 && !replace && !check)
		throw new NotRestored(
			`There is a workspace called ${taken.join(' and ')} already; --replace puts the backup in its place, --to gives it another name`,
			{ isTaken: true }
		);
}

async function unpackOne(found: Found, file: ManifestFile, place: string | null): Promise<void> {
	const hash = createHash('sha256');
	const hashed = (async function* () {
		for await (const chunk of found.chunks) {
			hash.update(chunk);
			yield chunk;
		}
	})();
	if (place === null) for await (const chunk of hashed) void chunk;
	else await pipeline(hashed, createWriteStream(join(place, basename(file.name))));
	if (hash.digest('hex') !== file.sha256)
		throw new NotRestored(`The backup is damaged (${file.name} differs from its hash)`);
}

/** What zlib and the archive say of a broken file; null for faults of another kind. */
function damageOf(error: unknown): NotRestored | null {
	const isZlib = String((error as NodeJS.ErrnoException).code ?? '').startsWith('Z_');
	if (!isZlib && !(error instanceof BadArchive)) return null;
	const { message } = error as Error;
	if (/incorrect header/.test(message)) return noBackup();
	return new NotRestored(`The backup is damaged (${message})`);
}

/** Opens a restored file, brings it up to date, and measures it again: another version may measure otherwise. */
async function verify(path: string, file: Wanted, manifest: Manifest): Promise<void> {
	const warehouse = warehouseOf(path);
	try {
		await warehouse.migrate();
		const differs = differenceOf(file.figures, await figuresOf(warehouse), {
			metricsToo: manifest.app_version === version
		});
		if (differs)
			throw new NotRestored(
				`The backup of ${file.workspace} is not what its manifest says (${differs})`
			);
	} catch (error) {
		const outside = outsideFault(error);
		if (error instanceof NotRestored || !outside) throw error;
		throw new NotRestored(outside.replace(/[.:].*$/s, ''));
	} finally {
		await warehouse.close().catch(() => undefined);
	}
}
