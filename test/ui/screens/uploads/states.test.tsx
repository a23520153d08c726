import {describe, expect, test} from 'vitest';
import {type OpenedApp, openApp} from '../../../support/app.js';
import {gate} from '../../../support/gate.js';
import {bucket, numbered, openStage} from '../../../support/stage.js';

function refusal(status: number, code: string, message = '') {
	return {
		respond: {
			status,
			headers: {'x-amz-request-id': 'REQUEST42'},
			body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
		},
	};
}

function rowsOfKeys(app: OpenedApp): number {
	return app.lines().filter(line => /key-\d/.test(line)).length;
}

describe('empty, partial, denied and failed look different', () => {
	const seen = new Map<string, string>();
	const keep = (name: string, app: OpenedApp) =>
		seen.set(name, app.lines().slice(1).join('\n').replaceAll(app.sandbox.endpoint, ''));

	test('empty names the next step, and another one under a prefix', async () => {
		const {sandbox} = await openStage();
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor(/No multipart upload is in progress in this bucket/);
		expect(app.screen()).toMatch(/r lists again/);
		keep('empty', app);
		const under = await openApp(sandbox, {target: {bucket, prefix: 'raw/'}});
		await under.waitFor(/No multipart upload is in progress under this prefix/);
	});

	test('partial: a list that was cut short says that it is not whole, and keeps its rows', async () => {
		const {sandbox, upload} = await openStage();
		for (const key of numbered('key-', 1010)) upload(key, {sizes: [1]});
		sandbox.faults.add({
			operation: 'ListMultipartUploads',
			call: 2,
			action: refusal(403, 'AccessDenied'),
		});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor('AccessDenied');
		expect(app.screen()).toMatch(/1,000 uploads/);
		expect(rowsOfKeys(app)).toBeGreaterThan(10);
		await app.press('esc', 'esc');
		expect(app.screen()).toMatch(/not complete.*m goes on/);
		keep('partial', app);
	});

	test('denied names what is lacking, and the way on', async () => {
		const {sandbox} = await openStage();
		sandbox.faults.add({operation: 'ListMultipartUploads', action: refusal(403, 'AccessDenied')});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor('s3:ListBucketMultipartUploads');
		expect(app.screen()).toMatch(/o opens an upload by key and id/);
		keep('denied', app);
	});

	test('failed', async () => {
		const {sandbox} = await openStage();
		const app = await openApp(sandbox, {target: {bucket: 'no-such-bucket'}});
		await app.waitFor('NoSuchBucket');
		expect(app.screen()).toMatch(/r tries again/);
		keep('failed', app);
	});

	test('a port where nobody listens', async () => {
		const {sandbox} = await openStage();
		const app = await openApp(sandbox, {
			target: {bucket},
			settings: {endpoint: 'http://127.0.0.1:1'},
		});
		await app.waitFor('ECONNREFUSED');
		expect(app.screen()).toMatch(/Nothing listens/);
		keep('offline', app);
	});

	test('no two of them look alike', () => {
		expect(seen.size).toBe(5);
		expect(new Set(seen.values()).size).toBe(5);
	});
});

describe('a failure', () => {
	test('never blanks good data, keeps selection and marks, and goes with Esc', async () => {
		const {sandbox, upload} = await openStage();
		for (const key of numbered('key-', 8)) upload(key);
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press(' jj');
		const before = app.lines().filter(line => line.includes('key-'));
		const fault = sandbox.faults.add({
			operation: 'ListMultipartUploads',
			action: refusal(403, 'ExpiredToken'),
		});
		await app.press('r');
		await app.waitFor('ExpiredToken');
		expect(app.lines().filter(line => line.includes('key-'))).toEqual(before);
		expect(app.screen()).toContain('renew them');
		fault.remove();
		await app.press('esc');
		expect(app.screen()).not.toContain('ExpiredToken');
		await app.press('r');
		await app.waitFor('Nothing came or went');
		expect(app.row('▸')).toContain('key-0004');
	});

	test('of the parts screen keeps the parts that were there', async () => {
		const {sandbox, upload} = await openStage();
		upload('key-1');
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		await app.press('enter');
		await app.waitFor('LAST MODIFIED');
		sandbox.faults.add({operation: 'ListParts', action: refusal(403, 'ExpiredToken')});
		await app.press('r');
		await app.waitFor('ExpiredToken');
		expect(app.row('▸')).toContain('8.0 MiB');
	});

	test('of the buckets: one can be typed all the same', async () => {
		const {sandbox, upload} = await openStage();
		upload('raw/key-1');
		sandbox.faults.add({operation: 'ListBuckets', action: refusal(403, 'AccessDenied')});
		const app = await openApp(sandbox);
		await app.waitFor('s3:ListAllMyBuckets');
		// It is asked for by itself, and again with b.
		await app.press('esc', 'b', bucket, 'tab', 'raw/', 'enter');
		await app.waitFor('raw/key-1');
	});
});

describe('what is left', () => {
	test('ends its reads; answers that come late change nothing', async () => {
		const {sandbox, upload} = await openStage();
		upload('key-1');
		const app = await openApp(sandbox, {target: {bucket}});
		await app.listed();
		const {closed, open} = gate();
		sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
		const asked = sandbox.requests.next('ListParts');
		await app.press('enter');
		await asked;
		await app.press('esc');
		const withoutCount = () => app.screen().replace(/[\d,]+ requests?/, '');
		const before = withoutCount();
		open();
		// A request of its own after the late answer, which has come or never will.
		await app.press('esc');
		await app.waitFor('1 bucket');
		await app.press('enter');
		await app.listed();
		expect(withoutCount().replace(/ +$/gm, '')).toBe(before.replace(/ +$/gm, ''));
		expect(app.state().screens.map(({kind}) => kind)).toEqual(['buckets', 'uploads']);
	});

	test('after Esc the list reads on only when one moves or asks', async () => {
		const {sandbox, upload} = await openStage();
		for (const key of numbered('key-', 200)) upload(key, {sizes: [1]});
		const {closed, open} = gate();
		sandbox.faults.add({operation: 'ListParts', action: {hold: closed, when: 'before'}});
		const app = await openApp(sandbox, {target: {bucket}});
		await app.waitFor('reading parts');
		await app.press('esc');
		open();
		await app.waitFor('m reads them');
		const sent = sandbox.requests.count('ListParts');
		expect(sent).toBeLessThan(30);
		await app.press('m');
		expect(app.screen()).toContain('200 ListParts requests');
		await app.press('tab', 'enter');
		await app.listed();
		expect(app.screen()).toContain('200 stalled');
	});
});
