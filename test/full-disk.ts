import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emptyFolder } from './workspace.ts';

const run = (program: string, ...args: string[]) =>
	execFileSync(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });

/** Whether this user may mount a file system: root outside a container. */
export function mayMount(): boolean {
	try {
		const folder = execFileSync('mktemp', ['-d']).toString().trim();
		run('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder);
		run('umount', folder);
		rmSync(folder, { recursive: true });
		return true;
	} catch {
		return false;
	}
}

/** A small disk of its own that goes when the test ends. */
export interface Disk {
	path: string;
	/** Leaves about so many bytes free. */
	fill: (freeBytes: number) => void;
	empty: () => void;
	readOnly: (is: boolean) => void;
}

/** Mounts a disk in memory. */
export function smallDisk(megabytes: number): Disk {
	const path = emptyFolder();
	run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path);
	onTestFinished(() => void run('umount', '-l', path));
	const filler = join(path, 'filler');
	const empty = () => rmSync(filler, { force: true });
	return {
		path,
		fill: (freeBytes) => {
			empty();
			const { bavail, bsize } = statfsSync(path);
			const file = openSync(filler, 'w');
			const block = Buffer.alloc(bsize);
			for (let left = bavail * bsize - freeBytes; left > 0; left -= bsize) writeSync(file, block);
			closeSync(file);
		},
		empty,
		readOnly: (is) => run('mount', '-o', `remount,${is ? 'ro' : 'rw'}`, path)
	};
}
