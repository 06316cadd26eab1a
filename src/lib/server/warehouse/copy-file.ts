import { spawn } from 'node:child_process';

/**
 * Copies a database file and the log beside it, in a process of its own: a process that closes a file
 * loses its locks on it (POSIX, fcntl), and the workspace would be open to a second writer.
 */
export function copyFile(from: string, to: string): Promise<void> {
	const child = spawn(process.execPath, ['-e', COPY, from, to], {
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let said = '';
	child.stderr.on('data', (text: Buffer) => (said += text.toString()));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code) =>
			code === 0 ? resolve() : reject(new Error(said.trim() || `copying ended with ${code}`))
		);
	});
}

const COPY = `
	const { copyFileSync, existsSync, constants } = require('node:fs');
	const [from, to] = process.argv.slice(1);
	try {
		for (const end of ['', '.wal'])
			if (existsSync(from + end)) copyFileSync(from + end, to + end, constants.COPYFILE_FICLONE);
	} catch (error) {
		console.error(error.message);
		process.exit(1);
	}
`;
