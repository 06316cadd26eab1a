/** Colours and type of a chart, read from the CSS properties that are in force at the element. */
export interface ChartLook {
	ink: string;
	ink2: string;
	hairline: string;
	strong: string;
	paper: string;
	font: { family: string; size: number };
	/** Any other property by name: `--cost-model`. */
	colour: (name: string) => string;
}

/** Reads the look anew; call it again when dark and light change or the page is printed. */
export function readLook(element: Element): ChartLook {
	const style = getComputedStyle(element);
	const rem = parseFloat(getComputedStyle(element.ownerDocument.documentElement).fontSize) || 16;
	const colour = (name: string) => style.getPropertyValue(name).trim() || '#808080';
	return {
		ink: colour('--ink'),
		ink2: colour('--ink-2'),
		hairline: colour('--hairline'),
		strong: colour('--hairline-strong'),
		paper: colour('--paper'),
		font: { family: style.fontFamily, size: rem * 0.75 },
		colour
	};
}

/** A hex colour at some opacity. */
export function faded(hex: string, share: number): string {
	const alpha = Math.round(share * 255)
		.toString(16)
		.padStart(2, '0');
	return /^#[0-9a-f]{6}$/i.test(hex) ? `${hex}${alpha}` : hex;
}
