// Writes what docs/ takes from the source: keys, options, exit codes, commands, who holds uploads open on
// purpose, what failures mean, what is known and measured of services, and what is tried of one. With --check it only says whether one of them is stale.
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';
import {codesText, messagesText} from './failures-doc.mjs';
import {makersText} from './makers-doc.mjs';
import {checksText, measuredText, servicesText} from './services-doc.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const measured = join(root, 'test/servers/measured');
const folder = await mkdtemp(join(tmpdir(), 'partway-docs-'));
try {
	await esbuild.build({
		absWorkingDir: root,
		entryPoints: {
			keys: 'source/ui/keys/key-table.ts',
			commands: 'source/commands/command-table.ts',
			makers: 'source/multipart/makers/maker-table.ts',
			makerSources: 'source/multipart/makers/maker-sources.ts',
			services: 'source/multipart/services/service-table.ts',
			hints: 'source/s3/failure/hints.ts',
			hintWords: 'source/text/failure/hint-words.ts',
			hintSamples: 'test/text/hint-samples.ts',
			checkWords: 'source/text/conformance/check-words.ts',
		},
		outdir: folder,
		outExtension: {'.js': '.mjs'},
		bundle: true,
		splitting: true,
		platform: 'node',
		format: 'esm',
		logLevel: 'warning',
		banner: {
			js: "import {createRequire as createRequireForBundle} from 'node:module';const require=createRequireForBundle(import.meta.url);",
		},
	});
	const load = name => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
	const {keyTable} = await load('keys');
	const {commandTables} = await load('commands');
	const {makerTable, tusd} = await load('makers');
	const {makerSources} = await load('makerSources');
	const {services} = await load('services');
	const names = (await readdir(measured)).filter(name => name.endsWith('.json')).sort();
	const reports = await Promise.all(
		names.map(async name => JSON.parse(await readFile(join(measured, name), 'utf8'))),
	);
	await keep('docs/keys.md', {keys: keyTable()});
	await keep('docs/commands.md', commandTables());
	await keep('docs/held.md', {
		makers: makersText([...makerTable, tusd].map(maker => ({...maker, ...makerSources[maker.id]}))),
	});
	const failures = {...(await load('hints')), ...(await load('hintWords'))};
	const {hintSamples} = await load('hintSamples');
	await keep('docs/troubleshooting.md', {
		codes: codesText(failures),
		messages: messagesText(failures, hintSamples),
	});
	const {checkWords} = await load('checkWords');
	await keep('docs/services.md', {
		checks: checksText(checkWords),
		services: servicesText(services),
		measured: measuredText(reports),
	});
} finally {
	await rm(folder, {recursive: true, force: true});
}

/** Puts texts in their places of a file; with --check it only says whether they are there. */
async function keep(name, places) {
	const path = resolve(root, name);
	const text = await readFile(path, 'utf8');
	let wanted = text;
	for (const [of, table] of Object.entries(places)) {
		const place = new RegExp(`(<!-- ${of} -->\\n)[\\s\\S]*?(<!-- /${of} -->)`);
		if (!place.test(wanted)) throw new Error(`${name} has no place for its ${of}.`);
		wanted = wanted.replace(place, (_, start, end) => `${start}\n${table}\n\n${end}`);
	}
	if (!process.argv.includes('--check')) await writeFile(path, wanted);
	else if (wanted !== text) {
		console.error(`${name} is stale: its tables are not those of the program. Run: npm run docs`);
		process.exitCode = 1;
	}
}
