import {Readable} from 'node:stream';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	CreateMultipartUploadCommand,
	GetBucketLifecycleConfigurationCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	ListPartsCommand,
	PutBucketLifecycleConfigurationCommand,
	PutObjectCommand,
	type S3Client,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import {describe, expect, test} from 'vitest';
import {personalityNames, type Sandbox} from '../../source/sandbox/sandbox.js';
import {inSandbox, refusal} from './in-sandbox.js';
import {rawRequest} from './raw-request.js';

const target = {Bucket: 'bucket', Key: 'k'};
const mib = 1024 ** 2;

function list(client: S3Client, input: Partial<ListMultipartUploadsCommandInput> = {}) {
	return client.send(new ListMultipartUploadsCommand({Bucket: 'bucket', ...input}));
}

async function keys(client: S3Client, input?: Partial<ListMultipartUploadsCommandInput>) {
	return (await list(client, input)).Uploads?.map(({Key}) => Key) ?? [];
}

/** Seeds an upload of parts of these sizes and gives what completes it. */
function seeded(sandbox: Sandbox, sizes: readonly number[], initiated?: number) {
	const parts = sizes.map((size, at) => ({number: at + 1, size, etag: String(at).repeat(32)}));
	const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts, initiated});
	const Parts = parts.map(({number, etag}) => ({PartNumber: number, ETag: etag}));
	return new CompleteMultipartUploadCommand({...target, UploadId, MultipartUpload: {Parts}});
}

