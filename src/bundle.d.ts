/** A file and all that it imports as the text of one script (vite-bundle.ts). */
declare module '*?bundle' {
	const text: string;
	export default text;
}
