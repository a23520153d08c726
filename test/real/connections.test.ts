import {readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect} from 'vitest';
import {BucketFixture, type Credentials} from '../contract/service.js';
import {
	abortButton,
	cancelButton,
	filterField,
	goneAlone,
	listed,
	rows,
	unwrapped,
	uploadsList,
} from '../program/landmarks.js';
import {test} from '../program/program-test.js';
import {type Program, untouched} from '../program/pty.js';
import {realServer} from './server.js';

const day = 24 * 60 * 60_000;

let alice: BucketFixture;
let bob: BucketFixture;

beforeEach(async () => {
	const server = realServer();
	alice = await BucketFixture.open(server);
	bob = await BucketFixture.open({...server, alice: server.bob, bob: server.alice});
	await alice.initiateAll(['film/a.mov', 'film/b.mov']);
	await bob.initiate('of-bob.tar');
});

afterEach(() => {
	alice.close();
	bob.close();
});

const picker = 'partway › connections';

type Typed = {name: string; endpoint: string; region?: string; keys: Credentials};

/** Adds a connection by the form: from the picker to the picker. */
async function add(partway: Program, {name, endpoint, region = '', keys}: Typed): Promise<void> {
	await partway.press('n', /▸ name\b/);
	const next = async (text: string, field: RegExp) => {
		if (text !== '') partway.type(text);
		await partway.press('tab', field);
	};
	await next(name, /▸ service\b/);
	await next('', /▸ endpoint\b/);
	await next(endpoint, /▸ region\b/);
	await next(region, /▸ bucket in path\b/);
	await next('', /▸ AWS profile\b/);
	await next('', /▸ access key\b/);
	await next(keys.accessKeyId, /▸ secret key\b/);
	await partway.press(keys.secretAccessKey, '***');
	partway.type('\u0013');
	await partway.waitFor(
		text => text.includes(`${name} is stored.`) && text.includes(`own:${name}`),
	);
}

/** Puts the cursor of a list on the row that holds the text. */
async function choose(partway: Program, text: string): Promise<void> {
	const chosen = () => new RegExp(`^\\s*▸.*${text}`, 'm').test(partway.screen());
	for (let steps = 0; !chosen() && steps < 20; steps++) {
		const before = partway.screen();
		await partway.press('down', () => partway.screen() !== before);
	}
	expect(chosen(), `${text} in ${partway.screen()}`).toBe(true);
}

/** From the picker to the uploads of a bucket of a connection: by its buckets, or at once where that is the last place. */
async function open(partway: Program, name: string, bucket: string): Promise<void> {
	await choose(partway, `own:${name}\\b`);
	const buckets = /^ \d+ buckets?\b/m;
	await partway.press('enter', text => buckets.test(text) || uploadsList.test(text));
	if (buckets.test(partway.screen())) {
		// Others may be there.
		await partway.press('/', filterField);
		partway.type(bucket);
		await partway.waitFor(
			text => text.includes(`/ ${bucket}`) && new RegExp(`▸ .*${bucket}\\b`).test(text),
		);
		await partway.press('enter', text => !filterField.test(text));
		await partway.press('enter', uploadsList);
	}
	await partway.waitFor(text => text.includes(`own:${name} ›`) && text.includes(`› ${bucket}`));
}

