import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {HeadObjectCommand, ListMultipartUploadsCommand} from '@aws-sdk/client-s3';
import {describe, expect} from 'vitest';
import type {LoggedRequest} from '../../../source/sandbox/request-log.js';
import type {Sandbox} from '../../../source/sandbox/sandbox.js';
import {sandboxClient} from '../../support/sandbox-client.js';
import {
	cancelButton,
	completable,
	completeButton,
	listed,
	rows,
	unwrapped,
	uploadsList,
} from '../landmarks.js';
import {test, to} from '../program-test.js';
import {type Program, untouched} from '../pty.js';

const mib = 2 ** 20;
const [key, other] = ['film/reel-1.mov', 'film/reel-2.mov'];

/** Two uploads that were left a week ago, three parts each. */
function seed(sandbox: Sandbox): void {
	const initiated = sandbox.now() - 7 * 24 * 3_600_000;
	sandbox.seed.bucket('media');
	for (const each of [key, other])
		sandbox.seed.upload({
			bucket: 'media',
			key: each!,
			initiated,
			parts: [1, 2, 3].map(number => ({number, size: 8 * mib})),
		});
}

/** A look at what is at the key. */
function isAnsweredLook({operation, status}: LoggedRequest): boolean {
	return operation === 'HeadObject' && status !== undefined;
}

/** Holds the next Complete, before it takes effect, until it is released. */
function hold(sandbox: Sandbox): {arrived: Promise<unknown>; release: () => void} {
	let release = () => {};
	const held = new Promise<void>(resolve => {
		release = resolve;
	});
	sandbox.faults.add({
		operation: 'CompleteMultipartUpload',
		times: 1,
		action: {hold: held, when: 'before'},
	});
	return {arrived: sandbox.requests.next('CompleteMultipartUpload'), release};
}

/** Confirms the Complete of the first upload; resolves once the server has the request. */
async function sendComplete(partway: Program, arrived: Promise<unknown>): Promise<void> {
	await partway.waitFor(text => listed(2).test(text) && /reel-2.*stalled/.test(text));
	await partway.press('enter', completable(3));
	await partway.press('c', cancelButton);
	await partway.press('right', completeButton);
	await partway.press('enter', text => !text.includes(completeButton));
	await arrived;
}

describe('killed while a Complete is under way', () => {
	test('the next start shows the unknown act, refuses to abort the upload, and settles it by looking', async ({
		start,
		serve,
		home,
	}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {arrived, release} = hold(sandbox);
		const killed = await start(...to(sandbox, 'media'));
		await sendComplete(killed, arrived);
		killed.signal('SIGKILL');
		expect((await killed.ended()).code).toBe(128 + 9);
		const journal = join(home.stateFolder, 'acts.jsonl');
		expect((await readFile(journal, 'utf8')).trim().split('\n')).toHaveLength(1);

		const partway = await start(...to(sandbox, 'media'));
		await partway.waitFor(/1 operation with an unknown outcome: Complete of film\/reel-1\.mov/);
		await partway.waitFor(/reel-2.*stalled/);
		expect(rows(partway.screen())[0]).toMatchObject({key, selected: true});
		for (const press of ['x', 'c']) {
			const refused = await partway.press(
				press,
				/unknown outcome; acting on it now could lose its data/,
			);
			expect(refused).toMatch(uploadsList);
			await partway.press('esc', text => !text.includes('could lose its data'));
		}
		// Marked together with another, it is left out too.
		await partway.press('*', '2 marked');
		await partway.press(
			'x',
			text => /ABORT 1 of 2 uploads/.test(text) && /type|▸ Cancel/.test(text),
		);
		await partway.waitFor('type ');
		const wanted = /type (\S+) to go on/.exec(partway.screen())?.[1] ?? '';
		await partway.press(wanted, `to go on: ${wanted}`);
		const result = await partway.press('enter', /Ended\./);
		expect(unwrapped(result)).toMatch(/1 gone/);
		expect(
			sandbox.requests.log.filter(
				each => each.operation === 'AbortMultipartUpload' && each.key === key,
			),
		).toEqual([]);
		await partway.press('esc', uploadsList);

		// The request that outlived its sender takes effect now.
		const client = sandboxClient(sandbox);
		release();
		await expect
			.poll(() =>
				client.send(new HeadObjectCommand({Bucket: 'media', Key: key})).catch(() => undefined),
			)
			.toMatchObject({ContentLength: 24 * mib});
		await partway.press('!', /^ +Operations$/m);
		// It looks by itself after 5 s; r looks now.
		partway.type('r');
		await partway.waitFor(
			text =>
				/Complete of film\/reel-1\.mov: done/.test(text) &&
				!text.includes('with an unknown outcome'),
		);
		await partway.press('esc', text => uploadsList.test(text) && rows(text).length === 0);
		const end = await partway.quit();
		expect(end).toMatchObject({code: 0, terminal: untouched});
		const acts = (await readFile(journal, 'utf8'))
			.trim()
			.split('\n')
			.map(line => JSON.parse(line) as Record<string, unknown>);
		expect(acts.filter(act => act['outcome'] === 'done')).toHaveLength(1);
		const left = await client.send(new ListMultipartUploadsCommand({Bucket: 'media'}));
		expect(left.Uploads ?? []).toEqual([]);
		client.destroy();

		const third = await start(...to(sandbox, 'media'));
		await third.waitFor(listed(0));
		expect(third.screen()).not.toContain('unknown outcome');
		expect(await third.quit()).toMatchObject({code: 0});
	});
});

