import {describe, expect, test} from 'vitest';
import {createAwsGateway} from '../../../../source/s3/gateway/aws-gateway.js';
import type {OpenGateway} from '../../../../source/s3/thread/gateway-thread.js';
import type {FaultAction} from '../../../../source/sandbox/sandbox.js';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {abortElsewhere, bucket, MiB, openStage, type Stage} from '../../../support/stage.js';

const operation = 'CompleteMultipartUpload';
const key = 'raw/tape.tar';
const size = 17 * MiB;
/** Milliseconds without a byte after which an impatient gateway gives up: reads and acts alike. */
const silence = 1000;
const impatient: OpenGateway = (settings, hooks) =>
	createAwsGateway(settings, hooks, {
		connect: silence,
		readSilence: silence,
		actSilence: silence,
		partSilence: silence,
	});

type Opened = Stage & {readonly app: OpenedApp; readonly uploadId: string};

async function opened(like: 'aws' | 'ceph-16' = 'aws', openGateway?: OpenGateway): Promise<Opened> {
	const made = await openStage({like});
	const uploadId = made.upload(key);
	const app = await openApp(made.sandbox, {target: {bucket}, openGateway});
	await app.listed();
	return {...made, uploadId, app};
}

/** Sends it, and waits until the screen shows an outcome. */
async function complete({app}: Opened): Promise<void> {
	await app.press('c');
	await app.waitFor(/▸ Cancel +Complete/);
	await app.press('tab', 'enter');
}

const outcome = /^ +\S (Done|Failed|Unknown|Accepted, not verified)\.$/m;
const shown = async ({app}: Opened) => outcome.exec(await app.waitFor(outcome))?.[1];
const words = ({app}: Opened) => app.screen().replaceAll(/\s+/g, ' ');
/** The witness: what the server holds. */
const held = ({sandbox}: Opened) => sandbox.store.bucket(bucket)?.object(key)?.body.size;

const xml = {'content-type': 'application/xml'};
const error = (code: string) =>
	`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>We</Message></Error>`;
const page = '<html><body>Sign in</body></html>';
const answer = (body: string, afterEffect = false): FaultAction => ({
	respond: {status: 200, headers: xml, body, afterEffect},
});

const answers: ReadonlyArray<
	readonly [name: string, action: FaultAction, told: string, says: RegExp, made: boolean]
> = [
	[
		'200 and an error',
		answer(error('InternalError')),
		'Unknown',
		/nothing is at the key yet/,
		false,
	],
	[
		'200 and an error with a newline',
		answer(`${error('InternalError')}\n`),
		'Unknown',
		/the upload is still listed/,
		false,
	],
	[
		'200 and an error with a newline, though it worked',
		answer(`${error('InternalError')}\n`, true),
		'Done',
		/HeadObject shows 17\.0 MiB with the expected ETag/,
		true,
	],
	[
		'200 and a refusal',
		answer(`${error('InvalidPart')}\n`),
		'Failed',
		/the service does not say which/,
		false,
	],
	['200 and a web page', answer(page), 'Unknown', /nothing is at the key yet/, false],
	['200 and a web page, though it worked', answer(page, true), 'Done', /HeadObject shows/, true],
	['an empty 200', answer(''), 'Unknown', /nothing is at the key yet/, false],
	['an empty 200, though it worked', answer('', true), 'Done', /HeadObject shows/, true],
	['cut before the effect', {cut: 'before'}, 'Unknown', /The answer was lost/, false],
	['cut after the effect', {cut: 'after'}, 'Done', /HeadObject shows/, true],
	['cut within the answer', {cut: 'mid-body'}, 'Done', /HeadObject shows/, true],
];

describe('the outcome on the screen is the true one, and one Complete reached the server', () => {
	test.each(answers)('%s', async (_name, action, told, says, made) => {
		const on = await opened();
		on.sandbox.faults.add({operation, action});
		await complete(on);
		expect(await shown(on)).toBe(told);
		expect(words(on)).toMatch(says);
		expect(held(on)).toBe(made ? size : undefined);
		// Whatever is pressed then, nothing is sent again.
		await on.app.press('enter', 'c', 'enter', 'tab', 'enter');
		expect(on.sandbox.requests.count(operation)).toBe(1);
	});

	const breathing = {operation, action: {whitespace: {every: 50, until: 3 * silence + 200}}};

	test('white space for longer than three silences, then success', async () => {
		const on = await opened('aws', impatient);
		on.sandbox.faults.add(breathing);
		await complete(on);
		expect(await shown(on)).toBe('Done');
		expect(held(on)).toBe(size);
		expect(on.sandbox.requests.count(operation)).toBe(1);
	});

	test('white space for longer than three silences, then a failure', async () => {
		const on = await opened('aws', impatient);
		on.sandbox.faults.add(breathing);
		const arrived = on.sandbox.requests.next(operation);
		await complete(on);
		await arrived;
		await on.app.waitFor('the server is putting the parts together');
		await abortElsewhere(on.sandbox, key, on.uploadId);
		expect(await shown(on)).toBe('Unknown');
		expect(words(on)).toContain(
			'no such upload; nothing is at the key yet, and the upload is gone',
		);
		expect(held(on)).toBeUndefined();
		expect(on.sandbox.requests.count(operation)).toBe(1);
	});

	test('503 twice, each time before it began: looked at and sent again, three in all', async () => {
		const on = await opened();
		on.sandbox.faults.add({operation, times: 2, action: {slowDown: {retryAfter: 0}}});
		await complete(on);
		expect(await shown(on)).toBe('Done');
		expect(held(on)).toBe(size);
		const order = on.sandbox.requests.log.map(each => each.operation);
		const sent = order.flatMap((each, at) => (each === operation ? [at] : []));
		expect(sent).toHaveLength(3);
		// Between any two of them it was looked.
		for (const [nth, at] of sent.slice(1).entries())
			expect(order.slice(sent[nth], at)).toEqual(
				expect.arrayContaining(['HeadObject', 'ListParts']),
			);
	});

	test.each([
		['aws', 'Failed', /An object appeared at the key meanwhile; the service refused/, 3 * MiB],
		// Ignores If-None-Match (measured), as the confirmation says: "an object written in between would be overwritten".
		['ceph-16', 'Done', /HeadObject shows 17\.0 MiB with the expected ETag/, size],
	] as const)('an object appears between look and send, on %s', async (like, told, says, left) => {
		const on = await opened(like);
		const {closed, open} = gate();
		on.sandbox.faults.add({operation, action: {hold: closed, when: 'before'}});
		const arrived = on.sandbox.requests.next(operation);
		await on.app.press('c');
		await on.app.waitFor(/▸ Cancel +Complete/);
		expect(words(on)).toContain(
			'checked just before sending; an object written in between would be overwritten',
		);
		await on.app.press('tab', 'enter');
		await arrived;
		on.sandbox.seed.object({bucket, key, size: 3 * MiB});
		open();
		expect(await shown(on)).toBe(told);
		expect(words(on)).toMatch(says);
		expect(held(on)).toBe(left);
		expect(on.sandbox.requests.count(operation)).toBe(1);
	});
});