describe('Ceph 16', () => {
	const like = 'ceph-16';

	test('has names of its own for uploads and requests, and no Server', async () => {
		const {sandbox, client} = await inSandbox({like});
		const {UploadId, $metadata} = await client.send(new CreateMultipartUploadCommand(target));
		expect(UploadId).toMatch(/^2~[\w-]{31}$/);
		expect($metadata.requestId).toMatch(/^tx[\da-f]{21}-00[\da-f]{8}-1011-default$/);
		expect(sandbox.seed.upload({bucket: 'bucket', key: 'k'})).toMatch(/^2~[\w-]{31}$/);
		const {headers} = await rawRequest(sandbox.endpoint, {path: '/bucket'});
		expect(headers).not.toHaveProperty('server');
		expect(headers).not.toHaveProperty('x-amz-id-2');
	});

	test('gives errors a code and a bucket, and an empty message', async () => {
		const {sandbox} = await inSandbox({like});
		const {status, body} = await rawRequest(sandbox.endpoint, {path: '/bucket?uploads'});
		expect(status).toBe(403);
		expect(body).toMatch(
			/<Error><Code>AccessDenied<\/Code><Message><\/Message><BucketName>bucket<\/BucketName><RequestId>tx[^<]*<\/RequestId><HostId>1011-default-default<\/HostId><\/Error>$/,
		);
	});

	test('answers anyone who asks for their buckets, and nobody else', async () => {
		const {sandbox} = await inSandbox({like});
		const buckets = await rawRequest(sandbox.endpoint, {path: '/'});
		expect(buckets.status).toBe(200);
		expect(buckets.body).toContain('<Owner><ID>anonymous</ID>');
		expect(buckets.body).not.toContain('<Name>');
		const {sandbox: s3} = await inSandbox();
		expect((await rawRequest(s3.endpoint, {path: '/'})).status).toBe(403);
	});

	test('writes control characters with two digits', async () => {
		const {sandbox, client} = await inSandbox({like});
		let document = '';
		client.middlewareStack.add(
			next => async args => {
				const result = await next(args);
				const {body} = result.response as {body: AsyncIterable<Buffer>};
				for await (const piece of body) document += piece.toString();
				return {...result, response: {...(result.response as object), body: []}} as typeof result;
			},
			{step: 'deserialize', priority: 'low'},
		);
		sandbox.seed.upload({bucket: 'bucket', key: '\u0001\u001b\r\u007f\t\n&'});
		await list(client).catch(() => {});
		expect(document).toContain('<Key>&#x01;&#x1b;&#x0d;&#x7f;\t\n&amp;</Key>');
	});

	test('encodes keys as measured', async () => {
		const {sandbox, client} = await inSandbox({like});
		const key = 'a b/é+%&<>"\'!$()*,:;=?@[]\\^`{|}~-._#\u0001\u007f\t';
		sandbox.seed.upload({bucket: 'bucket', key});
		expect(await keys(client, {EncodingType: 'url'})).toEqual([
			"a%20b/%C3%A9%2B%25%26%3C%3E%22'!$()*%2C%3A%3B%3D%3F%40%5B%5D%5C%5E%60%7B|%7D~-._%23%01%7F%09",
		]);
		await expect(list(client, {EncodingType: 'x' as 'url'})).rejects.toMatchObject({
			...refusal('InvalidArgument', 400),
			message: 'Invalid Encoding Method specified in Request',
		});
	});

	async function pages(client: S3Client, MaxUploads?: number): Promise<number[]> {
		const counts: number[] = [];
		let markers: {KeyMarker?: string; UploadIdMarker?: string} = {};
		for (;;) {
			const page = await list(client, {MaxUploads, ...markers});
			counts.push(page.Uploads?.length ?? 0);
			if (!page.IsTruncated) return counts;
			markers = {KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker};
		}
	}

	test('has short pages, since parts count: as measured', async () => {
		const {sandbox, client} = await inSandbox({like});
		const seed = (count: number, parts: number) => {
			for (let nth = 0; nth < count; nth++) {
				const key = `${parts}/${String(nth).padStart(4, '0')}`;
				const numbers = Array.from({length: parts}, (_, at) => ({number: at + 1, size: 1}));
				sandbox.seed.upload({bucket: 'bucket', key, parts: numbers});
			}
		};
		seed(700, 1);
		expect(await pages(client)).toEqual([500, 200]);
		expect(await pages(client, 400)).toEqual([400, 300]);
		expect(await pages(client, 100)).toEqual(Array.from({length: 7}, () => 100));
		sandbox.store.createBucket('bucket', sandbox.users[0]!, 0);
		seed(400, 50);
		expect((await pages(client)).length).toBe(3);
		sandbox.store.createBucket('bucket', sandbox.users[0]!, 0);
		seed(30, 2100);
		const counts = await pages(client);
		expect(counts.reduce((sum, count) => sum + count)).toBe(30);
		expect(Math.max(...counts)).toBeLessThan(6);
	});

	test('takes parts of any number and shows those above the marker', async () => {
		const {client} = await inSandbox({like});
		const {UploadId} = await client.send(new CreateMultipartUploadCommand(target));
		for (const PartNumber of [-1, 0, 3, 10_001])
			await client.send(new UploadPartCommand({...target, UploadId, PartNumber, Body: 'x'}));
		const page = async (PartNumberMarker?: string) => {
			const command = new ListPartsCommand({...target, UploadId, PartNumberMarker});
			return (await client.send(command)).Parts?.map(part => part.PartNumber);
		};
		expect(await page()).toEqual([3, 10_001]);
		expect(await page('-1')).toEqual([0, 3, 10_001]);
		const none = await client.send(new ListPartsCommand({...target, UploadId, MaxParts: 0}));
		expect([none.IsTruncated, none.NextPartNumberMarker]).toEqual([true, '0']);
		await expect(
			client.send(
				new UploadPartCommand({...target, UploadId, PartNumber: 'x' as unknown as number}),
			),
		).rejects.toMatchObject(refusal('InvalidArgument', 400));
	});

	test('completes twice by the ETag of what is there, whatever the upload', async () => {
		const {sandbox, client} = await inSandbox({like});
		const command = seeded(sandbox, [5 * mib, 1]);
		const first = await client.send(command);
		expect(first.ETag).toBe('');
		const {ETag} = await client.send(new HeadObjectCommand(target));
		const again = new CompleteMultipartUploadCommand({...command.input, UploadId: '2~unknown'});
		expect((await client.send(again)).ETag).toBe(ETag?.replaceAll('"', ''));
		await client.send(new PutObjectCommand({...target, Body: 'x'}));
		await expect(client.send(command)).rejects.toMatchObject({
			...refusal('InternalError', 500),
			message: 'This multipart completion is already in progress',
		});
	});

	test('dates an object by its completion, S3 by the initiation of its upload', async () => {
		const now = Date.UTC(2026, 5, 1);
		const modified = async (options: {like?: typeof like}) => {
			const offset = {systemClockOffset: now - Date.now()};
			const {sandbox, client} = await inSandbox({...options, now: () => now}, offset);
			await client.send(seeded(sandbox, [1], now - 5000));
			return (await client.send(new HeadObjectCommand(target))).LastModified?.getTime();
		};
		expect(await modified({like})).toBe(now);
		expect(await modified({})).toBe(now - 5000);
	});

	test('keeps its conditions for PutObject', async () => {
		const {sandbox, client} = await inSandbox({like});
		sandbox.seed.object({bucket: 'bucket', key: 'k', body: 'x'});
		const put = new PutObjectCommand({...target, Body: 'x', IfNoneMatch: '*'});
		await expect(client.send(put)).rejects.toMatchObject(refusal('PreconditionFailed', 412));
	});

	test('takes what the SDK sends by default, but no stream of it', async () => {
		const {client} = await inSandbox({like});
		const put = (Body: string | Readable) =>
			client.send(new PutObjectCommand({...target, Body, ContentLength: 5}));
		await put('hello');
		await expect(put(Readable.from([Buffer.from('hello')]))).rejects.toMatchObject(
			refusal('MissingContentLength', 411),
		);
	});

	test('forgets checksums, seeded ones too', async () => {
		const {sandbox, client} = await inSandbox({like});
		const parts = [{number: 1, size: 1}];
		const seed = {bucket: 'bucket', key: 'k', checksumAlgorithm: 'CRC32', parts};
		const UploadId = sandbox.seed.upload(seed);
		const {ChecksumAlgorithm, Parts} = await client.send(
			new ListPartsCommand({...target, UploadId}),
		);
		expect([ChecksumAlgorithm, Parts?.[0]?.ChecksumCRC32]).toEqual([undefined, undefined]);
	});

	test('gives the empty filter of a lifecycle rule back as an empty prefix', async () => {
		const filters = async (options: {like?: typeof like}) => {
			const {client} = await inSandbox(options);
			const rule = {
				...{ID: 'a', Status: 'Enabled' as const, Filter: {Prefix: undefined}},
				AbortIncompleteMultipartUpload: {DaysAfterInitiation: 1},
			};
			await client.send(
				new PutBucketLifecycleConfigurationCommand({
					Bucket: 'bucket',
					LifecycleConfiguration: {Rules: [rule]},
				}),
			);
			const get = new GetBucketLifecycleConfigurationCommand({Bucket: 'bucket'});
			const [read] = (await client.send(get)).Rules ?? [];
			return [read?.Filter !== undefined, read?.Prefix];
		};
		expect(await filters({like})).toEqual([false, '']);
		expect(await filters({})).toEqual([true, undefined]);
	});

	test('aborts as slowly as it does, when that is asked for', async () => {
		const took = async (trueTimes: boolean) => {
			const {sandbox, client} = await inSandbox({like, trueTimes});
			const parts = Array.from({length: 1000}, (_, at) => ({number: at + 1, size: 1}));
			const UploadId = sandbox.seed.upload({bucket: 'bucket', key: 'k', parts});
			const started = performance.now();
			await client.send(new AbortMultipartUploadCommand({...target, UploadId}));
			return performance.now() - started;
		};
		const slow = await took(true);
		expect(slow).toBeGreaterThan(160);
		// The least of a few: a busy machine may hold one of them up for as long.
		const quick = [await took(false), await took(false), await took(false)];
		expect(Math.min(...quick)).toBeLessThan(slow);
	});
});

