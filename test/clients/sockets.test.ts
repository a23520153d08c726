import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import {cancelButton, completable, completeButton, done, listed} from '../program/landmarks.js';
import {keysInEnv, seedMedia, test} from '../program/program-test.js';
import {program} from '../program/pty.js';

/** What a call of the system is about: an address with its port, the path of a socket, or the program that is run. */
function subjectOf(call: string): string {
	const [, port] = /sin6?_port=htons\((\d+)\)/.exec(call) ?? [];
	const [, address] = /inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"/.exec(call) ?? [];
	const [, path, run] = /sun_path=@?"([^"]*)"|execve\("([^"]+)"/.exec(call) ?? [];
	return port === undefined ? (path ?? run ?? call) : `${address}:${port}`;
}

/** Whatever sends to an address, and whatever runs a program, of each thread and child. */
const traced = 'trace=connect,sendto,sendmsg,sendmmsg,execve';

test('to the system too a whole session talks to its endpoint and to nothing else', async ({
	home,
	serve,
	start,
}) => {
	const sandbox = await serve();
	seedMedia(sandbox);
	const file = join(home.folder, 'calls');
	const command = ['strace', '-f', '-qq', '-e', traced, '-o', file, process.execPath, program];
	// Without keys it would ask for some there; it has keys.
	const env = {...keysInEnv(sandbox.users[0]!), AWS_EC2_METADATA_DISABLED: ''};
	const args = ['-e', sandbox.endpoint, 's3://media'];
	const partway = await start(args, {command, env, cols: 120, rows: 30});
	await partway.waitFor(listed(2));
	await partway.press('enter', completable(1));
	await partway.press('c', cancelButton);
	await partway.press('right', completeButton);
	await partway.press('enter', done);
	await partway.press('esc', text => !done.test(text));
	await partway.press('H', /OPERATION +OUTCOME/);
	await partway.press('p', /1 connection\b/);
	await partway.quit();
	expect(sandbox.requests.count('CompleteMultipartUpload')).toBe(1);
	const calls = (await readFile(file, 'utf8')).split('\n').filter(line => /\w+\(/.test(line));
	const connects = calls.filter(call => !/ (?:resumed|execve)|execve\(/.test(call));
	const {host} = new URL(sandbox.endpoint);
	// Whose account it is the C library asks of this machine, where somebody answers.
	const subjects = connects.map(subjectOf).filter(subject => subject !== '/var/run/nscd/socket');
	expect(new Set(subjects)).toEqual(new Set([host]));
	const runs = calls.filter(call => call.includes('execve('));
	expect(runs.map(subjectOf)).toEqual([process.execPath]);
});
