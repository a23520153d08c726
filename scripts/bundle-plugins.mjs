import {readFile} from 'node:fs/promises';

/** An empty module in the place of a package that is never reached. It must give each name that is imported from it. */
function instead(name, imported, contents) {
	return {
		name,
		setup(build) {
			build.onResolve({filter: imported}, () => ({path: name, namespace: name}));
			build.onLoad({filter: /.*/, namespace: name}, () => ({contents, loader: 'js'}));
		},
	};
}

/** Changes one place of a package. Where another version has no such place, the build fails rather than slipping through. */
function changed(name, filter, change) {
	return {
		name,
		setup(build) {
			build.onLoad({filter}, async ({path}) => {
				const source = await readFile(path, 'utf8');
				const [before, after, ...more] = source.split(change.from);
				if (after === undefined || more.length > 0)
					throw new Error(`${name}: ${path} is not as it was. Look at what it does now.`);
				return {contents: `${before}${change.to}${after}`, loader: 'js'};
			});
		},
	};
}

/** Has the segmenters of packages made when they are first asked: the first object of Intl costs Node 30 ms. */
const segmentersWhenAsked = {
	name: 'segmenters-when-asked',
	setup(build) {
		const files =
			/[\\/](?:ink[\\/]build[\\/]line-update|wrap-ansi[\\/]index|slice-ansi[\\/]tokenize-ansi|ansi-tokenize[\\/]build[\\/]tokenize|string-width[\\/]index)\.js$/;
		build.onLoad({filter: files}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const made = /^const (\w+) = (new Intl\.Segmenter\(.*\));$/m;
			if (!made.test(source)) throw new Error(`${path} has its segmenter elsewhere now.`);
			const lazy = source.replace(
				made,
				'let madeSegmenter; const $1 = {segment: text => (madeSegmenter ??= $2).segment(text)};',
			);
			// Another 30 ms. What it matches has one of these: https://www.unicode.org/reports/tr51/#Emoji_Properties
			const whole = lazy.replace(
				/^const rgiEmojiRegex = (\/.*\/v);$/m,
				'let madeRegex; const rgiEmojiRegex = {test: text => /[\\p{Emoji_Presentation}\\uFE0F]/u.test(text) && (madeRegex ??= $1).test(text)};',
			);
			return {contents: whole, loader: 'js'};
		});
	},
};

/** What packages hold and this program never runs. `test/build.test.ts` proves of each that it is so. */
export const leftOut = [
	segmentersWhenAsked,
	// An optional peer that is not installed. Ink imports it when DEV is `true`, and looks for the package first.
	changed('ink-without-devtools', /[\\/]ink[\\/]build[\\/]reconciler\.js$/, {
		from: "await import('./devtools.js');",
		to: '',
	}),
	// On Node `fetch` loads all of undici before the first frame; without it yoga decodes the same bytes itself.
	changed('yoga-without-fetch', /[\\/]yoga-wasm-base64-esm\.js$/, {
		from: 'w||"function"!=typeof fetch?',
		to: 'true?',
	}),
	// Only a command that is a program of its own is run by it; ours are functions.
	changed('commander-without-programs', /[\\/]commander[\\/]lib[\\/]command\.js$/, {
		from: "require('node:child_process')",
		to: 'undefined',
	}),
	// conf checks schemas and migrates between versions only where it is given some.
	instead('no-schemas', /^ajv\/dist\/2020\.js$/, 'export const Ajv2020 = undefined;'),
	instead('no-formats', /^ajv-formats$/, 'export default undefined;'),
	instead('no-versions', /^semver$/, 'export default undefined;'),
	// For browsers: it reads what one calls itself.
	instead('no-browsers', /^bowser$/, 'export default undefined;'),
	// In no chain of credentials: only who calls it has it.
	instead(
		'no-cognito',
		/^@aws-sdk\/credential-provider-cognito-identity$/,
		'export const fromCognitoIdentity = undefined, fromCognitoIdentityPool = undefined;',
	),
	// The SDK asks for the name of this class, and takes any other for a logger that was given.
	changed('sdk-with-a-name', /[\\/]smithy-client[\\/]NoOpLogger\.js$/, {
		from: 'export class NoOpLogger {',
		to: "export class NoOpLogger { static name = 'NoOpLogger';",
	}),
];
