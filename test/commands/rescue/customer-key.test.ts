import {expect, test} from 'vitest';
import type {CannedAnswer} from '../../../source/sandbox/sandbox.js';
import {bucket, key} from '../../operations/act-stage.js';
import {openRescueStage} from '../../operations/rescue/rescue-stage.js';
import {nowhere, runCommand} from '../../support/io.js';

/** Both codes: AWS and MinIO, and Ceph 16.2 as measured. */
const refusals = {
	aws: [
		'InvalidRequest',
		'The multipart upload initiate requested encryption. Subsequent part requests must include the appropriate encryption parameters.',
	],
	ceph: [
		'InvalidArgument',
		'Requests specifying Server Side Encryption with Customer provided keys must provide a valid encryption algorithm.',
	],
} as const;

function refusal(service: keyof typeof refusals): CannedAnswer {
	const [code, message] = refusals[service];
	const body = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
	return {status: 400, headers: {'content-type': 'application/xml'}, body};
}

async function begun() {
	const on = await openRescueStage();
	const target = await on.begin();
	await on.send(target, [1, 3]);
	const run = (...args: string[]) =>
		runCommand(args, {env: {...nowhere, PARTWAY_STATE_DIR: on.folder}});
	const words = ['-e', on.sandbox.endpoint, '--include-active', '--yes'];
	const address = `s3://${bucket}/${key}`;
	return {
		...on,
		rescue: (...more: string[]) => run('rescue', on.path, address, ...words, ...more),
		complete: (...more: string[]) =>
			run('complete', address, '--upload-id', target.uploadId, ...words, ...more),
	};
}

const finishElsewhere =
	'It is encrypted with a customer-provided key (SSE-C), which partway does not take: finish it with a client that has the key, such as aws s3api with --sse-customer-key.';

for (const service of ['aws', 'ceph'] as const) {
	const respond = refusal(service);

	test(`a part that needs a customer's key is sent once, and it is said who can finish it (${service})`, async () => {
		const {sandbox, rescue, asked} = await begun();
		sandbox.faults.add({operation: 'UploadPart', times: 1, action: {respond}});
		const {code, stderr} = await rescue();
		expect(code).toBe(1);
		expect(stderr).toMatch(
			/^Failed\. Its parts need a customer-provided key \(SSE-C\): nothing was completed\.\n/,
		);
		expect(stderr).toContain(`\n${finishElsewhere} The server said: `);
		expect(asked('CompleteMultipartUpload')).toBe(0);
	});

	test(`a Complete that needs it says so, and nothing of the list of parts (${service})`, async () => {
		const {sandbox, complete} = await begun();
		sandbox.faults.add({operation: 'CompleteMultipartUpload', action: {respond}});
		const {code, stderr} = await complete('--parts', '1');
		expect(code).toBe(1);
		expect(stderr).toMatch(/^Failed\. The service refused it: nothing has changed\.\n/);
		expect(stderr).toContain(`\n${finishElsewhere} The server said: `);
	});
}

test('a list of parts that needs it says so to both', async () => {
	const {sandbox, rescue, complete} = await begun();
	sandbox.faults.add({operation: 'ListParts', action: {respond: refusal('aws')}});
	for (const run of [rescue, complete]) {
		const {code, stderr} = await run('--dry-run');
		expect(code).toBe(1);
		expect(stderr).toContain(`\n${finishElsewhere} The server said: `);
	}
});

test('an object that HEAD does not show without it is not taken for no S3 service', async () => {
	const {sandbox, complete} = await begun();
	sandbox.faults.add({
		operation: 'HeadObject',
		call: 3,
		action: {respond: {status: 400, body: ''}},
	});
	const {code, stderr} = await complete('--parts', '1');
	expect(code).toBe(1);
	expect(stderr).toMatch(/^Accepted, not verified\. The service reported success; /);
	expect(stderr).toContain(
		'\nNo reason is given: the credentials may have expired, or the object is encrypted with a customer-provided key (SSE-C), which partway does not take.\n',
	);
});
