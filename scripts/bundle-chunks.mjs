import {readFile} from 'node:fs/promises';
import {isBuiltin} from 'node:module';
import {dirname, relative, resolve} from 'node:path';

/**
 * Node takes about a millisecond for each file, whatever it holds. esbuild writes one for each `import()` and one for
 * each set of them that share code: 139 for this program. Here what is needed at one moment is one file.
 *
 * The modules of `source` that are imported late, by the moment.
 */
const groups = {
	app: ['ui/start', 's3/thread/gateway-thread'],
	// What the app draws over its first screens, read right after its first frame.
	views: ['ui/late/views'],
	// What the app needs after its first frame.
	session: [
		'profiles/resolve/resolve',
		'profiles/resolve/sources',
		'session/connections/connections',
		'session/parts/parts-files',
		'session/abort-run/failures-file',
		'session/abort-run/plan-run',
		'operations/abort-run/abort-empty',
		'operations/connection-test/test-connection',
		'operations/complete/complete',
		'operations/scan/listed-here',
	],
	// The rules of buckets as documents, once one is read.
	rules: [
		'multipart/rules/lifecycle-document',
		'multipart/rules/xml-tree',
		'operations/rules/settle-rules',
		'operations/rules/rules',
		'operations/metrics/cleans-up',
		'session/rules/rules-work',
	],
	// Finishing an upload from a file, once that is asked for.
	rescue: [
		'operations/rescue/local-file',
		'operations/rescue/prepare',
		'operations/rescue/rescue',
		'session/rescue/rescue-files',
	],
	// The commands that send requests. The app has the gateway in a thread; without one, in tests, it takes this.
	requests: [
		'commands/base/output/words',
		'commands/base/output/error-fields',
		'commands/list/list',
		'commands/parts/parts',
		'commands/complete/complete',
		'commands/abort/abort',
		'commands/history/history',
		'commands/rules/list',
		'commands/rules/change',
		'commands/rescue/rescue',
		'commands/metrics/metrics',
		'commands/profiles/test',
		'commands/profiles/conformance/conformance',
		's3/gateway/aws-gateway',
	],
	// The commands that send none, and what a shell runs when TAB is pressed.
	files: [
		'commands/profiles/list',
		'commands/profiles/import',
		'commands/profiles/change',
		'commands/profiles/remove',
		'commands/completion/names',
		'commands/completion/scripts',
	],
	// What other tools can connect to, once connections are named or listed.
	tools: ['profiles/foreign/read-foreign'],
	demo: ['commands/demo'],
};

const sharing = [
	'app',
	'views',
	'session',
	'rules',
	'rescue',
	'requests',
	'files',
	'tools',
	'demo',
];

const sdk = /(?:^|[\\/])node_modules[\\/]@(?:aws-sdk|smithy)[\\/]/;

/**
 * Makes one file of each group, and one of what several of them share. Whatever is loaded late imports what `cli.tsx`
 * does, since that is there by then, and what the SDK imports late imports the gateway: it keeps these in one file each.
 *
 * @param {string} root the folder of `cli.tsx`
 * @param {readonly string[]} shared as `sharedModules` says; without it the build is only good for asking that
 */
export function oneFileForEachMoment(root, shared = []) {
	const source = resolve(root, 'source');
	const groupOf = new Map();
	for (const [group, names] of Object.entries(groups))
		for (const name of names) groupOf.set(name, group);
	const own = name => JSON.stringify(`./source/${name}.js`);
	const nameOf = (path, importer) =>
		relative(source, resolve(dirname(importer), path))
			.replaceAll('\\', '/')
			.replace(/\.js$/, '');
	const importsOfCli = async () => {
		const text = await readFile(resolve(root, 'cli.tsx'), 'utf8');
		const imports = text.matchAll(/^import (?!type )(?:[^;]* from )?'([^']+)';$/gm);
		return Array.from(imports, ([, path]) => path)
			.filter(path => path.startsWith('.'))
			.map(path => `import ${JSON.stringify(path)};`);
	};
	return {
		name: 'one-file-for-each-moment',
		setup(build) {
			const found = new Set();
			build.onResolve({filter: /.*/}, async ({kind, path, importer, resolveDir, pluginData}) => {
				if (kind !== 'dynamic-import' || isBuiltin(path) || pluginData === 'resolving') return;
				if (path.startsWith('.') && !importer.includes('node_modules')) {
					const name = nameOf(path, importer);
					const group = groupOf.get(name);
					found.add(name);
					if (group !== undefined) return {path: group, namespace: 'group'};
					throw new Error(`${name} is imported late: give it a group in bundle-chunks.mjs.`);
				}
				const late = await build.resolve(path, {
					kind,
					importer,
					resolveDir,
					pluginData: 'resolving',
				});
				// What is left out is never reached: no file for it.
				return late.namespace === 'file'
					? {...late, path: relative(root, late.path), namespace: 'late'}
					: {path: 'requests', namespace: 'group'};
			});
			build.onLoad({filter: /.*/, namespace: 'group'}, async ({path}) => ({
				resolveDir: root,
				contents: [
					...(await importsOfCli()),
					...(sharing.includes(path) ? shared : []).map(name => `import ${own(name)};`),
					...groups[path].map(name => `export * from ${own(name)};`),
				].join('\n'),
			}));
			build.onLoad({filter: /.*/, namespace: 'late'}, async ({path}) => ({
				resolveDir: root,
				contents: [
					...(await importsOfCli()),
					`export * from ${JSON.stringify(`./${path}`)};`,
					sdk.test(path)
						? `import ${own('s3/gateway/aws-gateway')};`
						: `export {default} from ${JSON.stringify(`./${path}`)};`,
				].join('\n'),
			}));
			build.onResolve({filter: /gateway-worker\.ts$/}, ({kind}) =>
				kind === 'entry-point'
					? {path: 's3/thread/gateway-worker', namespace: 'thread'}
					: undefined,
			);
			build.onLoad({filter: /.*/, namespace: 'thread'}, async ({path}) => ({
				resolveDir: root,
				contents: [...(await importsOfCli()), `import ${own(path)};`].join('\n'),
			}));
			build.onEnd(() => {
				const lost = [...groupOf.keys()].filter(name => !found.has(name));
				if (lost.length > 0) throw new Error(`Nothing imports these late: ${lost.join(', ')}.`);
			});
		},
	};
}

/**
 * The modules of `source`, without suffix, that more than one group needs and `cli.tsx` does not.
 *
 * @param {import('esbuild').Metafile} metafile of a build with splitting
 * @returns {string[]}
 */
export function sharedModules({outputs}) {
	const loads = new Map();
	const counted = (path, entry, seen = new Set()) => {
		if (seen.has(path)) return;
		seen.add(path);
		for (const input of Object.keys(outputs[path].inputs)) {
			const name = /^source\/(.+)\.tsx?$/.exec(input)?.[1];
			if (name !== undefined) loads.set(name, (loads.get(name) ?? new Set()).add(entry));
		}
		for (const {kind, path: imported, external} of outputs[path].imports)
			if (kind === 'import-statement' && !external) counted(imported, entry, seen);
	};
	for (const [path, {entryPoint}] of Object.entries(outputs)) {
		const group = entryPoint === 'cli.tsx' ? 'cli' : entryPoint?.replace(/^group:/, '');
		if (group === 'cli' || sharing.includes(group)) counted(path, group);
	}
	return [...loads]
		.filter(([, entries]) => entries.size > 1 && !entries.has('cli'))
		.map(([name]) => name)
		.sort();
}
