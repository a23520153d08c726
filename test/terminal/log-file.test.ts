import {closeSync, readdirSync, readlinkSync} from 'node:fs';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openLog} from '../../source/terminal/log-file.js';

async function logFile(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'partway-log-'));
	onTestFinished(() => rm(folder, {recursive: true}));
	return join(folder, 'requests.log');
}

async function linesOf(path: string): Promise<unknown[]> {
	const text = await readFile(path, 'utf8');
	expect(text.endsWith('\n')).toBe(true);
	return text
		.slice(0, -1)
		.split('\n')
		.map(line => JSON.parse(line));
}

test('an entry is a line of JSON', async () => {
	const path = await logFile();
	const log = openLog(path);
	log({operation: 'ListParts', status: 200, requestId: undefined});
	log({operation: 'HeadObject', status: 404, milliseconds: 12});
	expect(await linesOf(path)).toEqual([
		{operation: 'ListParts', status: 200},
		{operation: 'HeadObject', status: 404, milliseconds: 12},
	]);
});

test('only its owner can read it', async () => {
	const path = await logFile();
	openLog(path);
	expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('what is in it already stays', async () => {
	const path = await logFile();
	await writeFile(path, '{"before":true}\n');
	openLog(path)({after: true});
	expect(await linesOf(path)).toEqual([{before: true}, {after: true}]);
});

test('whatever is logged, reading it in a terminal is harmless, and nothing is lost', async () => {
	const path = await logFile();
	const entry = {
		output: 'a\u001b[31m\u0007\nb\r\u007f\u009b1m\u202e写真🎬\ud800',
		'k\u001b\u2028': 1,
	};
	openLog(path)(entry);
	const bytes = await readFile(path);
	expect([...bytes].filter(byte => byte !== 0x0a && (byte < 0x20 || byte > 0x7e))).toEqual([]);
	expect(bytes.filter(byte => byte === 0x0a)).toHaveLength(1);
	expect(await linesOf(path)).toEqual([entry]);
});

test('a file that cannot be opened is told at once', async () => {
	expect(() => openLog('/proc/no/such/folder/log')).toThrow(/ENOENT/);
});

test('the null device may be named: there is no log then', () => {
	expect(() => openLog('/dev/null')({first: true})).not.toThrow();
});

test.each(['/dev/zero', '/dev/full', tmpdir()])('what is no file is refused: %s', path => {
	expect(() => openLog(path)).toThrow(/it is a (device|folder), and no regular file: /);
});

test.runIf(process.platform === 'linux')(
	'what cannot be written later on ends the log, not the program',
	async () => {
		const path = await logFile();
		const log = openLog(path);
		// As after a full disk, the system refuses each write.
		closeSync(descriptorOf(path));
		expect(() => {
			log({first: true});
			log({second: true});
		}).not.toThrow();
		expect(await readFile(path, 'utf8')).toBe('');
	},
);

function descriptorOf(path: string): number {
	const found = readdirSync('/proc/self/fd').find(name => {
		try {
			return readlinkSync(`/proc/self/fd/${name}`) === path;
		} catch {
			return false;
		}
	});
	return Number(found);
}
