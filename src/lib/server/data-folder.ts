import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a running app keeps its files: `--data-dir`, else `data/local` in the checkout. */
export const dataFolder = (): string => resolve(process.env.BREAKEVEN_DATA_DIR ?? 'data/local');

/** Makes the data folder where it is missing; at the start only, for one that goes later is a fault. */
export const makeDataFolder = (): void => void mkdirSync(dataFolder(), { recursive: true });

/** A folder inside the data folder, made when it is missing. */
export function folder(name: 'workspaces' | 'uploads' | 'spill'): string {
	const path = join(dataFolder(), name);
	if (!existsSync(path)) mkdirSync(path);
	return path;
}
