import {
	chmodSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import Conf from 'conf';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {configVersion} from '../../../source/profiles/store/config-file.js';
import type {Profile} from '../../../source/profiles/store/profile.js';
import {configFolder, openProfileStore, StoreError} from '../../../source/profiles/store/store.js';

const prod: Profile = {
	name: 'oos-prod',
	endpoint: 'https://oos.eu-west-2.outscale.com',
	region: 'eu-west-2',
	credentials: {kind: 'keys', accessKeyId: 'AKIA1', secretAccessKey: 'SECRET1'},
	readOnly: true,
};
const lab: Profile = {name: 'lab.1', credentials: {kind: 'environment'}};

let parent: string;
let folder: string;
let file: string;
const open = () =>
	openProfileStore({PARTWAY_CONFIG_DIR: folder}, () => new Date('2026-11-22T14:53:07.123Z'));
const modeOf = (name: string) => statSync(name).mode & 0o777;

beforeEach(() => {
	parent = mkdtempSync(path.join(tmpdir(), 'partway-store-'));
	folder = path.join(parent, 'made', 'here');
	file = path.join(folder, 'config.json');
});

afterEach(() => {
	rmSync(parent, {recursive: true});
});

function plant(content: string) {
	mkdirSync(folder, {recursive: true});
	writeFileSync(file, content);
}

const stored = (profiles: Record<string, unknown>, version: unknown = 1) =>
	JSON.stringify({version, profiles});

describe('a store', () => {
	test('is empty where there is no file, and reading makes none', () => {
		const store = open();
		expect(store.list()).toEqual([]);
		expect(store.get('oos-prod')).toBeUndefined();
		expect(store.messages).toEqual([]);
		expect(readdirSync(parent)).toEqual([]);
	});

	test('keeps what was put, for the next one too', async () => {
		const store = open();
		await store.add(prod);
		await store.add(lab);
		expect(store.list()).toEqual([prod, lab]);
		expect(open().list()).toEqual([prod, lab]);
		expect(open().get('lab.1')).toEqual(lab);
		await store.replace(lab, {...lab, region: 'eu-west-1'});
		expect(open().get('lab.1')).toEqual({...lab, region: 'eu-west-1'});
		expect(await store.remove('oos-prod')).toBe(true);
		expect(await store.remove('oos-prod')).toBe(false);
		expect(open().list()).toEqual([{...lab, region: 'eu-west-1'}]);
	});

	test('is written with its version, as one whole that conf reads', async () => {
		await open().add(lab);
		const {name: _, ...rest} = lab;
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
			version: configVersion,
			profiles: {'lab.1': rest},
		});
		expect(new Conf({cwd: folder}).path).toBe(file);
		const before = statSync(file).ino;
		await open().add(prod);
		// Another file took its place: nobody ever saw half of one.
		expect(statSync(file).ino).not.toBe(before);
		expect(readdirSync(folder)).toEqual(['config.json']);
	});

	test('is written as one whole in the terminal of a snap too', async () => {
		vi.stubEnv('SNAP', '/snap/code/1');
		await open().add(lab);
		const before = statSync(file).ino;
		await open().add(prod);
		expect(statSync(file).ino).not.toBe(before);
		expect(process.env['SNAP']).toBe('/snap/code/1');
		vi.unstubAllEnvs();
	});

	test('is for its owner only, and becomes so again', async () => {
		await open().add(prod);
		expect(modeOf(file)).toBe(0o600);
		expect(modeOf(folder)).toBe(0o700);
		expect(modeOf(path.dirname(folder))).toBe(0o700);
		chmodSync(file, 0o644);
		open();
		expect(modeOf(file)).toBe(0o600);
	});

	test('leaves the mode of a folder that was there', async () => {
		mkdirSync(folder, {recursive: true, mode: 0o755});
		await open().add(prod);
		expect(modeOf(folder)).toBe(0o755);
		expect(modeOf(file)).toBe(0o600);
	});

	test('sees what another partway wrote, and keeps it', async () => {
		const one = open();
		const other = open();
		await one.add(prod);
		await other.add(lab);
		expect(one.list()).toEqual([prod, lab]);
	});

	test('keeps settings that it does not know', async () => {
		plant(JSON.stringify({version: 1, theme: 'dark', profiles: {}}));
		await open().add(lab);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({theme: 'dark'});
	});

	test('adds a profile only where its name is free', async () => {
		await open().add(lab);
		await expect(open().add({...lab, region: 'x'})).rejects.toThrow(/already: lab\.1/);
		expect(open().list()).toEqual([lab]);
	});

	test('replaces a profile in its place, under another name too, in one write', async () => {
		const store = open();
		await store.add(lab);
		await store.add(prod);
		const moved = {...lab, name: 'lab.2', region: 'eu-west-1'};
		await store.replace(lab, moved);
		expect(open().list()).toEqual([moved, prod]);
		await expect(store.replace(moved, {...moved, name: prod.name})).rejects.toThrow(/already/);
		expect(open().list()).toEqual([moved, prod]);
	});

	test('replaces nothing that another partway changed or removed meanwhile', async () => {
		const store = open();
		await store.add(lab);
		await open().replace(lab, {...lab, readOnly: true});
		await expect(store.replace(lab, {...lab, region: 'x'})).rejects.toThrow(/another partway/);
		expect(open().list()).toEqual([{...lab, readOnly: true}]);
		await open().remove('lab.1');
		await expect(store.replace({...lab, readOnly: true}, lab)).rejects.toThrow(/another partway/);
		expect(open().list()).toEqual([]);
	});

	test('keeps everything that a profile may hold', async () => {
		const full: Profile = {
			...prod,
			service: 'outscale',
			defaultTarget: 's3://media/raw/',
			activeWithin: '30m',
			stalledAfter: '7d',
			protectedPrefixes: ['s3://media/archive/', 'logs/'],
			expectedBucketOwner: '111122223333',
			requestPayer: 'requester',
		};
		await open().add(full);
		expect(open().list()).toEqual([full]);
	});

	test('refuses a profile that is not right', async () => {
		await expect(open().add({...lab, name: 'own:x'})).rejects.toThrow(StoreError);
		expect(readdirSync(parent)).toEqual([]);
	});
});

