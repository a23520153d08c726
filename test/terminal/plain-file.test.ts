import {execFileSync} from 'node:child_process';
import {closeSync} from 'node:fs';
import {mkdtemp, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openPlain, openPlainSync, readPlainSync} from '../../source/terminal/plain-file.js';

const MiB = 1024 * 1024;
let folder: string;
const server = createServer();

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-plain-'));
	execFileSync('mkfifo', [join(folder, 'pipe')]);
	await symlink(join(folder, 'pipe'), join(folder, 'link'));
	await new Promise<void>(resolve => server.listen(join(folder, 'socket'), resolve));
});

afterAll(async () => {
	server.close();
	await rm(folder, {recursive: true});
});

describe.each([
	['a pipe that nobody writes to', 'pipe', 'it is a named pipe'],
	['a link to one', 'link', 'it is a named pipe'],
	['a socket', 'socket', 'it is a socket'],
	['a folder', '.', 'it is a folder'],
	['a device without an end', '/dev/zero', 'it is a device'],
	['a terminal or none', '/dev/tty', 'it is a device'],
	['the null device', '/dev/null', 'it is a device'],
])('%s', (_, name, why) => {
	test.each(['r', 'a'] as const)('is not opened: %s', async how => {
		const file = name.startsWith('/') ? name : join(folder, name);
		await expect(openPlain(file, how)).rejects.toThrow(why);
		expect(() => openPlainSync(file, how)).toThrow(why);
		expect(() => readPlainSync(file, MiB)).toThrow(why);
	});
});

describe('a regular file', () => {
	test('is read whole, up to the limit and no further', async () => {
		const file = join(folder, 'text');
		await writeFile(file, 'é'.repeat(5000));
		expect(readPlainSync(file, 10_000).toString('utf8')).toBe('é'.repeat(5000));
		await truncate(file, MiB);
		expect(readPlainSync(file, MiB)).toHaveLength(MiB);
		await truncate(file, MiB + 1);
		expect(() => readPlainSync(file, MiB)).toThrow('it is larger than 1 MiB');
	});

	test('of three gigabytes is not read at all', async () => {
		const file = join(folder, 'sparse');
		await writeFile(file, '');
		await truncate(file, 3 * 1024 * MiB);
		expect(() => readPlainSync(file, MiB)).toThrow('it is larger than 1 MiB');
	});

	test.runIf(process.platform === 'linux')('that tells no size is read to its end', () => {
		expect(readPlainSync('/proc/self/status', MiB).toString('utf8')).toContain('Pid:');
	});

	test('that is not there is made only to append to', async () => {
		await expect(openPlain(join(folder, 'none'), 'r')).rejects.toThrow('ENOENT');
		await (await openPlain(join(folder, 'made'), 'a', 0o600)).close();
		closeSync(openPlainSync(join(folder, 'made'), 'r'));
	});
});

test('the null device is an empty file where that may be meant', () => {
	expect(readPlainSync('/dev/null', MiB, {orNull: true})).toHaveLength(0);
	expect(() => readPlainSync('/dev/zero', MiB, {orNull: true})).toThrow('it is a device');
});