describe('MinIO', () => {
	const like = 'minio';

	test('lists everything at once by initiation, and by prefix only the exact key', async () => {
		const {sandbox, client} = await inSandbox({like});
		for (const [at, key] of ['c', 'a', 'b/1', 'b'].entries())
			sandbox.seed.upload({bucket: 'bucket', key, initiated: 1_000_000 * at});
		expect(await keys(client, {MaxUploads: 1})).toEqual(['c', 'a', 'b/1', 'b']);
		expect(await keys(client, {Prefix: 'b'})).toEqual(['b']);
		expect(await keys(client, {Prefix: 'b/'})).toEqual([]);
		expect((await list(client, {MaxUploads: 1})).IsTruncated).toBe(false);
	});

	test('forgets its list in a restart, and not the uploads', async () => {
		const {sandbox, client} = await inSandbox({like});
		const command = seeded(sandbox, [1]);
		sandbox.restart();
		sandbox.seed.upload({bucket: 'bucket', key: 'new'});
		expect(await keys(client)).toEqual(['new']);
		expect(await keys(client, {Prefix: 'k'})).toEqual(['k']);
		await client.send(command);
		expect(await keys(client, {Prefix: 'k'})).toEqual([]);
	});

	test('is the only one that forgets', async () => {
		for (const other of personalityNames.filter(name => name !== like && name !== 'lakefs')) {
			const {sandbox, client} = await inSandbox({like: other});
			seeded(sandbox, [1]);
			sandbox.restart();
			expect(await keys(client)).toEqual(['k']);
		}
	});
});