describe('connections of two users of a real server and of another service, in one store', () => {
	test('are added by the form, switched between, worked with, and there after a restart', async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('elsewhere');
		const initiated = sandbox.now() - 9 * day;
		for (const key of ['x', 'y', 'z']) sandbox.seed.upload({bucket: 'elsewhere', key, initiated});
		const size = {cols: 100, rows: 32};
		const partway = await start([], size);
		await partway.waitFor(/buckets|connections/);
		await partway.press('p', picker);
		const {endpoint} = alice.server;
		await add(partway, {name: 'alice', endpoint, keys: alice.server.alice});
		await add(partway, {name: 'bob', endpoint, keys: bob.server.alice});
		const [user] = sandbox.users;
		await add(partway, {name: 'sandbox', endpoint: sandbox.endpoint, keys: user!});

		await open(partway, 'alice', alice.bucket);
		await partway.waitFor(listed(2));
		await partway.press('p', picker);
		await open(partway, 'sandbox', 'elsewhere');
		await partway.waitFor(listed(3));
		await partway.press('p', picker);
		await open(partway, 'bob', bob.bucket);
		await partway.waitFor(listed(1));
		expect(rows(partway.screen()).map(({key}) => key)).toEqual(['of-bob.tar']);
		// Bob may not look into what is Alice's.
		await partway.press('b', /^ \d+ buckets?\b/m);
		await partway.press('b', /▸ bucket\b/);
		partway.type(alice.bucket);
		await partway.press('enter', /▸ prefix\b/);
		partway.type('\r');
		const denied = unwrapped(await partway.waitFor('AccessDenied'));
		expect(denied).toMatch(/HTTP 403, request tx/);
		expect(denied).toContain(`s3:ListBucketMultipartUploads on arn:aws:s3:::${alice.bucket}`);
		expect((await partway.quit()).terminal).toEqual(untouched);

		const store = join(home.env['PARTWAY_CONFIG_DIR']!, 'config.json');
		expect((await stat(store)).mode & 0o777).toBe(0o600);
		expect(Object.keys(JSON.parse(await readFile(store, 'utf8')).profiles)).toHaveLength(3);
		for (const {secretAccessKey} of [alice.server.alice, bob.server.alice, user!])
			expect(partway.raw).not.toContain(secretAccessKey);

		const again = await start([], size);
		await again.waitFor(text =>
			['alice', 'bob', 'sandbox'].every(name => text.includes(`own:${name}`)),
		);
		await open(again, 'bob', bob.bucket);
		await again.waitFor(listed(1));
		await again.press('x', 'type the key to go on');
		// It was initiated just now, so that its key has to be typed.
		await again.press('of-bob.tar', ': of-bob.tar');
		again.type('\r');
		await again.waitFor(goneAlone);
		const {Uploads = []} = await bob.page();
		expect(Uploads).toEqual([]);
		await again.press('esc', uploadsList);
		await again.press('p', picker);
		await open(again, 'sandbox', 'elsewhere');
		await again.waitFor(listed(3));
		await again.press('x', cancelButton);
		await again.press('right', abortButton);
		await again.press('enter', goneAlone);
		await again.press('esc', uploadsList);
		await again.waitFor(listed(2));
		expect(await again.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});
});

describe('words for', () => {
	test('a wrong secret, on a real server', async ({start}) => {
		const partway = await start([], {cols: 100, rows: 32});
		await partway.waitFor(/buckets|connections/);
		await partway.press('p', picker);
		const {endpoint} = alice.server;
		const wrong = {...alice.server.alice, secretAccessKey: 'of-somebody-else'};
		await add(partway, {name: 'wrong', endpoint, keys: wrong});
		await choose(partway, 'own:wrong ');
		await partway.press('enter', 'SignatureDoesNotMatch');
		expect(unwrapped(partway.screen())).toContain(
			'The secret key does not match the access key, or the region is wrong.',
		);
	});

	test('another region, and for buckets that may not be listed: one is opened by its name', async ({
		start,
		serve,
	}) => {
		const sandbox = await serve();
		sandbox.seed.bucket('elsewhere');
		sandbox.seed.upload({bucket: 'elsewhere', key: 'x', initiated: sandbox.now() - 9 * day});
		const partway = await start([], {cols: 100, rows: 32});
		await partway.waitFor(/buckets|connections/);
		await partway.press('p', picker);
		const [user] = sandbox.users;
		const {endpoint} = sandbox;
		await add(partway, {name: 'far', endpoint, region: 'us-west-1', keys: user!});
		await choose(partway, 'own:far ');
		await partway.press('enter', /AuthorizationHeaderMalformed|elsewhere/);
		expect(unwrapped(partway.screen())).toMatch(/region/);
		sandbox.faults.add({
			operation: 'ListBuckets',
			action: {
				respond: {
					status: 403,
					headers: {'content-type': 'application/xml'},
					body: '<Error><Code>AccessDenied</Code><Message>No</Message></Error>',
				},
			},
		});
		await partway.press('p', picker);
		await add(partway, {name: 'near', endpoint, region: sandbox.region, keys: user!});
		await choose(partway, 'own:near ');
		// It is asked for at once.
		await partway.press('enter', /▸ bucket\b/);
		expect(unwrapped(partway.screen())).toContain('s3:ListAllMyBuckets');
		partway.type('elsewhere');
		await partway.press('enter', /▸ prefix\b/);
		partway.type('\r');
		await partway.waitFor(listed(1));
	});
});
