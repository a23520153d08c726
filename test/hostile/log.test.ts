import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {expect, onTestFinished, test} from 'vitest';
import {S3Failure} from '../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../source/s3/gateway/gateway.js';
import {openLog} from '../../source/terminal/log-file.js';
import {type Answer, type Seen, startRawServer} from '../s3/raw-server.js';
import {temporaryFolder} from '../support/app.js';
import {inXml} from './hostile-server.js';
import {linesOfLog} from './log-lines.js';
import {hostileName} from './names.js';

const secretAccessKey = 'sample/secret+of/the=log-test';
const sessionToken = 'FwoGZXIvYXdzE-sample-session-token-of-the-log-test';

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const calls: ReadonlyArray<(gateway: Gateway) => Promise<unknown>> = [
	gateway => gateway.listUploadsPage({bucket: 'b'}),
	gateway => gateway.listParts(target),
	gateway => gateway.listBuckets(),
	gateway => gateway.headObject(target),
	gateway => gateway.abort(target),
	gateway => gateway.complete({...target, parts: [], onlyIfAbsent: true}),
];

/** What a log holds of calls to a server that answers so. */
async function logged(reply: (seen: Seen) => Answer): Promise<void> {
	const server = await startRawServer(reply);
	onTestFinished(() => server.close());
	const path = join(await temporaryFolder(), 'requests.log');
	const gateway = createAwsGateway(
		{
			...{endpoint: server.endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
			checksums: 'when-required',
			credentials: {kind: 'keys', accessKeyId: 'SAMPLEKEY', secretAccessKey, sessionToken},
		},
		{onRequest: openLog(path)},
	);
	for (const call of calls)
		await call(gateway).catch((error: unknown) => {
			if (!(error instanceof S3Failure)) throw error;
		});
	gateway.close();
	const log = await readFile(path);
	expect(linesOfLog(log)).toHaveLength(server.seen.length);
	for (const secret of [secretAccessKey, sessionToken])
		expect(log.toString('latin1')).not.toContain(secret);
	expect(log.toString('latin1')).not.toMatch(/Signature=/);
}

test('whatever a server says, each request is a line of JSON in ASCII', async () => {
	for (const text of fc.sample(hostileName, {seed: 19, numRuns: 20})) {
		const inHeader = [...text].filter(each => /[ -~\u0080-\u00ff]/.test(each)).join('');
		await logged(({url}) => ({
			status: url.includes('uploads') ? 200 : 400,
			headers: {'x-amz-request-id': inHeader, server: inHeader},
			body: `<Error><Code>${inXml(text)}</Code><Message>${inXml(text)}</Message></Error>`,
		}));
	}
});
