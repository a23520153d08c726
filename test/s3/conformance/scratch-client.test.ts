import {expect, onTestFinished, test} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import {textOf} from '../../../source/s3/conformance/answer.js';
import {
	createScratchClient,
	OutsideScratch,
} from '../../../source/s3/conformance/scratch-client.js';
import {gate} from '../../support/gate.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';

const prefix = 'tests/scratch/';

async function scratch(more: Partial<ConnectionSettings> = {}, like?: 'moto') {
	const {sandbox} = await openStage(like === undefined ? {} : {like});
	const client = createScratchClient({...sandboxSettings(sandbox), ...more}, {bucket, prefix});
	onTestFinished(() => client.close());
	const key = `${prefix}a`;
	return {
		...{sandbox, client, key},
		async begin() {
			const {root} = await client.send({operation: 'CreateMultipartUpload', key});
			return {key, uploadId: textOf(root, 'UploadId') ?? ''};
		},
	};
}

test('a request that names a key outside of the prefix does not leave', async () => {
	const {client, sandbox} = await scratch();
	for (const key of ['tests/scratch', 'tests/other/a', 'a']) {
		await expect(client.send({operation: 'HeadObject', key})).rejects.toThrow(OutsideScratch);
		await expect(client.send({operation: 'ListObjectsV2', prefix: key})).rejects.toThrow(
			OutsideScratch,
		);
	}
	expect(sandbox.requests.log).toEqual([]);
	expect(client.sent).toBe(0);
});

test('an Abort does not leave while a Complete of its upload is under way, nor the other way round', async () => {
	const {client, sandbox, begin} = await scratch();
	for (const [first, second] of [
		['CompleteMultipartUpload', 'AbortMultipartUpload'],
		['AbortMultipartUpload', 'CompleteMultipartUpload'],
	] as const) {
		const [target, other] = [await begin(), await begin()];
		const {closed, open} = gate();
		sandbox.faults.add({operation: first, times: 1, action: {hold: closed, when: 'before'}});
		const arrived = sandbox.requests.next(first);
		const request = {...target, parts: [{number: 1, etag: '"0"'}]};
		const under = client.send({operation: first, ...request});
		await arrived;
		await expect(client.send({operation: second, ...request})).rejects.toThrow('under way');
		// Of another upload it may.
		await client.send({operation: second, ...request, ...other});
		open();
		await under;
		expect(sandbox.requests.log.filter(({uploadId}) => uploadId === target.uploadId)).toHaveLength(
			1,
		);
	}
});

test('an answer is shown as it came, with its request id', async () => {
	const {client, begin} = await scratch({}, 'moto');
	const target = await begin();
	const parts = await client.send({operation: 'ListParts', ...target});
	// The reading of partway takes this root for the one that S3 documents.
	expect(parts).toMatchObject({status: 200, root: {local: 'ListPartsResponse'}});
	expect(parts.requestId).toMatch(/^[0-9a-f]{52}$/);
	const unknown = {key: target.key, uploadId: 'nobody'};
	expect(await client.send({operation: 'ListParts', ...unknown})).toMatchObject({
		...{operation: 'ListParts', status: 404, code: 'NoSuchUpload'},
	});
});

test('an error under 200 is seen, and a request without an answer has no status', async () => {
	const {client, sandbox, begin} = await scratch();
	const target = await begin();
	const complete = {operation: 'CompleteMultipartUpload', ...target, parts: []} as const;
	sandbox.faults.add({
		...{operation: 'CompleteMultipartUpload', times: 1},
		action: {respond: {status: 200, body: '  <Error><Code>InternalError</Code></Error>'}},
	});
	expect(await client.send(complete)).toMatchObject({status: 200, code: 'InternalError'});
	sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {cut: 'before'}});
	const cut = await client.send(complete);
	expect(cut).toMatchObject({code: 'ECONNRESET'});
	expect(cut.status).toBeUndefined();
});

test.each([
	[{readOnly: true}, 'ReadOnly'],
	[{protectedPrefixes: [{prefix: 'tests/'}]}, 'Protected'],
])('an act by a connection of %j does not leave', async (more, code) => {
	const {client, sandbox, key} = await scratch(more);
	expect(await client.send({operation: 'CreateMultipartUpload', key})).toMatchObject({code});
	expect(sandbox.requests.log).toEqual([]);
});
