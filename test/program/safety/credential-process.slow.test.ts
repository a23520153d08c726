import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {describe, expect} from 'vitest';
import {type Home, test} from '../program-test.js';
import {untouched} from '../pty.js';

const profile = (home: Home, endpoint: string, command: string) =>
	writeFile(
		home.env['AWS_CONFIG_FILE']!,
		`[profile p]\nregion = us-east-1\nendpoint_url = ${endpoint}\ncredential_process = ${command}\n`,
	);

/** Ends with the test, whose folder is taken away then. */
const endless = ({folder}: Home) =>
	`touch ${folder}/begun; while test -e ${folder}/begun; do sleep 1; done`;

describe('a credential_process, while the app has the terminal', () => {
	test('that asks at the terminal has none: the screen is whole', async ({home, start, serve}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('media');
		sandbox.seed.upload({bucket: 'media', key: 'raw/tape.tar'});
		const {accessKeyId, secretAccessKey} = sandbox.users[0]!;
		const keys = JSON.stringify({
			Version: 1,
			AccessKeyId: accessKeyId,
			SecretAccessKey: secretAccessKey,
		});
		const asks = `echo "Enter token:" >/dev/tty; read x </dev/tty; echo '${keys}'`;
		await profile(home, sandbox.endpoint, asks);
		const app = await start(['-p', 'p', 'media']);
		const screen = await app.waitFor(text => text.includes('raw/tape.tar'));
		expect(screen).not.toContain('Enter token');
		const {words, ...end} = await app.quit();
		expect(end).toEqual({code: 0, terminal: untouched});
		expect(words).not.toContain('Enter token');
	});

	test('that does not end can be left', async ({home, start}) => {
		await profile(home, 'http://127.0.0.1:1', endless(home));
		const app = await start(['-p', 'p', 'media']);
		await app.waitFor('listing');
		const {code, terminal} = await app.quit('ctrl-c');
		expect({code, terminal}).toEqual({code: 130, terminal: untouched});
	});
});

test('a command that waits for one ends with its signal', async ({home, pipe}) => {
	await profile(home, 'http://127.0.0.1:1', endless(home));
	const {child, ended} = pipe(['list', 'media', '-p', 'p']);
	await expect.poll(() => existsSync(`${home.folder}/begun`)).toBe(true);
	child.kill('SIGINT');
	expect((await ended).code).toBe(130);
});
