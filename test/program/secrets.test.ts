import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect} from 'vitest';
import {cancelButton, completable, completeButton, done, listed} from './landmarks.js';
import {untouched} from './pty.js';
import {type Home, test} from './world.js';

const accessKeyId = 'SAMPLEKEYOFCAROL';
const secretAccessKey = 'PLANTED/secret/opens/nothing';
const sessionToken = 'PLANTED/session/token/opens/nothing';
const carol = {name: 'carol', accessKeyId, secretAccessKey};
const planted = /PLANTED/;

/** Every file below a folder with what it holds, but for those that the test itself put there. */
async function filesOf(folder: string, but: readonly string[]): Promise<Array<[string, string]>> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const paths = entries
		.filter(entry => entry.isFile())
		.map(entry => join(entry.parentPath, entry.name))
		.filter(path => !but.includes(path));
	return Promise.all(
		paths.map(async path => [path, await readFile(path, 'utf8')] as [string, string]),
	);
}

/** The keys of the environment, of an AWS profile, of a profile of partway's own. */
const ways: ReadonlyArray<{
	name: string;
	prepare: (
		home: Home,
		endpoint: string,
	) => Promise<{args: string[]; env?: Record<string, string>; holds?: string}>;
}> = [
	{
		name: 'the environment',
		prepare: async (_home, endpoint) => ({
			args: ['-e', endpoint],
			env: {
				AWS_ACCESS_KEY_ID: accessKeyId,
				AWS_SECRET_ACCESS_KEY: secretAccessKey,
			},
		}),
	},
	{
		name: 'a profile of AWS',
		async prepare({env}, endpoint) {
			const holds = env['AWS_SHARED_CREDENTIALS_FILE']!;
			await writeFile(
				holds,
				`[ops]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
			);
			return {args: ['-p', 'ops', '-e', endpoint], holds};
		},
	},
];

describe('no secret is on the screen, in the log, in the journal or in what is said at the end', () => {
	test.for(ways)('with keys from $name', async ({prepare}, {start, serve, home}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		sandbox.seed.upload({
			bucket: 'media',
			key: 'film.mov',
			initiated: sandbox.now() - 7 * 24 * 3_600_000,
			parts: [{number: 1, size: 8 * 2 ** 20}],
		});
		const {args, env, holds} = await prepare(home, sandbox.endpoint);
		const log = join(home.folder, 'requests.log');
		const partway = await start([...args, 'media', '--log', log], {env});
		await partway.waitFor(text => listed(1).test(text) && /film\.mov.*stalled/.test(text));
		await partway.press('enter', completable(1));
		await partway.press('c', cancelButton);
		await partway.press('right', completeButton);
		await partway.press('enter', done);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});

		expect((await stat(log)).mode & 0o777).toBe(0o600);
		const entries = (await readFile(log, 'utf8'))
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		const complete = entries.filter(({operation}) => operation === 'CompleteMultipartUpload');
		expect(complete).toEqual([
			expect.objectContaining({
				status: 200,
				requestId: expect.stringMatching(/./),
				milliseconds: expect.any(Number),
				time: expect.any(Number),
			}),
		]);
		for (const operation of ['ListMultipartUploads', 'ListParts', 'HeadObject'])
			expect(entries).toContainEqual(expect.objectContaining({operation}));
		expect(entries).toHaveLength(sandbox.requests.count());

		expect(partway.raw).not.toMatch(planted);
		const files = await filesOf(home.folder, holds === undefined ? [] : [holds]);
		expect(files.map(([path]) => path)).toContain(join(home.stateFolder, 'acts.jsonl'));
		for (const [path, text] of files)
			expect([path, text]).toEqual([path, expect.not.stringMatching(planted)]);
	});

	test('when they are refused, with a session token that is not known', async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve({users: [{...carol, secretAccessKey: 'another'}]});
		sandbox.seed.bucket('media');
		const log = join(home.folder, 'requests.log');
		const partway = await start(['-e', sandbox.endpoint, 'media', '--log', log], {
			env: {
				AWS_ACCESS_KEY_ID: accessKeyId,
				AWS_SECRET_ACCESS_KEY: secretAccessKey,
				AWS_SESSION_TOKEN: sessionToken,
			},
		});
		await partway.waitFor(/HTTP 40[03]/);
		expect(await partway.quit()).toMatchObject({code: 1, terminal: untouched});
		expect(partway.raw).not.toMatch(planted);
		for (const [path, text] of await filesOf(home.folder, []))
			expect([path, text]).toEqual([path, expect.not.stringMatching(planted)]);
	});

	test("when they are typed into a connection of one's own, which is then used", async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve({users: [carol]});
		sandbox.seed.bucket('media');
		const log = join(home.folder, 'requests.log');
		const partway = await start(['--log', log]);
		await partway.waitFor('b type a bucket');
		await partway.press('p', 'n new');
		await partway.press('n', 'A new connection');
		for (const text of ['carols', '', sandbox.endpoint, '', '', accessKeyId]) {
			if (text !== '') await partway.press(text, text);
			// The caret is in the next field: what is drawn changes.
			const before = partway.screen();
			await partway.press('tab', now => now !== before);
		}
		await partway.press(secretAccessKey, '*'.repeat(secretAccessKey.length));
		await partway.press('\u0014', '\u2713 s3:ListAllMyBuckets');
		await partway.press('esc', 'A new connection');
		for (const field of [
			'opens',
			'read-only',
			'protected',
			'bucket owner',
			'I pay',
			'active',
			'stalled',
			'path style',
		])
			await partway.press('enter', now => now.includes(`▸ ${field}`));
		partway.type('\r');
		await partway.waitFor(/own:carols/);
		await partway.press('e', /Edit carols/);
		await partway.press('esc', text => !text.includes('Edit carols'));
		await partway.press('enter', /\bmedia\b/);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
		expect(partway.raw).not.toMatch(planted);
		const files = await filesOf(home.folder, []);
		const holding = files.filter(([, text]) => planted.test(text)).map(([path]) => path);
		expect(holding).toEqual([expect.stringContaining(home.env['PARTWAY_CONFIG_DIR']!)]);
		expect((await stat(holding[0]!)).mode & 0o777).toBe(0o600);
	});
});