describe('SeaweedFS', () => {
	const like = 'seaweedfs';

	test('tells of an upload its key and its id', async () => {
		const {client} = await inSandbox({like});
		const {UploadId} = await client.send(new CreateMultipartUploadCommand(target));
		const page = await list(client);
		expect(page.Uploads).toEqual([{Key: 'k', UploadId}]);
		expect([page.NextKeyMarker, page.IsTruncated]).toEqual([undefined, false]);
	});

	test('says that it encoded, and does not', async () => {
		const {sandbox, client} = await inSandbox({like});
		sandbox.seed.upload({bucket: 'bucket', key: 'a b%'});
		const page = await list(client, {EncodingType: 'url'});
		expect([page.EncodingType, page.Uploads?.[0]?.Key]).toEqual(['url', 'a b%']);
	});

	test('goes on behind an id; a key lets only its own uploads through', async () => {
		const {sandbox, client} = await inSandbox({like});
		for (const key of ['a', 'b', 'c']) sandbox.seed.upload({bucket: 'bucket', key});
		const all = (await list(client)).Uploads ?? [];
		const first = await list(client, {MaxUploads: 2});
		expect(first).toMatchObject({IsTruncated: true, NextUploadIdMarker: all[1]?.UploadId});
		expect(first.NextKeyMarker).toBeUndefined();
		const UploadIdMarker = first.NextUploadIdMarker;
		expect(await keys(client, {UploadIdMarker})).toEqual([all[2]?.Key]);
		expect(await keys(client, {UploadIdMarker, KeyMarker: all[1]?.Key})).toEqual([]);
		expect(await keys(client, {KeyMarker: 'b'})).toEqual(['b']);
	});

	test('puts ten thousand rows on a page', async () => {
		const {sandbox, client} = await inSandbox({like});
		for (let nth = 0; nth < 1100; nth++) sandbox.seed.upload({bucket: 'bucket', key: `${nth}`});
		expect((await list(client)).Uploads).toHaveLength(1100);
	});

	test('has nothing against an id that it does not know, if it fits the key', async () => {
		const {client} = await inSandbox({like});
		const {UploadId} = await client.send(new CreateMultipartUploadCommand(target));
		const abort = new AbortMultipartUploadCommand({...target, UploadId});
		for (let nth = 0; nth < 2; nth++)
			expect((await client.send(abort)).$metadata.httpStatusCode).toBe(204);
		const {Parts} = await client.send(new ListPartsCommand({...target, UploadId}));
		expect(Parts).toBeUndefined();
		const other = new AbortMultipartUploadCommand({...target, UploadId: 'x'});
		await expect(client.send(other)).rejects.toMatchObject(refusal('NoSuchUpload', 404));
	});
});

