import {GetObjectCommand, HeadObjectCommand} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, describe, expect} from 'vitest';
import {escapeForTerminal} from '../../source/terminal/escape.js';
import {BucketFixture, wholePart} from '../contract/service.js';
import {
	cancelButton,
	completable,
	done,
	gone,
	goneAlone,
	listAlone,
	listed,
	marks,
	rows,
	uploadsList,
} from '../program/landmarks.js';
import {keysInEnv, test} from '../program/program-test.js';
import {type Program, untouched} from '../program/pty.js';
import {realServer} from './server.js';

/** Keys that are easily mistaken, each beside the way in which it has to be seen. */
const shownKeys: ReadonlyArray<readonly [key: string, shown: string]> = [
	['plain/one.bin', 'plain/one.bin'],
	['a b', 'a b'],
	['a%20b', 'a%20b'],
	['a+b', 'a+b'],
	['100% +plus &amp; <tag>', '100% +plus &amp; <tag>'],
	['esc\u001b[31mred\u001b]0;title\u0007', 'esc\\u{1b}[31mred\\u{1b}]0;title\\u{7}'],
	['invoice-\u202efdp.exe', 'invoice-\\u{202e}fdp.exe'],
	['line one\nline two', 'line one\\u{a}line two'],
	['写真/富士山', '写真/富士山'],
	['folder//', 'folder//'],
];
const shownAs = (key: string) => shownKeys.find(([each]) => each === key)![1];

let fixture: BucketFixture;

beforeEach(async () => {
	fixture = await BucketFixture.open(realServer());
	for (const [key] of shownKeys) await fixture.uploadOf(key, [1, 2]);
});

afterEach(() => fixture.close());

/** The keys of the uploads in progress, as the plain SDK is told of them. */
async function keysInProgress(): Promise<string[]> {
	const {Uploads = [], IsTruncated} = await fixture.page();
	expect(IsTruncated).toBe(false);
	return Uploads.map(({Key}) => Key!);
}

async function objectAt(key: string): Promise<{ETag?: string; ContentLength?: number} | undefined> {
	const found = await fixture.s3
		.send(new HeadObjectCommand({Bucket: fixture.bucket, Key: key}))
		.catch(error => {
			if (error.$metadata?.httpStatusCode === 404) return undefined;
			throw error;
		});
	return found && {ETag: found.ETag, ContentLength: found.ContentLength};
}

/** Puts the cursor on the row of a key. */
async function select(partway: Program, key: string): Promise<void> {
	await partway.press('g', text => rows(text)[0]?.selected === true);
	const at = rows(partway.screen()).findIndex(row => row.key === shownAs(key));
	expect(at, `${key} is listed`).toBeGreaterThanOrEqual(0);
	if (at > 0) await partway.press('j'.repeat(at), text => rows(text)[at]?.selected === true);
}

const keysOnScreen = (text: string) => rows(text).map(({key}) => key);

/** Its parts landed just now, so that the key has to be typed: here as it is shown, since it may hold what no key types. */
async function typeTheKey(partway: Program, key: string): Promise<void> {
	await partway.waitFor('type the key to go on');
	await partway.press(shownAs(key), `: ${escapeForTerminal(shownAs(key))}`);
	partway.type('\r');
}

describe('in a terminal, on a real server', () => {
	test('uploads with odd keys are listed, opened, completed and aborted, and another client agrees', async ({
		start,
	}) => {
		const partway = await start(['-e', fixture.server.endpoint, fixture.bucket], {
			cols: 130,
			rows: 36,
			env: keysInEnv(fixture.server.alice),
		});
		await partway.waitFor(
			text => listed(shownKeys.length).test(text) && rows(text).length === shownKeys.length,
		);
		expect(keysOnScreen(partway.screen()).sort()).toEqual(
			shownKeys.map(([, shown]) => shown).sort(),
		);
		expect(partway.raw).not.toContain('\u001b[31mred');
		expect(partway.raw).not.toContain('\u202e');

		let remaining = shownKeys.map(([key]) => key);
		const settled = async (key: string) => {
			remaining = remaining.filter(each => each !== key);
			await partway.waitFor(
				text => uploadsList.test(text) && !keysOnScreen(text).includes(shownAs(key)),
			);
			expect(await keysInProgress()).toEqual(expect.arrayContaining(remaining));
			expect(await keysInProgress()).toHaveLength(remaining.length);
		};

		for (const key of ['a b', 'esc\u001b[31mred\u001b]0;title\u0007', '写真/富士山']) {
			await select(partway, key);
			await partway.press('enter', completable(2));
			const etag = /"[0-9a-f]{32}-2"/.exec(partway.screen())?.[0];
			await partway.press('c', 'type the key');
			expect(partway.screen()).toContain(shownAs(key));
			await typeTheKey(partway, key);
			const outcome = await partway.waitFor(done);
			expect(outcome).toContain(etag);
			expect(await objectAt(key)).toEqual({ETag: etag, ContentLength: wholePart + 1});
			await partway.press('esc', text => !done.test(text));
			if (!uploadsList.test(partway.screen())) await partway.press('esc', uploadsList);
			await settled(key);
		}
		// The neighbour that reads nearly the same was not touched.
		expect(await objectAt('a%20b')).toBeUndefined();
		const {Body} = await fixture.s3.send(
			new GetObjectCommand({Bucket: fixture.bucket, Key: 'a b', Range: 'bytes=0-6'}),
		);
		expect(await Body?.transformToString()).toBe('partway');

		for (const key of ['a%20b', 'line one\nline two', 'invoice-\u202efdp.exe']) {
			await select(partway, key);
			await partway.press('x', 'Abort this upload?');
			await typeTheKey(partway, key);
			await partway.waitFor(goneAlone);
			await partway.press('esc', uploadsList);
			await settled(key);
			expect(await objectAt(key)).toBeUndefined();
		}
		expect(await objectAt('a b')).toBeDefined();

		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});

	test('several that are active are left alone, until they are named as active', async ({
		start,
	}) => {
		const partway = await start(['-e', fixture.server.endpoint, fixture.bucket], {
			cols: 130,
			rows: 36,
			env: keysInEnv(fixture.server.alice),
		});
		await partway.waitFor(listed(shownKeys.length));
		for (const count of [1, 2, 3]) await partway.press('space', marks(count));
		await partway.press('x', 'Nothing can be aborted');
		expect(partway.screen()).not.toContain(cancelButton);
		await partway.press('esc', uploadsList);
		expect(await keysInProgress()).toHaveLength(shownKeys.length);

		await partway.press('x', 'Nothing can be aborted');
		await partway.press('i', '3 of them ARE ACTIVE');
		await partway.press('3 active', 'active ones too: 3 active');
		partway.type('\r');
		await partway.waitFor(gone(3));
		expect(await keysInProgress()).toHaveLength(shownKeys.length - 3);
		await partway.press('esc', listAlone);
		expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
	});

	test('a bucket of somebody else is denied in a message, with exit code 1', async ({start}) => {
		const partway = await start(['-e', fixture.server.endpoint, fixture.bucket], {
			env: keysInEnv(fixture.server.bob),
		});
		await partway.waitFor(/AccessDenied\b.*HTTP 403/);
		const {words, ...end} = await partway.quit();
		expect(words).toContain('AccessDenied');
		expect(end).toEqual({code: 1, terminal: untouched});
	});
});
