const LEAST_CHARACTERS = 2;
const MOST_CHARACTERS = 80;

/** A member's name as it is kept, or what is wrong with it. Names differ by more than case. */
export function readName(typed: string): { name: string } | { problem: string } {
	const name = typed.normalize('NFKC').trim();
	const { length } = [...name];
	if (length < LEAST_CHARACTERS || length > MOST_CHARACTERS)
		return { problem: 'A name needs 2 to 80 characters.' };
	if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@+'’-]*$/u.test(name))
		return { problem: 'A name is made of letters, digits, spaces and . _ @ + - only.' };
	return { name };
}

const LEAST_PASSWORD = 12;
const MOST_PASSWORD = 200;

/** What is wrong with a new password; null when it will do. */
export const passwordProblem = (password: string): string | null =>
	password.length < LEAST_PASSWORD || password.length > MOST_PASSWORD
		? 'A password needs 12 to 200 characters. Nothing else is asked of it.'
		: null;
