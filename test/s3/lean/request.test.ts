import {S3Client} from '@aws-sdk/client-s3';
import {HttpRequest} from '@smithy/core/protocols';
import {expect, onTestFinished, test} from 'vitest';
import type {ConnectionSettings} from '../../../source/s3/client/connection.js';
import {createAwsGateway} from '../../../source/s3/gateway/aws-gateway.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import {type Seen, startRawServer} from '../raw-server.js';

const odd = "/a//b c!'()*~é+&=?#%2F\u0001日本/../x";
const target = {bucket: 'some.bucket', key: odd, uploadId: '2~a/b+c= %'};

const calls: Readonly<Record<string, (gateway: Gateway) => Promise<unknown>>> = {
	'a page of uploads': gateway => gateway.listUploadsPage({bucket: target.bucket}),
	'a page of uploads, further on': gateway =>
		gateway.listUploadsPage({
			...{bucket: target.bucket, prefix: 'p ré*', maxUploads: 7},
			after: {keyMarker: odd, uploadIdMarker: '2~ü'},
		}),
	'the first page and one further on': async gateway => {
		await gateway.listUploadsPage({bucket: target.bucket}).catch(() => {});
		await gateway.listUploadsPage({
			...{bucket: target.bucket, prefix: 'p', maxUploads: 7},
			after: {keyMarker: 'k', uploadIdMarker: 'u'},
		});
	},
	'a list of parts': gateway => gateway.listParts(target),
	'an abort': gateway => gateway.abort(target),
	'a look at an object': gateway => gateway.headObject(target),
	'a look at `..`': gateway => gateway.headObject({...target, key: '..'}),
};

const connections: Readonly<Record<string, Partial<ConnectionSettings>>> = {
	'plain keys': {},
	'a session token': {
		credentials: {kind: 'keys', accessKeyId: 'AK', secretAccessKey: 's', sessionToken: 'to/ken+=='},
	},
	'terms of a bucket': {expectedBucketOwner: '123456789012', requestPayer: 'requester'},
	'another region': {region: 'eu-west-2'},
};

async function sentBy(
	way: 'lean' | 'sdk',
	more: Partial<ConnectionSettings>,
	call: (gateway: Gateway) => Promise<unknown>,
): Promise<{seen: readonly Seen[]; endpoint: string}> {
	const server = await startRawServer(() => ({
		status: 404,
		body: '<Error><Code>No</Code></Error>',
	}));
	const gateway = createAwsGateway(
		{
			...{endpoint: server.endpoint, region: 'us-east-1', pathStyle: true, readOnly: false},
			...{checksums: 'when-required' as const},
			credentials: {kind: 'keys', accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret'},
			...more,
		},
		{},
		undefined,
		way,
	);
	onTestFinished(async () => {
		gateway.close();
		await server.close();
	});
	// The second has what the first one found.
	await call(gateway).catch(() => {});
	await call(gateway).catch(() => {});
	return {seen: server.seen, endpoint: server.endpoint};
}

function comparable({method, url, headers}: Seen, endpoint: string): unknown {
	const {authorization = '', ...rest} = headers;
	const signed = /SignedHeaders=[^,]*/.exec(authorization)?.[0];
	const scope = /Credential=[^,]*/.exec(authorization)?.[0].replace(/\/\d{8}\//, '/DAY/');
	return {
		...{method, url, signed, scope},
		headers: JSON.parse(
			JSON.stringify({
				...rest,
				'x-amz-date': 'DATE',
				'amz-sdk-invocation-id': 'ID',
				'user-agent': (rest['user-agent'] ?? '').replace(/ m\/\S+/, ''),
			}).replaceAll(new URL(endpoint).host, 'HOST'),
		),
	};
}

for (const [what, call] of Object.entries(calls))
	for (const [whose, more] of Object.entries(connections))
		test(`${what} with ${whose} leaves as the SDK sends it, with the signature that the SDK makes`, async () => {
			const lean = await sentBy('lean', more, call);
			const sdk = await sentBy('sdk', more, call);
			expect(lean.seen.map(seen => comparable(seen, lean.endpoint))).toEqual(
				sdk.seen.map(seen => comparable(seen, sdk.endpoint)),
			);
			const {credentials, region = 'us-east-1'} = more;
			const keys = credentials?.kind === 'keys' ? credentials : undefined;
			const client = new S3Client({
				region,
				credentials: keys ?? {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret'},
			});
			const signer = await client.config.signer({
				...{name: 'sigv4', signingName: 's3', signingRegion: region, properties: {}},
			});
			expect(lean.seen.length).toBeGreaterThan(1);
			for (const {method, url, headers} of lean.seen) {
				const {authorization, connection: _, ...own} = headers;
				const asked = new URL(`http://host${url.replace(/^[^?]*/, '')}`);
				const signed = await signer.sign(
					new HttpRequest({
						...{method, path: url.replace(/\?.*/, '')},
						query: Object.fromEntries(asked.searchParams),
						headers: own as Record<string, string>,
					}),
					{signingDate: dateOf(String(headers['x-amz-date']))},
				);
				expect(authorization).toBe(signed.headers['authorization']);
			}
		});

function dateOf(text: string): Date {
	return new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}
