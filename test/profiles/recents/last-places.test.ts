import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {build} from 'esbuild';
import {expect, onTestFinished, test} from 'vitest';
import {
	lastPlacesFile,
	readLastPlaces,
	rememberPlace,
} from '../../../source/profiles/recents/last-places.js';
import type {VisitedPlace} from '../../../source/profiles/recents/visited-place.js';

const place = (bucket: string, time = 1): VisitedPlace => ({
	connection: 'own:lab',
	endpoint: 'http://127.0.0.1:1',
	bucket,
	prefix: '',
	time,
});

async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), 'partway-places-'));
	onTestFinished(() => rm(made, {recursive: true}));
	return join(made, 'state');
}

test('the latest is first and stands once; the oldest are forgotten', async () => {
	const at = await folder();
	expect(readLastPlaces(at)).toEqual({places: []});
	for (let count = 1; count <= 50; count++) await rememberPlace(at, place(`b${count}`, count));
	await rememberPlace(at, place('b20', 51));
	const {places} = readLastPlaces(at);
	expect(places.slice(0, 3).map(({bucket}) => bucket)).toEqual(['b20', 'b50', 'b49']);
	expect(places).toHaveLength(40);
	expect(new Set(places.map(({bucket}) => bucket)).size).toBe(40);
	expect((await stat(lastPlacesFile(at))).mode & 0o777).toBe(0o600);
	expect((await stat(at)).mode & 0o777).toBe(0o700);
	expect(await readdir(at)).toEqual(['last-places.json']);
});

test.each([
	['no JSON', '{"places": ['],
	['no list', '{"places": 5}'],
	[
		'a wrong row',
		'{"places": [{"connection": "own:a", "endpoint": "e", "bucket": "", "prefix": "", "time": 1}]}',
	],
	[
		'a row without a time',
		'{"places": [{"connection": "own:a", "endpoint": "e", "bucket": "b", "prefix": ""}]}',
	],
	['null', 'null'],
])(
	'a damaged file (%s) is forgotten and named, and the next visit begins anew',
	async (_, text) => {
		const at = await folder();
		await rememberPlace(at, place('a'));
		await writeFile(lastPlacesFile(at), text);
		const {places, problem} = readLastPlaces(at);
		expect(places).toEqual([]);
		expect(problem).toContain(lastPlacesFile(at));
		await rememberPlace(at, place('b'));
		expect(readLastPlaces(at)).toEqual({places: [place('b')]});
	},
);

test('two partways at once lose no place of each other, and the file is whole at any moment', async () => {
	const at = await folder();
	await rememberPlace(at, place('first'));
	const child = join(at, '..', 'child.mjs');
	await build({
		entryPoints: [join(import.meta.dirname, 'last-places-child.ts')],
		bundle: true,
		platform: 'node',
		format: 'esm',
		banner: {
			js: "import {createRequire} from 'node:module';const require=createRequire(import.meta.url);",
		},
		outfile: child,
		logLevel: 'error',
	});
	const children = ['x', 'y'].map(name =>
		spawn(process.execPath, [child, at, name], {stdio: 'inherit'}),
	);
	let running = children.length;
	const ended = Promise.all(
		children.map(async child => {
			const [code] = await once(child, 'exit');
			running--;
			expect(code).toBe(0);
		}),
	);
	while (running > 0) {
		JSON.parse(await readFile(lastPlacesFile(at), 'utf8'));
		await new Promise(setImmediate);
	}
	await ended;
	const buckets = new Set(readLastPlaces(at).places.map(({bucket}) => bucket));
	for (const name of ['x', 'y'])
		for (let count = 1; count <= 15; count++) expect(buckets).toContain(`${name}${count}`);
});

test('what is no file is not read, nor taken away, and it is told', async () => {
	const at = await folder();
	await mkdir(at);
	execFileSync('mkfifo', [lastPlacesFile(at)]);
	const told = readLastPlaces(at);
	expect(told.places).toEqual([]);
	expect(told.problem).toMatch(/last-places\.json cannot be read: it is a named pipe\.$/);
	await rememberPlace(at, place('b'));
	expect((await stat(lastPlacesFile(at))).isFIFO()).toBe(true);
});
