/** The chart with its finding and legend above it on paper, for the PNG: the canvas' own resolution. */
export function picture(
	canvas: HTMLCanvasElement,
	finding: string,
	legend: readonly Entry[]
): HTMLCanvasElement {
	const style = getComputedStyle(canvas);
	const scale = canvas.width / Math.max(1, canvas.clientWidth);
	const width = canvas.clientWidth + 48;
	const sheet = document.createElement('canvas');
	const ctx = sheet.getContext('2d');
	if (!ctx) return canvas;
	const head = `600 16px ${style.fontFamily}`;
	const text = `12px ${style.fontFamily}`;
	ctx.font = head;
	const lines = wrapped(ctx, finding, width - 48);
	ctx.font = text;
	const entries = placed(ctx, legend, width - 24);
	const legendTop = 30 + lines.length * 22;
	const top = entries.length ? legendTop + ((entries.at(-1)?.row ?? 0) + 1) * 20 : legendTop;
	sheet.width = width * scale;
	sheet.height = (top + canvas.clientHeight + 24) * scale;
	ctx.scale(scale, scale);
	ctx.fillStyle = style.getPropertyValue('--paper');
	ctx.fillRect(0, 0, width, sheet.height);
	ctx.fillStyle = style.getPropertyValue('--ink');
	ctx.textBaseline = 'middle';
	ctx.font = head;
	lines.forEach((line, i) => ctx.fillText(line, 24, 34 + i * 22));
	ctx.font = text;
	for (const { label, colour, left, row } of entries) {
		ctx.fillStyle = style.getPropertyValue(colour);
		ctx.fillRect(left, legendTop + row * 20, 10, 10);
		ctx.fillStyle = style.getPropertyValue('--ink');
		ctx.fillText(label, left + 15, legendTop + row * 20 + 5);
	}
	ctx.drawImage(canvas, 24, top, canvas.clientWidth, canvas.clientHeight);
	return sheet;
}

interface Entry {
	label: string;
	colour: string;
}

/** Legend entries in as many rows as the width asks for. */
function placed(ctx: CanvasRenderingContext2D, legend: readonly Entry[], right: number) {
	let left = 24;
	let row = 0;
	return legend.map((entry) => {
		const width = ctx.measureText(entry.label).width + 15;
		if (left > 24 && left + width > right) {
			left = 24;
			row++;
		}
		const place = { ...entry, left, row };
		left += width + 16;
		return place;
	});
}

/** Hands a file to the reader. */
export function save(content: Blob, name: string) {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(content);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function wrapped(ctx: CanvasRenderingContext2D, text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
		if (lines.length && ctx.measureText(longer).width <= width) lines[lines.length - 1] = longer;
		else lines.push(word);
	}
	return lines;
}
