import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ListBucketsCommand} from '@aws-sdk/client-s3';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createClients} from '../../../source/s3/client/clients.js';
import {Pace} from '../../../source/s3/pace/pace.js';

let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'partway-endpoint-'));
	const config = join(folder, 'config');
	await writeFile(config, '[default]\nendpoint_url = http://127.0.0.1:1/elsewhere\n');
	vi.stubEnv('AWS_CONFIG_FILE', config);
	vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'none'));
	vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:2/elsewhere');
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(folder, {recursive: true});
});

/** The host that a request would go to; nothing leaves. */
async function hostFor(endpoint: string | undefined): Promise<unknown> {
	const {reader} = createClients(
		{
			endpoint,
			region: 'eu-west-2',
			pathStyle: true,
			readOnly: false,
			checksums: 'when-required',
			credentials: {kind: 'keys', accessKeyId: 'SAMPLE', secretAccessKey: 'sample'},
		},
		{},
		new Pace(),
	);
	let host: unknown;
	reader.middlewareStack.add(
		() => async args => {
			host = (args.request as {hostname?: unknown}).hostname;
			throw new Error('kept here');
		},
		{step: 'finalizeRequest', priority: 'low'},
	);
	await reader.send(new ListBucketsCommand({})).catch(() => undefined);
	return host;
}

test('keys that are meant for AWS go to AWS, whatever the default profile or the environment names', async () => {
	expect(await hostFor(undefined)).toBe('s3.eu-west-2.amazonaws.com');
});

test('an endpoint that was settled is the one', async () => {
	expect(await hostFor('http://127.0.0.1:3')).toBe('127.0.0.1');
});