test('an unknown act is looked at again by itself, and what became of it is told', async ({
	start,
	serve,
}) => {
	const sandbox = await serve();
	seed(sandbox);
	const {arrived, release} = hold(sandbox);
	const killed = await start(...to(sandbox, 'media'));
	await sendComplete(killed, arrived);
	killed.signal('SIGKILL');
	await killed.ended();

	sandbox.requests.clear();
	// By its own clock: a faster one ends a notice before a busy machine has drawn it.
	const partway = await start(...to(sandbox, 'media'));
	await expect
		.poll(() => sandbox.requests.log.some(isAnsweredLook), {interval: 1, timeout: 120_000})
		.toBe(true);
	release();
	await partway.waitFor(/Complete of film\/reel-1\.mov: done/);
	await partway.waitFor(text => listed(1).test(text) && !text.includes('unknown outcome'));
	expect(rows(partway.screen()).map(row => row.key)).toEqual([other]);
	expect(await partway.quit()).toEqual({code: 0, words: '', terminal: untouched});
});

describe('with a Complete under way', () => {
	test('q says so and stays; the first ctrl-c says so, the second ends with 130', async ({
		start,
		serve,
	}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {arrived, release} = hold(sandbox);
		const partway = await start(...to(sandbox, 'media'));
		await sendComplete(partway, arrived);
		await partway.press('q', 'wait for its outcome, or quit with ctrl-c twice.');
		await partway.press('ctrl-c', 'ctrl-c again quits before its outcome is known.');
		expect(await partway.quit('ctrl-c')).toMatchObject({code: 130, terminal: untouched});
		release();

		const next = await start(...to(sandbox, 'media'));
		// It is looked at when the program starts: by then it is done.
		await next.waitFor(text => listed(1).test(text) && /reel-2.*stalled/.test(text));
		await next.waitFor(text => !text.includes('unknown outcome'));
		expect(await next.quit()).toMatchObject({code: 0});
	});

	test('the outcome is told wherever one is by then', async ({start, serve}) => {
		const sandbox = await serve();
		seed(sandbox);
		const {arrived, release} = hold(sandbox);
		const partway = await start(...to(sandbox, 'media'));
		await sendComplete(partway, arrived);
		await partway.press('esc', completable(3));
		await partway.press('esc', uploadsList);
		expect(partway.screen()).toMatch(/completing film\/reel-1\.mov/);
		await partway.press('?', 'Open the parts');
		release();
		await partway.waitFor(/Complete of film\/reel-1\.mov: done/);
		await partway.press('esc', text => uploadsList.test(text) && listed(1).test(text));
		expect(partway.screen()).not.toMatch(/completing film/);
		expect(await partway.quit()).toMatchObject({code: 0, terminal: untouched});
	});
});

describe('ended by a signal', () => {
	test.for([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGQUIT', 131],
	] as const)(
		'%s gives the terminal back and ends with %i',
		async ([signal, code], {start, home}) => {
			const partway = await start(['--demo']);
			await partway.waitFor(/acme-media/);
			partway.signal(signal);
			expect(await partway.ended()).toEqual({code, words: '', terminal: untouched});
			// What the demo keeps is gone with it.
			expect(await readdir(home.env['TMPDIR']!)).toEqual([]);
		},
	);
});
