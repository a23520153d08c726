import {once} from 'node:events';
import {createServer} from 'node:net';
import {expect, onTestFinished, test} from 'vitest';
import {resolveConnection} from '../../../source/profiles/resolve/resolve.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';

/** Whether this machine has the address ::1 at all. */
async function hasIpv6(): Promise<boolean> {
	const server = createServer().listen(0, '::1');
	const [event] = await Promise.race([
		once(server, 'listening').then(() => [true]),
		once(server, 'error').then(() => [false]),
	]);
	server.close();
	return event === true;
}

/** The settings of an endpoint as it is typed. */
function settingsOf(endpoint: string) {
	const resolved = resolveConnection({
		options: {endpoint},
		store: {list: () => [], invalid: new Map()},
		awsConfig: {profiles: new Map(), problems: []},
		env: {},
	});
	if ('refused' in resolved) throw new Error(resolved.refused);
	return resolved.settings;
}

if (await hasIpv6())
	test('an endpoint by an IPv6 address is listed, read and acted on', async () => {
		const {sandbox, upload} = await openStage({host: '::1'});
		expect(sandbox.endpoint).toMatch(/^http:\/\/\[::1\]:\d+$/);
		const [one, other] = [upload('a'), upload('b')];
		// As it is typed, without a scheme.
		const settings = settingsOf(sandbox.endpoint.replace('http://', ''));
		expect(settings).toMatchObject({endpoint: sandbox.endpoint, pathStyle: true});
		const {credentials} = sandboxSettings(sandbox);
		const gateway = createAwsGateway({...settings, credentials});
		onTestFinished(() => gateway.close());
		expect(gateway.endpoint).toBe(sandbox.endpoint);
		expect((await gateway.listBuckets()).map(({name}) => name)).toEqual([bucket]);
		expect((await gateway.listUploadsPage({bucket})).uploads).toHaveLength(2);
		const target = {bucket, key: 'a', uploadId: one};
		const {parts} = await gateway.listParts(target);
		const {etag} = await gateway.complete({...target, parts, onlyIfAbsent: true});
		expect(await gateway.headObject(target)).toMatchObject({etag});
		await gateway.abort({bucket, key: 'b', uploadId: other});
		expect((await gateway.listUploadsPage({bucket})).uploads).toEqual([]);
	});
else
	test('an endpoint by an IPv6 address is looked for there, on this machine without one', async () => {
		const credentials = {kind: 'keys', accessKeyId: 'X', secretAccessKey: 'x'} as const;
		const gateway = createAwsGateway({...settingsOf('[::1]:9'), credentials});
		onTestFinished(() => gateway.close());
		await expect(gateway.listBuckets()).rejects.toMatchObject({
			code: expect.stringMatching(/^E(ADDRNOTAVAIL|AFNOSUPPORT|NETUNREACH)$/),
		});
	});
