/** Prints an answer: JSON, or its rows as a table of the dimensions and the columns that fit a terminal. */
export function print(answer, json, shown) {
	if (json) console.log(JSON.stringify(answer, null, 2));
	else console.log(table(answer.rows, shown));
}

function table(rows, shown) {
	if (rows.length === 0) return 'No rows: nothing was imported, or the filters leave nothing.';
	const first = rows[0];
	const dimensions = Object.keys(first).filter(
		(name) =>
			typeof first[name] !== 'object' &&
			!shown.includes(name) &&
			rows.some((row) => typeof row[name] === 'string')
	);
	const columns = [...dimensions, ...shown.filter((name) => name in first)];
	const cells = rows.map((row) => columns.map((name) => cell(row[name])));
	const widths = columns.map((name, at) =>
		Math.max(name.length, ...cells.map((row) => row[at].length))
	);
	const line = (row) =>
		row
			.map((text, at) =>
				typeof rows[0][columns[at]] === 'string'
					? text.padEnd(widths[at])
					: text.padStart(widths[at])
			)
			.join('  ')
			.trimEnd();
	return [line(columns), ...cells.map(line)].join('\n');
}

function cell(value) {
	if (value === null || value === undefined) return '-';
	if (typeof value !== 'number') return String(value);
	if (Number.isInteger(value)) return String(value);
	return Math.abs(value) >= 1 ? value.toFixed(4) : value.toPrecision(4);
}
