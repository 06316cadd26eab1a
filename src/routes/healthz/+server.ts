import { accessSync, constants, statfsSync } from 'node:fs';
import { object } from '#lib/server/answers.ts';
import { dataFolder } from '#lib/server/data-folder.ts';
import { newestSchema } from '#lib/server/warehouse/migrate.ts';
import { version } from '#lib/version.ts';
import type { RequestHandler } from './$types';

/** Whether it answers and can store; 503 where the data folder cannot be written to. Free bytes of its disk. */
export const GET: RequestHandler = () => {
	const disk = diskOf(dataFolder());
	return object(
		{ ready: disk !== null, version, schema: newestSchema, disk_free_bytes: disk },
		disk === null ? 503 : 200
	);
};

function diskOf(folder: string): number | null {
	try {
		accessSync(folder, constants.W_OK);
		const { bavail, bsize } = statfsSync(folder);
		return bavail * bsize;
	} catch {
		return null;
	}
}
