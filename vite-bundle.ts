import { build, type Plugin } from 'vite';

const SUFFIX = '?bundle';

/** `import text from './x.ts?bundle'`: a file and all that it imports, as the text of one script. */
export function bundledText(): Plugin {
	return {
		name: 'bundled-text',
		enforce: 'pre',
		async resolveId(source, importer) {
			if (!source.endsWith(SUFFIX)) return null;
			const found = await this.resolve(source.slice(0, -SUFFIX.length), importer);
			return found && found.id + SUFFIX;
		},
		async load(id) {
			if (!id.endsWith(SUFFIX)) return null;
			const input = id.slice(0, -SUFFIX.length);
			const built = await build({
				configFile: false,
				logLevel: 'error',
				build: { write: false, rollupOptions: { input, output: { format: 'iife' } } }
			});
			const [result] = [built].flat();
			if (!result || !('output' in result)) throw new Error(`${input} was not bundled`);
			for (const chunk of result.output)
				if (chunk.type === 'chunk') chunk.moduleIds.forEach((file) => this.addWatchFile(file));
			return `export default ${JSON.stringify(result.output[0].code)};`;
		}
	};
}
