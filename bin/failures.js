/** Something did not work: one sentence, exit code 1. */
export class Failed extends Error {
	/** The status of the server's answer, where it was one that failed. */
	status = null;
}

/** The command was used wrongly: one sentence, exit code 2. */
export class Misused extends Error {}
