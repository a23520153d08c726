import {mkdir, mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {homedir, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {completePath, mostNames} from '../../../source/terminal/local-file/path-completion.js';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-tab-'));
	await mkdir(join(folder, 'tapes'));
	for (const name of ['tape-1.tar', 'tape-2.tar', '.hidden', 'über.mov', 'bad\u{1b}[31m.bin'])
		await writeFile(join(folder, name), '');
	await symlink(join(folder, 'tapes'), join(folder, 'link'));
	await symlink(join(folder, 'gone'), join(folder, 'broken'));
	await mkdir(join(folder, 'many'));
	for (let nth = 0; nth < mostNames + 7; nth++)
		await writeFile(join(folder, 'many', `f${String(nth).padStart(3, '0')}`), '');
});

afterAll(() => rm(folder, {recursive: true}));

const at = (typed: string) => completePath(join(folder, typed));

describe('Tab', () => {
	test('completes one match: a file, a folder with a slash, a link to a folder too', async () => {
		expect(await at('tape-1')).toEqual({
			...{text: join(folder, 'tape-1.tar'), more: 0},
			names: ['tape-1.tar'],
		});
		expect((await at('tapes')).text).toBe(`${folder}/tapes/`);
		expect((await at('li')).text).toBe(`${folder}/link/`);
		expect((await at('br')).text).toBe(`${folder}/broken`);
	});

	test('goes as far as several agree, and lists them', async () => {
		const {text, names} = await at('ta');
		expect(text).toBe(`${folder}/tape`);
		expect(names).toEqual(['tape-1.tar', 'tape-2.tar', 'tapes/']);
	});

	test('shows hidden ones only when a dot is typed, and whatever a name holds', async () => {
		expect((await completePath(`${folder}/`)).names).not.toContain('.hidden');
		expect((await at('.h')).text).toBe(`${folder}/.hidden`);
		expect((await at('bad')).text).toBe(`${folder}/bad\u{1b}[31m.bin`);
		expect((await at('ü')).text).toBe(`${folder}/über.mov`);
	});

	test('leaves what nothing begins with as it is, in a folder that is not there too', async () => {
		expect(await at('nothing')).toEqual({text: join(folder, 'nothing'), names: [], more: 0});
		expect(await at('none/x')).toEqual({text: join(folder, 'none/x'), names: [], more: 0});
	});

	test('counts what is too many to list', async () => {
		const {names, more} = await completePath(`${folder}/many/f`);
		expect([names.length, more]).toEqual([mostNames, 7]);
	});

	test('knows the home folder, which stays a tilde', async () => {
		expect((await completePath('~')).text).toBe('~/');
		const [inHome, plain] = await Promise.all([completePath('~/'), completePath(`${homedir()}/`)]);
		expect(inHome.names).toEqual(plain.names);
	});
});
