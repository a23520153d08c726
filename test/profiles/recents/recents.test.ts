import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {RecentLocation} from '../../../source/profiles/recents/recent-location.js';
import {
	readRecents,
	recentsFile,
	rememberLocation,
} from '../../../source/profiles/recents/recents.js';
import {buildChild} from '../../support/child.js';

const location = (bucket: string, time = 1): RecentLocation => ({
	connection: 'own:lab',
	endpoint: 'http://127.0.0.1:1',
	bucket,
	prefix: '',
	time,
});

async function folder(): Promise<string> {
	const made = await mkdtemp(join(tmpdir(), 'partway-recents-'));
	onTestFinished(() => rm(made, {recursive: true}));
	return join(made, 'state');
}

test('the latest is first and stands once; the oldest are forgotten', async () => {
	const at = await folder();
	expect(readRecents(at)).toEqual({content: []});
	for (let count = 1; count <= 50; count++)
		await rememberLocation(at, location(`b${count}`, count));
	await rememberLocation(at, location('b20', 51));
	const {content: recents} = readRecents(at);
	expect(recents.slice(0, 3).map(({bucket}) => bucket)).toEqual(['b20', 'b50', 'b49']);
	expect(recents).toHaveLength(40);
	expect(new Set(recents.map(({bucket}) => bucket)).size).toBe(40);
	expect((await stat(recentsFile(at))).mode & 0o777).toBe(0o600);
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
		await rememberLocation(at, location('a'));
		await writeFile(recentsFile(at), text);
		const {content: recents, problem} = readRecents(at);
		expect(recents).toEqual([]);
		expect(problem).toContain(recentsFile(at));
		await rememberLocation(at, location('b'));
		expect(readRecents(at)).toEqual({content: [location('b')]});
	},
);

test('two processes at once lose no location of each other, and the file is whole at any moment', async () => {
	const at = await folder();
	await rememberLocation(at, location('first'));
	const child = await buildChild(join(import.meta.dirname, 'recents-child.ts'), join(at, '..'));
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
		JSON.parse(await readFile(recentsFile(at), 'utf8'));
		await new Promise(setImmediate);
	}
	await ended;
	const buckets = new Set(readRecents(at).content.map(({bucket}) => bucket));
	for (const name of ['x', 'y'])
		for (let count = 1; count <= 15; count++) expect(buckets).toContain(`${name}${count}`);
});

test('what is no file is neither read nor removed, and is named', async () => {
	const at = await folder();
	await mkdir(at);
	execFileSync('mkfifo', [recentsFile(at)]);
	const told = readRecents(at);
	expect(told.content).toEqual([]);
	expect(told.problem).toMatch(/last-places\.json cannot be read: it is a named pipe\.$/);
	await rememberLocation(at, location('b'));
	expect((await stat(recentsFile(at))).isFIFO()).toBe(true);
});
