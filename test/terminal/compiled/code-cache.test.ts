import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setFlagsFromString} from 'node:v8';
import {Script} from 'node:vm';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {compileLate} from '../../../source/commands/base/output/compile-late.js';
import {keepHeapSmall} from '../../../source/commands/base/output/heap.js';
import {type Extensions, keepCode} from '../../../source/terminal/compiled/code-cache.js';
import {resetV8Flags} from '../../../source/terminal/compiled/v8-flags.js';

const require = createRequire(import.meta.url);

let base: string;
let folder: string;
let program: string;
beforeEach(async () => {
	// Commands that ran in this process before may have set others.
	resetV8Flags();
	base = await mkdtemp(join(tmpdir(), 'partway-code-'));
	folder = join(base, 'compiled');
	program = join(base, 'chunks/');
	await Promise.all([mkdir(folder), mkdir(program)]);
	await writeProgram('kept');
	await writeFile(join(program, 'other.js'), 'exports.name = "other";');
});
afterEach(() => rm(base, {recursive: true}));

const writeProgram = (word: string) =>
	writeFile(
		join(program, 'some.js'),
		`exports.stack = () => new Error().stack; exports.word = () => ${JSON.stringify(word)};
		exports.other = require('./other.js'); exports.where = [__filename, __dirname, module.exports === exports];`,
	);

type Some = {
	word(): string;
	stack(): string;
	where: unknown[];
	other: {name: string};
};

/** Requires `some.js` as a process of its own would; gives what it exports, and whether it was compiled. */
function run(): {some: Some; kept: () => void} {
	const {_extensions} = require('node:module') as {_extensions: Extensions};
	const extensions = {..._extensions};
	const keep = keepCode(folder, program, extensions);
	const load = (file: string): unknown => {
		const module = {exports: {}, require: (path: string) => load(join(program, path))};
		extensions['.js']?.(module, file);
		return module.exports;
	};
	return {some: load(join(program, 'some.js')) as Some, kept: keep};
}

const namesIn = async () => (await readdir(folder)).map(name => name.replace(/-\d+$/, '')).sort();

test('what was compiled is kept, and taken the next time', async () => {
	const first = run();
	expect(first.some.word()).toBe('kept');
	expect(await namesIn()).toEqual([]);
	first.kept();
	expect(await namesIn()).toEqual(['other.js', 'some.js']);

	const data = vi.spyOn(Script.prototype, 'createCachedData');
	const second = run();
	expect(second.some.word()).toBe('kept');
	expect(second.some.other).toEqual({name: 'other'});
	second.kept();
	expect(data).not.toHaveBeenCalled();
	data.mockRestore();
});

test('it is kept under the flags of the start, whatever a listing sets of V8 meanwhile', async () => {
	const {kept} = run();
	keepHeapSmall()(1_000_000);
	compileLate();
	kept();
	expect(await namesIn()).toEqual(['other.js', 'some.js']);
});

test('a file runs as Node has it: its place, what it exports, the columns of its first line', () => {
	const {some} = run();
	expect(some.where).toEqual([join(program, 'some.js'), program.slice(0, -1), true]);
	expect(some.stack()).toContain(`${join(program, 'some.js')}:1:23`);
});

test('other files are left to Node', () => {
	const before = vi.fn();
	const extensions: Extensions = {'.js': before};
	keepCode(folder, program, extensions);
	extensions['.js']?.({exports: {}, require: () => {}}, join(base, 'elsewhere.js'));
	expect(before).toHaveBeenCalledOnce();
});

describe('what is kept and broken never harms, and is made anew', () => {
	async function broken(change: (whole: Buffer) => Buffer) {
		run().kept();
		const path = join(folder, (await readdir(folder)).find(name => name.startsWith('some'))!);
		const whole = await readFile(path);
		await writeFile(path, change(whole));
		const after = run();
		expect(after.some.word()).toBe('kept');
		after.kept();
		expect(await readFile(path)).not.toEqual(change(whole));
		expect(run().some.word()).toBe('kept');
	}

	test.each([0, 1, 8, 100, 500])('cut after %d bytes', bytes =>
		broken(whole => whole.subarray(0, bytes)),
	);

	test.each([0, 5, 8, 30, 200, 600])('another byte at %d', place =>
		broken(whole => {
			const other = Buffer.from(whole);
			other[place]! ^= 0xff;
			return other;
		}),
	);

	test('something else', () => broken(() => Buffer.from('something else')));

	test('that of another text of the same length', async () => {
		run().kept();
		await writeProgram('came');
		expect(run().some.word()).toBe('came');
	});
});

test('what was swept away by another partway is compiled anew, and kept again', async () => {
	run().kept();
	const running = run();
	for (const name of await readdir(folder)) await rm(join(folder, name));
	expect(running.some.word()).toBe('kept');
	running.kept();
	const next = run();
	expect(next.some.word()).toBe('kept');
	next.kept();
	expect(await namesIn()).toEqual(['other.js', 'some.js']);
});

test('text beyond ASCII is read as it is', async () => {
	await writeProgram('geführt ✓');
	const {some, kept} = run();
	expect(some.word()).toBe('geführt ✓');
	kept();
	expect(run().some.word()).toBe('geführt ✓');
});

test('nothing is kept where nothing can be written', async () => {
	await rm(folder, {recursive: true});
	await writeFile(folder, '');
	const {some, kept} = run();
	expect(some.word()).toBe('kept');
	expect(kept).not.toThrow();
});

test('what was compiled with other flags is not kept: it would be refused for good', async () => {
	setFlagsFromString('--heap-growing-percent=20');
	const {kept} = run();
	kept();
	expect(await namesIn()).toEqual([]);
	// The flags are those of the start again.
	run().kept();
	expect(await namesIn()).toEqual(['other.js', 'some.js']);
});
