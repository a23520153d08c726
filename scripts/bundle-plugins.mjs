import {readFile} from 'node:fs/promises';
import {dirname, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

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

/** Changes places of a package. Where another version has no such place, the build fails rather than slipping through. */
function changed(name, filter, ...changes) {
	return {
		name,
		setup(build) {
			build.onLoad({filter}, async ({path}) => {
				let contents = await readFile(path, 'utf8');
				for (const {from, to} of changes) {
					const [before, after, ...more] = contents.split(from);
					if (after === undefined || more.length > 0)
						throw new Error(`${name}: ${path} is not as it was. Look at what it does now.`);
					contents = `${before}${to}${after}`;
				}
				return {contents, loader: 'js'};
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
			return {
				contents: /ansi-tokenize/.test(path) ? unitsOfAscii(whole, path) : whole,
				loader: 'js',
			};
		});
	},
};

/** Ink's first frame is plain ASCII: each unit is a grapheme, but for CR LF, and no segmenter is needed. */
function unitsOfAscii(source, path) {
	const call = 'segmenter.segment(str)';
	if (!source.includes(call)) throw new Error(`${path} segments otherwise now.`);
	return source.replace(
		call,
		`/^(?!.*\\r\\n)[\\0-\\x7F]*$/s.test(str) ? Array.from(str, (segment, index) => ({segment, index})) : ${call}`,
	);
}

/**
 * Has yoga read its WebAssembly from a file beside its script. It ships it as base64 in a string, which gzip makes a
 * third larger, and which is text to parse and to decode before the first frame.
 */
const yogaAsFile = {
	name: 'yoga-as-file',
	setup(build) {
		const binary = /"data:application\/octet-stream;base64,([A-Za-z0-9+/=]+)"/;
		build.onLoad({filter: /[\\/]yoga-wasm-base64-esm\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			if (!binary.test(source)) throw new Error(`${path} has its WebAssembly elsewhere now.`);
			// What stands there is only asked for where `instantiateWasm` is not given.
			const contents = source.replace(binary, '"data:application/octet-stream;base64,"');
			return {contents, loader: 'js'};
		});
		build.onLoad({filter: /[\\/]yoga-layout[\\/]dist[\\/]src[\\/]index\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const call = 'await loadYoga()';
			if (!source.includes(call)) throw new Error(`${path} loads its WebAssembly otherwise now.`);
			// At once: a CommonJS file cannot await.
			const given = `
				import {readFileSync} from 'node:fs';
				import yogaFile from 'yoga.wasm';
				let library;
				loadYoga({
					instantiateWasm(imports, done) {
						const bytes = readFileSync(new URL(yogaFile, import.meta.url));
						done(new WebAssembly.Instance(new WebAssembly.Module(bytes), imports));
						return {};
					},
					onRuntimeInitialized() {
						library = this;
					},
				});`;
			return {contents: `${given}${source.replace(call, 'library')}`, loader: 'js'};
		});
		build.onResolve({filter: /^yoga\.wasm$/}, ({importer}) => ({
			path: 'yoga.wasm',
			namespace: 'yoga-binary',
			pluginData: resolve(dirname(importer), '../binaries/yoga-wasm-base64-esm.js'),
		}));
		build.onLoad({filter: /.*/, namespace: 'yoga-binary'}, async ({pluginData}) => ({
			contents: Buffer.from(binary.exec(await readFile(pluginData, 'utf8'))[1], 'base64'),
			loader: 'file',
		}));
	},
};

/**
 * Writes the keys `{[_hE]: 403}` of the SDK's schemas as what they are: `{"httpError": 403}`. For esbuild a computed key
 * may do anything, so that it keeps the schemas of all operations where nine are sent.
 */
const schemasThatCanBeShaken = {
	name: 'schemas-that-can-be-shaken',
	setup(build) {
		build.onLoad({filter: /[\\/]schemas[\\/]schemas_0\.js$/}, async ({path}) => {
			const source = await readFile(path, 'utf8');
			const constants = new Map(
				Array.from(source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm), ([, name, text]) => [
					name,
					text,
				]),
			);
			const contents = source.replace(/\[(_\w+)\]:/g, (_, name) => {
				const text = constants.get(name);
				if (text === undefined)
					throw new Error(`${path} has its constants elsewhere now: ${name}.`);
				return `${text}:`;
			});
			return {contents, loader: 'js'};
		});
	},
};

/** Functions of Node's modules that are only ever called, so that their module can be loaded at the first call. */
const calledLate = {
	'node:crypto': ['createHash', 'createHmac', 'hash', 'randomUUID'],
	'node:child_process': ['execFileSync', 'spawn', 'spawnSync'],
	'node:fs/promises': [
		'copyFile',
		'link',
		'mkdir',
		'mkdtemp',
		'open',
		'readdir',
		'rename',
		'rm',
		'stat',
		'writeFile',
	],
	'node:readline/promises': ['createInterface'],
	'node:v8': ['cachedDataVersionTag', 'setFlagsFromString'],
};

/**
 * Loads Node's own modules when they are first asked: of 80 ms of processor time that an empty program takes,
 * `node:crypto` costs 10, `node:fs/promises` 3, and importing `node:process` 4, since it runs each getter of `process`;
 * the global does not.
 */
const builtinsWhenAsked = {
	name: 'builtins-when-asked',
	setup(build) {
		const callers =
			/[\\/]node_modules[\\/]terminal-size[\\/]|[\\/]cli\.tsx$|^(?!.*[\\/]node_modules[\\/]).*[\\/]source[\\/](?!sandbox[\\/])/;
		build.onResolve(
			{filter: /^node:(?:crypto|child_process|(?:fs|readline)\/promises|v8)$/},
			({path, importer}) => (callers.test(importer) ? {path, namespace: 'called-late'} : undefined),
		);
		build.onLoad({filter: /.*/, namespace: 'called-late'}, ({path}) => ({
			contents: [
				`let made; const all = () => (made ??= process.getBuiltinModule('${path}'));`,
				...calledLate[path].map(
					name => `export const ${name} = (...given) => all().${name}(...given);`,
				),
			].join('\n'),
			loader: 'js',
		}));
		// One for each that imports it, which goes where that goes: shared, it would be a file of its own.
		build.onResolve({filter: /^(?:node:)?process$/}, ({kind, importer}) => ({
			path: relative(root, importer),
			namespace: kind === 'import-statement' ? 'global-process' : 'global-process-required',
		}));
		const taken = what => `/* @__PURE__ */ (() => ${what})()`;
		build.onLoad({filter: /.*/, namespace: 'global-process'}, () => ({
			contents: [
				`export default ${taken('process')};`,
				...['cwd', 'env', 'versions'].map(
					name => `export const ${name} = ${taken(`process.${name}`)};`,
				),
			].join('\n'),
			loader: 'js',
		}));
		build.onLoad({filter: /.*/, namespace: 'global-process-required'}, () => ({
			contents: 'module.exports = process;',
			loader: 'js',
		}));
	},
};

/** Of its description a part of the SDK tells the version, and nothing else. */
const versionAlone = {
	name: 'version-alone',
	setup(build) {
		build.onLoad({filter: /[\\/]nested-clients[\\/]package\.json$/}, async ({path}) => {
			const {version} = JSON.parse(await readFile(path, 'utf8'));
			return {contents: JSON.stringify({version}), loader: 'json'};
		});
	},
};

/** The demo imitates AWS; what imitates other services is for tests. */
const demoLikeAws = {
	name: 'demo-like-aws',
	setup(build) {
		build.onLoad({filter: /[\\/]sandbox[\\/]personalities[\\/]personalities\.ts$/}, () => ({
			contents: "import {aws} from './aws.js'; export const personalityNamed = () => aws;",
			loader: 'ts',
		}));
	},
};

/** npm gives two packages a copy of the same version of a third: one is enough. */
const oneAnsiStyles = {
	name: 'one-ansi-styles',
	setup(build) {
		build.onResolve({filter: /^ansi-styles$/}, async ({importer, kind, pluginData, resolveDir}) => {
			if (pluginData === 'resolving' || !importer.includes('ansi-tokenize')) return;
			const from = folder =>
				build.resolve('ansi-styles', {kind, resolveDir: folder, pluginData: 'resolving'});
			const [own, other] = [
				await from(resolveDir),
				await from(resolve(resolveDir, '../../../wrap-ansi')),
			];
			const [text, same] = [await readFile(own.path), await readFile(other.path)];
			return text.equals(same) ? other : own;
		});
	},
};

/** What packages hold and this program never runs. `test/build.test.ts` proves of each that it is so. */
export const leftOut = [
	segmentersWhenAsked,
	builtinsWhenAsked,
	oneAnsiStyles,
	// An optional peer that is not installed. Ink looks for it when DEV is `true`, and then for a version to tell it; both
	// with an `await`, which a CommonJS file cannot have.
	changed(
		'ink-without-devtools',
		/[\\/]ink[\\/]build[\\/]reconciler\.js$/,
		{
			from: "if (process.env['DEV'] === 'true') {\n    // Intentionally",
			to: 'if (false) {\n    // Intentionally',
		},
		{
			from: "if (process.env['DEV'] === 'true') {\n    try {\n        const loaded",
			to: 'if (false) {\n    try {\n        const loaded',
		},
	),
	// What Ink draws of an error in a component is gone with its screen; `cli.tsx` tells of it.
	instead('no-overview', /^\.\/ErrorOverview\.js$/, 'export default () => null;'),
	yogaAsFile,
	schemasThatCanBeShaken,
	// Only a command that is a program of its own is run by it; ours are functions.
	changed('commander-without-programs', /[\\/]commander[\\/]lib[\\/]command\.js$/, {
		from: "require('node:child_process')",
		to: 'undefined',
	}),
	// conf checks schemas and migrates between versions only where it is given some.
	instead('no-schemas', /^ajv\/dist\/2020\.js$/, 'export const Ajv2020 = undefined;'),
	instead('no-formats', /^ajv-formats$/, 'export default undefined;'),
	instead('no-versions', /^semver$/, 'export default undefined;'),
	// It looks for a folder only where it is given none.
	changed(
		'conf-without-folders',
		/[\\/]conf[\\/]dist[\\/]source[\\/]index\.js$/,
		{from: "import envPaths from 'env-paths';\n", to: ''},
		{
			from: 'envPaths(options.projectName, { suffix: options.projectSuffix }).config',
			to: 'undefined',
		},
	),
	// For browsers: it reads what one calls itself.
	instead('no-browsers', /^bowser$/, 'export default undefined;'),
	// ansi-escapes asks whether it is in a browser, and this reads all that could tell where it is.
	instead('no-environments', /^environment$/, 'export const isBrowser = false;'),
	// In no chain of credentials: only who calls it has it.
	instead(
		'no-cognito',
		/^@aws-sdk\/credential-provider-cognito-identity$/,
		'export const fromCognitoIdentity = undefined, fromCognitoIdentityPool = undefined;',
	),
	// It tries again where too many files are open. What takes locks calls nothing that it changes.
	instead('plain-fs', /^graceful-fs$/, "module.exports = require('node:fs');"),
	versionAlone,
	demoLikeAws,
	// It tells which request of a Lambda function it is, and partway runs in none.
	instead(
		'no-lambda',
		/^@aws\/lambda-invoke-store$/,
		'export const InvokeStore = {getInstanceAsync: async () => undefined};',
	),
	// The SDK asks for the name of this class, and takes any other for a logger that was given.
	changed('sdk-with-a-name', /[\\/]smithy-client[\\/]NoOpLogger\.js$/, {
		from: 'export class NoOpLogger {',
		to: "export class NoOpLogger { static name = 'NoOpLogger';",
	}),
];
