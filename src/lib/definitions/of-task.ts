/** What a task has in a map by task; undefined where it has nothing, whatever it is called: `constructor` is a name too. */
export const ofTask = <T>(values: Readonly<Record<string, T>>, task: string): T | undefined =>
	Object.hasOwn(values, task) ? values[task] : undefined;
