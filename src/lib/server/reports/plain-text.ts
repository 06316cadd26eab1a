/** Text without what XML and PDF cannot hold: control characters and halves of characters. */
export const plainText = (text: string): string =>
	text
		// eslint-disable-next-line no-control-regex -- exactly these are to go
		.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '')
		.toWellFormed();
