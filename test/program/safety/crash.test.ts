import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import {forwardProxy} from '../../s3/network/forward-proxy.js';
import {listed} from '../landmarks.js';
import {type Home, keysInEnv, test} from '../program-test.js';
import {untouched} from '../pty.js';
import {carol, filesThatHoldIt, planted, proxyPassword} from './planted.js';

const {secretAccessKey} = carol;

const crashing = (where: 'screen' | 'request') => ({
	NODE_OPTIONS: `--import=${join(import.meta.dirname, 'crashing.mjs')}`,
	CRASH_IN: where,
	CRASH_WORDS: `${secretAccessKey}, http://me:${proxyPassword}@proxy and Basic ${Buffer.from(`me:${proxyPassword}`).toString('base64')}`,
});

/** A connection whose keys come from a credential_process; gives back the files that hold them. */
async function fromProcess({folder, env}: Home): Promise<string[]> {
	const answer = join(folder, 'answer.json');
	const {accessKeyId: AccessKeyId} = carol;
	const text = JSON.stringify({Version: 1, AccessKeyId, SecretAccessKey: secretAccessKey});
	await writeFile(answer, text);
	await writeFile(env['AWS_CONFIG_FILE']!, `[profile vault]\ncredential_process = cat ${answer}\n`);
	return [answer];
}

const signature = /Signature=[0-9a-f]|AWS4-HMAC/;

describe('an error that nobody expected is told without secrets', () => {
	test('in the app, which gives the terminal back', async ({serve, start, home}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		sandbox.seed.upload({bucket: 'media', key: 'film.mov', initiated: sandbox.now(), parts: []});
		const proxy = await forwardProxy({password: proxyPassword});
		const log = join(home.folder, 'log');
		const partway = await start(['-e', sandbox.endpoint, 'media', '--log', log], {
			env: {
				...keysInEnv(carol),
				...crashing('screen'),
				HTTP_PROXY: `http://me:${proxyPassword}@${proxy.host}`,
			},
		});
		await partway.waitFor(listed(1));
		partway.signal('SIGUSR2');
		const end = await partway.ended();
		expect(end).toMatchObject({code: 1, terminal: untouched});
		expect(end.words).toMatch(/partway failed: Error: CRASH of/);
		expect(end.words).toMatch(/at .*crashing\.mjs/);
		expect(partway.raw).not.toMatch(planted);
		expect(await filesThatHoldIt(home)).toEqual([]);
	});

	test('in the thread that sends, which alone knows what a credential_process gave', async ({
		serve,
		start,
		home,
	}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		const but = await fromProcess(home);
		const log = join(home.folder, 'log');
		const args = ['-p', 'vault', '-e', sandbox.endpoint, 'media', '--log', log];
		const env = {...crashing('request'), CRASH_WORDS: secretAccessKey};
		const partway = await start(args, {env});
		const end = await partway.ended();
		expect(end).toMatchObject({code: 1, terminal: untouched});
		expect(end.words).toMatch(/partway failed: Error: CRASH of/);
		expect(partway.raw).not.toMatch(planted);
		expect(partway.raw).not.toMatch(signature);
		expect(await filesThatHoldIt(home, but)).toEqual([]);
	});

	test('in a command', async ({serve, pipe, home}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		const {code, stdout, stderr} = await pipe(['list', 'media', '-e', sandbox.endpoint], {
			env: {
				...keysInEnv(carol),
				...crashing('request'),
				HTTPS_PROXY: `http://me:${proxyPassword}@proxy`,
			},
		}).ended;
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(/^partway failed: Error: CRASH of/);
		for (const hidden of [planted, signature]) expect(stderr).not.toMatch(hidden);
		expect(await filesThatHoldIt(home)).toEqual([]);
	});
});
