import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {inspect, promisify} from 'node:util';
import {describe, expect, test} from 'vitest';
import {buildChild} from '../../support/child.js';
import {errorXml, gatewayTo, startRawServer, thrownBy, uploadsXml} from '../raw-server.js';

describe('the terminal', () => {
	test('never hears of the SDK, whatever happens', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'partway-quiet-'));
		const program = await buildChild(
			fileURLToPath(new URL('quiet-child.ts', import.meta.url)),
			folder,
		);
		const {stdout, stderr} = await promisify(execFile)('node', [program], {
			env: {PATH: process.env['PATH'], HOME: folder, AWS_EC2_METADATA_DISABLED: 'true'},
		});
		expect({stdout, stderr}).toEqual({stdout: 'done\n', stderr: ''});
		await rm(folder, {recursive: true});
	});
});

describe('secrets', () => {
	const credentials = {
		kind: 'keys',
		accessKeyId: 'SAMPLEKEY',
		secretAccessKey: 'planted-secret-key',
		sessionToken: 'planted-session-token',
	} as const;

	test('are neither in the log nor in a failure', async () => {
		const server = await startRawServer((_seen, count) =>
			count % 2 === 0
				? {body: uploadsXml('')}
				: {status: 403, body: errorXml('SignatureDoesNotMatch')},
		);
		const gateway = gatewayTo(server.endpoint, {credentials});
		const target = {bucket: 'b', key: 'k', uploadId: 'u'};
		const failures = [
			await thrownBy(() => gateway.listUploadsPage({bucket: 'b'})),
			await gateway.listUploadsPage({bucket: 'b'}),
			await thrownBy(() => gateway.abort(target)),
			await thrownBy(() => gateway.complete({...target, parts: [], onlyIfAbsent: true})),
		];
		await server.close();
		failures.push(await thrownBy(() => gateway.listBuckets()));
		// They were really used: the signature is there, and the token was sent.
		expect(server.seen[0]?.headers['authorization']).toContain('SAMPLEKEY');
		expect(server.seen[0]?.headers['x-amz-security-token']).toBe('planted-session-token');
		expect(gateway.log.length).toBeGreaterThan(3);
		const told = [gateway.log, failures].map(what =>
			inspect(what, {depth: 20, showHidden: true, maxStringLength: null, getters: true}),
		);
		expect(told.join('\n')).not.toMatch(/planted|Signature=/);
	});

	test('the log holds what was promised and nothing else', async () => {
		const server = await startRawServer(() => ({body: uploadsXml('')}));
		const gateway = gatewayTo(server.endpoint, {credentials});
		await gateway.listUploadsPage({bucket: 'secret-bucket', prefix: 'secret-prefix'});
		await server.close();
		expect(gateway.log).toEqual([
			{
				time: expect.any(Number),
				operation: 'ListMultipartUploads',
				status: 200,
				requestId: 'RAW1',
				milliseconds: expect.any(Number),
			},
		]);
	});
});
