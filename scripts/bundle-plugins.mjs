import {readFile} from 'node:fs/promises';

/**
 * Ink imports React's devtools, an optional peer that is not installed, when DEV is `true` in the
 * environment. A bundle must resolve every import: this one leads to an empty module, which is never
 * reached, since Ink looks for the package first.
 */
export const inkWithoutDevtools = {
	name: 'ink-without-devtools',
	setup(build) {
		build.onResolve({filter: /^\.\/devtools\.js$/}, ({importer}) =>
			/[\\/]ink[\\/]build[\\/]/.test(importer)
				? {path: 'ink-devtools', namespace: 'empty'}
				: undefined,
		);
		build.onLoad({filter: /.*/, namespace: 'empty'}, () => ({contents: 'export {}'}));
	},
};

const fetchOrDecode = 'w||"function"!=typeof fetch?';

/**
 * yoga-layout carries its WebAssembly as a `data:` URL and reads it with `fetch` where there is one.
 * On Node that loads all of undici before the first frame; without `fetch` it decodes the same bytes
 * itself, so that is what the bundle does. Another yoga fails the build rather than slipping through.
 */
export const yogaWithoutFetch = {
	name: 'yoga-without-fetch',
	setup(build) {
		build.onLoad({filter: /[\\/]yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const [before, after, ...more] = source.split(fetchOrDecode);
			if (after === undefined || more.length > 0)
				throw new Error('yoga-layout changed: look at how it loads its WebAssembly.');
			return {contents: `${before}true?${after}`, loader: 'js'};
		});
	},
};