describe('a damaged file', () => {
	const whole = stored({'lab.1': {credentials: {kind: 'environment'}}});

	test.each([
		['nothing', '', /it is not JSON/],
		['garbage', '\u0000\u0001garbage SECRET1', /it is not JSON/],
		['half of itself', whole.slice(0, -5), /it is not JSON/],
		['an array', '[]', /holds no object/],
		['null', 'null', /holds no object/],
		['text', '"SECRET1"', /holds no object/],
		['no version', '{"profiles":{}}', /version is not a number/],
		['a version that is text', stored({}, '1'), /version is not a number/],
		['version 0', stored({}, 0), /version is not a number/],
		['profiles that are an array', '{"version":1,"profiles":[]}', /profiles are not an object/],
		['profiles that are null', '{"version":1,"profiles":null}', /profiles are not an object/],
	])('holding %s is kept aside, named, and replaced by nothing', async (_, content, why) => {
		plant(content);
		const store = open();
		const aside = path.join(folder, 'config.damaged-2026-11-22T14-53-07Z.json');
		expect(store.list()).toEqual([]);
		expect(readdirSync(folder)).toEqual([path.basename(aside)]);
		expect(readFileSync(aside, 'utf8')).toBe(content);
		expect(modeOf(aside)).toBe(0o600);
		expect(store.messages).toEqual([expect.stringMatching(why)]);
		expect(store.messages[0]).toContain(`kept as ${aside}`);
		expect(store.messages[0]).not.toContain('SECRET1');
		await store.add(lab);
		expect(open().list()).toEqual([lab]);
		expect(readFileSync(aside, 'utf8')).toBe(content);
	});

	test('never takes the place of one that was kept before', () => {
		for (const content of ['first', 'second', 'third']) {
			plant(content);
			open();
		}
		const kept = readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'));
		expect(kept.sort()).toEqual(['first', 'second', 'third']);
	});

	test('that was damaged while the store was open is kept before the next change', async () => {
		const store = open();
		await store.add(prod);
		writeFileSync(file, 'garbage');
		await store.add(lab);
		expect(store.list()).toEqual([lab]);
		expect(readdirSync(folder)).toHaveLength(2);
		expect(store.messages).toHaveLength(1);
	});
});