describe('Cloudflare R2', () => {
	const like = 'r2';
	const unequal = {
		...refusal('InvalidPart', 400),
		message: 'All non-trailing parts must have the same length.',
	};

	test.each([
		[[5, 5, 1], 'ok'],
		[[5, 5, 5], 'ok'],
		[[5], 'ok'],
		[[5, 6, 1], 'refused'],
		[[5, 5, 6], 'refused'],
	])('of parts of %j MiB: %s', async (sizes, expected) => {
		const {sandbox, client} = await inSandbox({like});
		const answer = client.send(
			seeded(
				sandbox,
				sizes.map(size => size * mib),
			),
		);
		if (expected === 'refused') await expect(answer).rejects.toMatchObject(unequal);
		else expect((await answer).ETag).toMatch(new RegExp(`^"[\\da-f]{32}-${sizes.length}"$`));
	});

	test('has an ETag that does not follow from those of the parts', async () => {
		const etags = await Promise.all(
			([like, 'aws'] as const).map(async name => {
				const {sandbox, client} = await inSandbox({like: name});
				return (await client.send(seeded(sandbox, [5 * mib, 1]))).ETag;
			}),
		);
		expect(etags[0]).not.toBe(etags[1]);
	});

	test('says when it will abort, and knows of no expected owner', async () => {
		const {client} = await inSandbox({like});
		const {AbortDate, AbortRuleId} = await client.send(new CreateMultipartUploadCommand(target));
		const days = ((AbortDate?.getTime() ?? 0) - Date.now()) / (24 * 3_600_000);
		expect(days).toBeCloseTo(7, 2);
		expect(AbortRuleId).toBe('Default Multipart Abort Rule');
		await expect(list(client, {ExpectedBucketOwner: '1'})).rejects.toMatchObject(
			refusal('NotImplemented', 501),
		);
	});
});

describe('lakeFS', () => {
	test('lists no uploads, and does the rest', async () => {
		const {sandbox, client} = await inSandbox({like: 'lakefs'});
		const command = seeded(sandbox, [1]);
		await expect(list(client)).rejects.toMatchObject(refusal('ERRLakeFSNotSupported', 405));
		const {UploadId} = command.input;
		const {Parts} = await client.send(new ListPartsCommand({...target, UploadId}));
		expect(Parts).toHaveLength(1);
		await client.send(command);
	});
});

describe('moto', () => {
	const like = 'moto';

	test('has other roots, and one date for all', async () => {
		const {sandbox, client} = await inSandbox({like});
		const documents: string[] = [];
		client.middlewareStack.add(
			next => async args => {
				const result = await next(args);
				const response = result.response as {body: AsyncIterable<Buffer> | Buffer};
				const pieces: Buffer[] = [];
				for await (const piece of response.body as AsyncIterable<Buffer>) pieces.push(piece);
				response.body = Buffer.concat(pieces);
				documents.push(response.body.toString());
				return result;
			},
			{step: 'deserialize', priority: 'low'},
		);
		const command = seeded(sandbox, [1], 1_000_000);
		const {Uploads} = await list(client);
		expect(Uploads?.[0]?.Initiated).toEqual(new Date('2010-11-10T00:00:00Z'));
		await client.send(new ListPartsCommand({...target, UploadId: command.input.UploadId}));
		await client.send(command);
		expect(documents.map(text => /<(\w+)[ >]/.exec(text)?.[1])).toEqual([
			...['ListMultipartUploadsResult', 'ListPartsResponse', 'CompleteMultipartUploadResponse'],
		]);
	});

	test('lists everything in one page', async () => {
		const {sandbox, client} = await inSandbox({like});
		for (const key of ['c', 'a', 'b/1']) sandbox.seed.upload({bucket: 'bucket', key});
		const page = await list(client, {MaxUploads: 1, KeyMarker: 'b', Delimiter: '/'});
		expect(page.Uploads).toHaveLength(3);
		expect([page.IsTruncated, page.NextKeyMarker, page.CommonPrefixes]).toEqual([
			false,
			undefined,
			undefined,
		]);
		expect(await keys(client, {Prefix: 'b/'})).toEqual(['b/1']);
	});

	test('completes and aborts by the id, under the key that the upload has', async () => {
		const {sandbox, client} = await inSandbox({like});
		const {input} = seeded(sandbox, [1]);
		const completed = await client.send(
			new CompleteMultipartUploadCommand({...input, Key: 'mistyped'}),
		);
		expect(completed.Key).toBe('k');
		await client.send(new HeadObjectCommand(target));
		await expect(client.send(new CompleteMultipartUploadCommand(input))).rejects.toMatchObject(
			refusal('InternalError', 500),
		);
		const {UploadId} = seeded(sandbox, [1]).input;
		await client.send(
			new AbortMultipartUploadCommand({Bucket: 'bucket', Key: 'mistyped', UploadId}),
		);
		expect(await keys(client)).toEqual([]);
	});
});
