import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import type {Profile} from '../../../source/profiles/store/profile.js';
import {openProfileStore} from '../../../source/profiles/store/store.js';
import {buildChild} from '../../support/child.js';

let scratch: string;
let child: string;
let folders = 0;
const children = new Set<ChildProcess>();

beforeAll(async () => {
	scratch = await mkdtemp(join(tmpdir(), 'partway-stores-'));
	child = await buildChild(join(import.meta.dirname, 'store-child.ts'), scratch);
});

afterEach(() => {
	for (const one of children) one.kill('SIGKILL');
});

afterAll(async () => {
	await rm(scratch, {recursive: true});
});

const newFolder = () => join(scratch, `config-${folders++}`);
const open = (folder: string) => openProfileStore({PARTWAY_CONFIG_DIR: folder});
const counter = (number: number): Profile => ({
	name: 'counter',
	region: `r-${number}`,
	credentials: {kind: 'environment'},
});

function start(folder: string, ...args: string[]): ChildProcess {
	const started = spawn(process.execPath, [child, ...args], {
		env: {...process.env, PARTWAY_CONFIG_DIR: folder},
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	children.add(started);
	started.on('exit', () => children.delete(started));
	return started;
}

/** A store with a few dozen profiles, so that a write takes a moment, and the counter at 0. */
async function planted(folder: string): Promise<string> {
	const keys = {kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 'SECRET1'} as const;
	const filler = Array.from({length: 60}, (_, at) => [
		`filler-${at}`,
		{
			endpoint: `https://s3-${at}.example.com`,
			defaultTarget: `s3://b/${'x'.repeat(200)}`,
			credentials: keys,
		},
	]);
	mkdirSync(folder, {recursive: true});
	const file = join(folder, 'config.json');
	writeFileSync(file, JSON.stringify({version: 1, profiles: Object.fromEntries(filler)}));
	await open(folder).add(counter(0));
	return readFileSync(file, 'utf8');
}

/** Kills a writer in the middle of its loop; what the file must hold is the last number told, or the one after. */
async function killed(): Promise<{readonly wasWriting: boolean}> {
	const folder = newFolder();
	const text = await planted(folder);
	const writer = start(folder, 'loop', '0');
	let told = 0;
	const lines = createInterface(writer.stdout!);
	lines.on('line', line => {
		told = Number(line);
	});
	await once(lines, 'line');
	// Anywhere in the next few writes.
	await new Promise(resolve => setTimeout(resolve, Math.random() * 12));
	writer.kill('SIGKILL');
	await Promise.all([once(writer, 'exit'), once(lines, 'close')]);
	const file = join(folder, 'config.json');
	const after = readFileSync(file, 'utf8');
	const version = (number: number) => text.replace('"r-0"', `"r-${number}"`);
	expect([version(told), version(told + 1)]).toContain(after);
	const left = readdirSync(folder).filter(name => name !== 'config.json');
	for (const name of left) {
		const {mode} = statSync(join(folder, name));
		// Half a store may hold keys: for its owner only, as the store is.
		if (name.includes('.tmp-')) expect(mode & 0o777).toBe(0o600);
		// Nobody renews it any more: as if five seconds had passed.
		else utimesSync(join(folder, name), 0, 0);
	}
	await open(folder).replace(open(folder).get('counter')!, counter(-1));
	expect(open(folder).get('counter')).toEqual(counter(-1));
	expect(open(folder).list()).toHaveLength(61);
	expect(readdirSync(folder)).toEqual(['config.json']);
	await rm(folder, {recursive: true});
	return {wasWriting: left.length > 0};
}

test('after each of 200 kills the file is the old or the new one, and the next partway writes', async () => {
	let kills = 0;
	let inTheMiddle = 0;
	const lane = async () => {
		while (kills++ < 200) inTheMiddle += (await killed()).wasWriting ? 1 : 0;
	};
	await Promise.all([lane(), lane(), lane()]);
	// Else the kills fell between the writes, and nothing was tried.
	expect(inTheMiddle).toBeGreaterThan(20);
}, 900_000);

test('three partways that add profiles at once lose none', async () => {
	const folder = newFolder();
	const writers = ['a', 'b', 'c'].map(name => start(folder, 'add', name));
	const codes = await Promise.all(writers.map(async writer => (await once(writer, 'exit'))[0]));
	expect(codes).toEqual([0, 0, 0]);
	const names = open(folder)
		.list()
		.map(({name}) => name);
	expect(names).toHaveLength(75);
	expect(new Set(names).size).toBe(75);
});

test('one that finds the file damaged keeps it once, however many look at it', async () => {
	const folder = newFolder();
	mkdirSync(folder);
	writeFileSync(join(folder, 'config.json'), 'garbage');
	const writers = ['a', 'b', 'c'].map(name => start(folder, 'add', name));
	await Promise.all(writers.map(async writer => once(writer, 'exit')));
	expect(open(folder).list()).toHaveLength(75);
	const kept = readdirSync(folder).filter(name => name.includes('damaged'));
	expect(kept.map(name => readFileSync(join(folder, name), 'utf8'))).toEqual(['garbage']);
});