describe('a file of an older partway', () => {
	const old = JSON.stringify({
		version: 1,
		theme: 'dark',
		profiles: {'lab.1': {credentials: lab.credentials}},
	});

	test('is read as it is, and written in the form of today by the first change', async () => {
		plant(old);
		const store = open();
		expect(store.list()).toEqual([lab]);
		expect(store.messages).toEqual([]);
		expect(readFileSync(file, 'utf8')).toBe(old);
		await store.add(prod);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
			version: configVersion,
			theme: 'dark',
		});
		expect(open().list()).toEqual([lab, prod]);
	});
});

describe('a file that must be left alone', () => {
	test('of a newer partway: it is not read, and no change is made', async () => {
		const content = stored({'lab.1': {credentials: {kind: 'environment'}}}, configVersion + 1);
		plant(content);
		const store = open();
		expect(store.list()).toEqual([]);
		expect(store.messages).toEqual([expect.stringMatching(/newer partway \(version 3/)]);
		await expect(store.add(prod)).rejects.toThrow(/newer partway/);
		await expect(store.remove('lab.1')).rejects.toThrow(/newer partway/);
		expect(readFileSync(file, 'utf8')).toBe(content);
	});

	test('that cannot be read', async () => {
		mkdirSync(file, {recursive: true});
		const store = open();
		expect(store.list()).toEqual([]);
		expect(store.messages).toEqual([expect.stringMatching(/cannot be read \(EISDIR\)/)]);
		await expect(store.add(prod)).rejects.toThrow(/cannot be read/);
	});

	test('a folder that cannot be written to is said, and the file is what it was', async () => {
		// Root may write everywhere but here.
		const proc = openProfileStore({PARTWAY_CONFIG_DIR: '/proc/self'});
		await expect(proc.add(prod)).rejects.toThrow(/config\.json cannot be written \(E\w+\)/);
		plant(stored({'lab.1': {credentials: {kind: 'environment'}}}));
		chmodSync(folder, 0o500);
		if (process.getuid?.() !== 0)
			await expect(open().add(prod)).rejects.toThrow(/cannot be written \(EACCES\)/);
		expect(open().list()).toEqual([lab]);
		chmodSync(folder, 0o700);
	});

	test('a folder that cannot be made is said when something is to be written', async () => {
		mkdirSync(path.dirname(folder), {recursive: true});
		const store = open();
		writeFileSync(folder, 'a file where the folder should be');
		await expect(store.add(prod)).rejects.toThrow(StoreError);
		await expect(store.add(prod)).rejects.toThrow(/ENOTDIR|EEXIST/);
	});
});

describe('profiles in the file that cannot be used', () => {
	const wrong = {
		endpoint: 5,
		credentials: {kind: 'keys', accessKeyId: 'A', secretAccessKey: 'SECRET1'},
	};
	const right = {credentials: {kind: 'environment'}};

	test('are named and kept, and hide no other', async () => {
		plant(stored({wrong, 'lab.1': right, text: 'SECRET1'}));
		const store = open();
		expect(store.list()).toEqual([lab]);
		expect([...store.invalid]).toEqual([
			['wrong', 'The endpoint must be text.'],
			['text', 'A profile must be an object.'],
		]);
		expect(store.messages).toHaveLength(2);
		expect(store.messages.join()).not.toContain('SECRET1');
		await store.add(prod);
		expect(JSON.parse(readFileSync(file, 'utf8')).profiles).toMatchObject({wrong, text: 'SECRET1'});
	});

	test('are overwritten by nothing, and removed when asked', async () => {
		plant(stored({wrong}));
		const store = open();
		await expect(store.add({...lab, name: 'wrong'})).rejects.toThrow(/remove it first/);
		expect(await store.remove('wrong')).toBe(true);
		await store.add({...lab, name: 'wrong'});
		expect(store.list()).toEqual([{...lab, name: 'wrong'}]);
	});
});

test("the folder is the one that was named, or the platform's own", () => {
	expect(configFolder({PARTWAY_CONFIG_DIR: '/a/../b'})).toBe(path.resolve('/b'));
	expect(configFolder({PARTWAY_CONFIG_DIR: ''})).toMatch(/[\\/]partway(?:[\\/]Config)?$/);
});
