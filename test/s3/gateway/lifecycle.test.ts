import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {isNotImplemented} from '../../../source/s3/failure/failure.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import {type Sandbox, startSandbox} from '../../../source/sandbox/sandbox.js';
import {documentXml, ruleXml} from '../../multipart/rules/rule-samples.js';
import {bucket, openStage, sandboxSettings} from '../../support/stage.js';
import {
	type Answer,
	errorXml,
	gatewayTo,
	htmlPage,
	type RawServer,
	startRawServer,
	thrownBy,
} from '../raw-server.js';
import {holdToLifecycle} from './lifecycle-cases.js';

describe.each(['aws', 'ceph-16', 'moto', 'seaweedfs', 'r2'] as const)('rules on %s', like => {
	let sandbox: Sandbox;
	beforeAll(async () => {
		sandbox = await startSandbox({like});
	});
	afterAll(() => sandbox.close());
	holdToLifecycle(() => {
		const [alice, bob] = sandbox.users;
		return {endpoint: sandbox.endpoint, alice: alice!, bob: bob!};
	});
});

test('MinIO drops the action without a word', async () => {
	const {sandbox} = await openStage({like: 'minio'});
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	await gateway.putLifecycle({bucket, text: documentXml(ruleXml())});
	expect(await gateway.lifecycle(bucket)).toEqual([]);
	expect((await gateway.lifecycleDocument(bucket))?.text).toContain('<ID>clean</ID>');
	gateway.close();
});

let server: RawServer | undefined;
afterEach(async () => {
	await server?.close();
});

async function read(answer: Answer) {
	server = await startRawServer(() => answer);
	return gatewayTo(server.endpoint).lifecycle('b');
}

const document = (...rules: string[]) => ({
	body: `<LifecycleConfiguration>${rules.map(rule => `<Rule>${rule}</Rule>`).join('')}</LifecycleConfiguration>`,
});
const days =
	'<AbortIncompleteMultipartUpload><DaysAfterInitiation>4</DaysAfterInitiation></AbortIncompleteMultipartUpload>';

describe('what no server of ours sends', () => {
	test('a filter with tags and sizes is told in words', async () => {
		const and = `<And><Prefix>p/</Prefix><Tag><Key>team</Key><Value>video</Value></Tag><Tag><Key>x</Key><Value></Value></Tag>
			<ObjectSizeGreaterThan>1073741824</ObjectSizeGreaterThan><ObjectSizeLessThan>5368709120</ObjectSizeLessThan></And>`;
		const rules = await read(
			document(
				`<ID>many</ID><Filter>${and}</Filter><Status>Enabled</Status>${days}`,
				`<ID>tag</ID><Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter><Status>Enabled</Status>${days}`,
				`<ID>size</ID><Filter><ObjectSizeLessThan>10</ObjectSizeLessThan></Filter><Status>Disabled</Status>${days}`,
			),
		);
		expect(rules).toMatchObject([
			{
				prefix: 'p/',
				conditions: [
					'tagged team=video',
					'tagged x=',
					'larger than 1.0 GiB',
					'smaller than 5.0 GiB',
				],
			},
			{prefix: '', conditions: ['tagged a=b']},
			{enabled: false, conditions: ['smaller than 10 B']},
		]);
	});

	test('a prefix of white space alone, and a rule without an id', async () => {
		expect(
			await read(document(`<Filter><Prefix> \n</Prefix></Filter><Status>Enabled</Status>${days}`)),
		).toMatchObject([{id: '', prefix: ' \n'}]);
	});

	test('an action without days aborts nothing', async () => {
		const action = '<AbortIncompleteMultipartUpload></AbortIncompleteMultipartUpload>';
		expect(
			await read(document(`<ID>a</ID><Prefix></Prefix><Status>Enabled</Status>${action}`)),
		).toEqual([]);
	});

	test.each(['NaN', '-1', '1.5', '0x10'])('%s days are a time that is not known', async told => {
		const action = `<AbortIncompleteMultipartUpload><DaysAfterInitiation>${told}</DaysAfterInitiation></AbortIncompleteMultipartUpload>`;
		expect(
			await read(document(`<ID>a</ID><Prefix></Prefix><Status>Enabled</Status>${action}`)),
		).toEqual([{id: 'a', enabled: true, prefix: '', conditions: []}]);
	});

	test.each(['', errorXml('NoSuchBucket'), htmlPage])('404 with %j is not none', async body => {
		expect(await thrownBy(() => read({status: 404, body}))).toMatchObject({status: 404});
	});

	test('a web page is no rule', async () => {
		expect(await thrownBy(() => read({body: htmlPage}))).toMatchObject({code: 'UnexpectedAnswer'});
	});

	test.each([405, 501])('%s: it is not implemented', async status => {
		expect(isNotImplemented(await thrownBy(() => read({status, body: ''})))).toBe(true);
	});
});

test('a cancelled read says why', async () => {
	const {sandbox} = await openStage();
	const gateway = createAwsGateway(sandboxSettings(sandbox));
	expect(await thrownBy(() => gateway.lifecycle('b', AbortSignal.abort('left')))).toBe('left');
	gateway.close();
});
