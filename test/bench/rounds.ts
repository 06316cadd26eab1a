/** Milliseconds of each contestant over several rounds, in alternation: A B C ... C B A. */
export async function alternate(
	contestants: Record<string, () => Promise<unknown>>,
	rounds = 5
): Promise<Record<string, number>> {
	const times: Record<string, number[]> = {};
	const names = Object.keys(contestants);
	for (const name of names) await contestants[name]?.();
	for (let round = 0; round < rounds; round++) {
		for (const name of round % 2 ? [...names].reverse() : names) {
			const start = performance.now();
			await contestants[name]?.();
			(times[name] ??= []).push(performance.now() - start);
		}
	}
	return Object.fromEntries(names.map((name) => [name, median(times[name] ?? [])]));
}

export function median(values: readonly number[]): number {
	const ordered = [...values].sort((a, b) => a - b);
	return ordered[Math.floor((ordered.length - 1) / 2)] ?? NaN;
}

/** Prints rows as an aligned table. */
export function printTable(rows: readonly (readonly (string | number)[])[]): void {
	const cells = rows.map((row) =>
		row.map((cell) =>
			typeof cell === 'number' ? (cell >= 100 ? cell.toFixed(0) : cell.toPrecision(3)) : cell
		)
	);
	const widths = (cells[0] ?? []).map((_, at) =>
		Math.max(...cells.map((row) => row[at]?.length ?? 0))
	);
	for (const row of cells) {
		console.log(
			row
				.map((cell, at) =>
					at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)
				)
				.join('  ')
		);
	}
}
