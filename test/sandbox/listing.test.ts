import {
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	ListPartsCommand,
	paginateListParts,
	type S3Client,
} from '@aws-sdk/client-s3';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {sandboxClient} from '../support/sandbox-client.js';
import {inSandbox, refusal} from './in-sandbox.js';

const Bucket = 'bucket';

type Row = {
	key: string;
	initiated: number;
	id: string;
};

/** The order of a listing, written the plain way: bytes of the key, then initiation, then id. */
function sorted(rows: readonly Row[]): Row[] {
	return [...rows].sort(
		(a, b) =>
			Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
			a.initiated - b.initiated ||
			(a.id < b.id ? -1 : 1),
	);
}

/** All pages of uploads, continued by both markers or by the key alone. */
async function allPages(client: S3Client, input: Partial<ListMultipartUploadsCommandInput>) {
	const ids: string[] = [];
	const prefixes: string[] = [];
	let markers: {KeyMarker?: string; UploadIdMarker?: string} = {};
	for (let pages = 0; pages < 100; pages++) {
		const page = await client.send(new ListMultipartUploadsCommand({Bucket, ...input, ...markers}));
		const rows = page.Uploads ?? [];
		const common = page.CommonPrefixes ?? [];
		expect(rows.length + common.length).toBeLessThanOrEqual(input.MaxUploads ?? 1000);
		ids.push(...rows.map(upload => upload.UploadId!));
		prefixes.push(...common.map(({Prefix}) => Prefix!));
		if (!page.IsTruncated) return {ids, prefixes};
		markers = {KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker};
	}
	throw new Error('the listing does not end');
}

const keys = fc.string({
	unit: fc.constantFrom('a', 'b', '/', '-', '.', '\u007f', 'é', '\ud7ff', '\uffff', '😀'),
	minLength: 1,
	maxLength: 4,
});
const worlds = fc.record({
	uploads: fc.array(fc.record({key: keys, initiated: fc.integer({min: 1, max: 3})}), {
		maxLength: 25,
	}),
	max: fc.integer({min: 1, max: 6}),
	prefix: fc.oneof(fc.constant(''), keys),
	marker: keys,
	nth: fc.nat(),
});

test('uploads are listed as a plain model says: order, prefix, pages, markers, delimiter', async () => {
	const {sandbox} = await inSandbox();
	const client = sandboxClient(sandbox);
	await fc.assert(
		fc.asyncProperty(worlds, async ({uploads, max, prefix, marker, nth}) => {
			sandbox.seed.bucket(Bucket);
			const rows = sorted(
				uploads.map(upload => ({...upload, id: sandbox.seed.upload({bucket: Bucket, ...upload})})),
			);
			const under = rows.filter(({key}) => key.startsWith(prefix));
			const ids = (list: readonly Row[]) => list.map(({id}) => id);

			const paged = await allPages(client, {Prefix: prefix, MaxUploads: max});
			expect(paged).toEqual({ids: ids(under), prefixes: []});

			for (const KeyMarker of [marker, rows[nth % rows.length]?.key]) {
				const after = await client.send(
					new ListMultipartUploadsCommand({Bucket, Prefix: prefix, KeyMarker}),
				);
				const behind = under.filter(
					({key}) => Buffer.compare(Buffer.from(key), Buffer.from(KeyMarker ?? '')) > 0,
				);
				expect(after.Uploads?.map(upload => upload.UploadId) ?? []).toEqual(ids(behind));
			}

			const rolled = await allPages(client, {Prefix: prefix, MaxUploads: max, Delimiter: '/'});
			const slash = (key: string) => key.indexOf('/', prefix.length);
			const groups = under.filter(({key}) => slash(key) >= 0);
			expect(rolled).toEqual({
				ids: ids(under.filter(({key}) => slash(key) < 0)),
				prefixes: [...new Set(groups.map(({key}) => key.slice(0, slash(key) + 1)))],
			});
		}),
		{numRuns: 60},
	);
});

describe('a page of uploads', () => {
	test('tells of each all that AWS tells', async () => {
		const {sandbox, client} = await inSandbox();
		const uploadId = sandbox.seed.upload({
			bucket: Bucket,
			key: 'k',
			initiated: Date.UTC(2026, 0, 2) + 345,
			checksumAlgorithm: 'CRC32',
			storageClass: 'GLACIER',
		});
		const page = await client.send(new ListMultipartUploadsCommand({Bucket}));
		expect(page).toMatchObject({
			Bucket,
			KeyMarker: '',
			UploadIdMarker: '',
			MaxUploads: 1000,
			IsTruncated: false,
			NextKeyMarker: 'k',
			NextUploadIdMarker: uploadId,
		});
		expect(page.Prefix).toBeUndefined();
		expect(page.Uploads).toEqual([
			{
				Key: 'k',
				UploadId: uploadId,
				Initiated: new Date(Date.UTC(2026, 0, 2)),
				StorageClass: 'GLACIER',
				ChecksumAlgorithm: 'CRC32',
				ChecksumType: 'COMPOSITE',
				Owner: {ID: expect.stringMatching(/^[\da-f]{64}$/)},
				Initiator: {ID: expect.stringMatching(/^arn:aws:iam::\d{12}:user\/alice$/)},
			},
		]);
	});

	test('goes on behind a marker that was aborted or completed meanwhile', async () => {
		const {sandbox, client} = await inSandbox();
		const ids = [1, 2, 3].map(initiated =>
			sandbox.seed.upload({bucket: Bucket, key: 'k', initiated}),
		);
		const bucket = sandbox.store.bucket(Bucket)!;
		bucket.abortUpload(bucket.upload('k', ids[1]!)!);
		const {Uploads} = await client.send(
			new ListMultipartUploadsCommand({Bucket, KeyMarker: 'k', UploadIdMarker: ids[1]}),
		);
		expect(Uploads?.map(upload => upload.UploadId)).toEqual([ids[2]]);
	});

	test('ignores an upload id marker without a key marker, and refuses one that is none', async () => {
		const {sandbox, client} = await inSandbox();
		const first = sandbox.seed.upload({bucket: Bucket, key: 'a'});
		const list = (input: object) =>
			client.send(new ListMultipartUploadsCommand({Bucket, ...input}));
		expect((await list({UploadIdMarker: first})).Uploads).toHaveLength(1);
		const wrong = refusal('InvalidArgument', 400, {ArgumentName: 'upload-id-marker'});
		await expect(list({KeyMarker: 'b', UploadIdMarker: first})).rejects.toMatchObject(wrong);
		await expect(list({KeyMarker: 'a', UploadIdMarker: 'made-up'})).rejects.toMatchObject(wrong);
	});

	test('holds at most 1000, and none when none is wanted', async () => {
		const {sandbox, client} = await inSandbox();
		for (let at = 0; at < 1001; at++) sandbox.seed.upload({bucket: Bucket, key: `k${at}`});
		const page = await client.send(new ListMultipartUploadsCommand({Bucket, MaxUploads: 5000}));
		expect([page.Uploads?.length, page.MaxUploads, page.IsTruncated]).toEqual([1000, 1000, true]);
		const none = await client.send(new ListMultipartUploadsCommand({Bucket, MaxUploads: 0}));
		expect([none.Uploads, none.MaxUploads, none.IsTruncated]).toEqual([undefined, 0, false]);
	});

	test.each([
		[{MaxUploads: -1}, 'Argument max-uploads must be an integer between 0 and 2147483647'],
		[{MaxUploads: 2 ** 31}, 'Provided max-uploads not an integer or within integer range'],
		[{EncodingType: 'rot13' as never}, 'Invalid Encoding Method specified in Request'],
	])('refuses %j', async (input, message) => {
		const {client} = await inSandbox();
		await expect(
			client.send(new ListMultipartUploadsCommand({Bucket, ...input})),
		).rejects.toMatchObject(refusal('InvalidArgument', 400, {message}));
	});
});

describe('the parts of an upload', () => {
	const target = {Bucket, Key: 'k'};
	const numbers = [1, 2, 3, 10, 10_000];
	async function seeded() {
		const {sandbox, client} = await inSandbox();
		const parts = [...numbers].reverse().map(number => ({number, size: number}));
		const UploadId = sandbox.seed.upload({bucket: Bucket, key: 'k', parts});
		const list = (input: object) =>
			client.send(new ListPartsCommand({...target, UploadId, ...input}));
		return {client, UploadId, list};
	}

	test('are listed by number, from behind a marker, so many at a time', async () => {
		const {list} = await seeded();
		const page = await list({MaxParts: 2, PartNumberMarker: '2'});
		expect(page.Parts?.map(part => [part.PartNumber, part.Size])).toEqual([
			[3, 3],
			[10, 10],
		]);
		expect(page).toMatchObject({
			PartNumberMarker: '2',
			NextPartNumberMarker: '10',
			MaxParts: 2,
			IsTruncated: true,
		});
		expect((await list({MaxParts: 5})).IsTruncated).toBe(false);
	});

	test('end with a marker, and an empty page with 0, so that a paginator starts again', async () => {
		const {client, UploadId, list} = await seeded();
		expect(await list({})).toMatchObject({NextPartNumberMarker: '10000', IsTruncated: false});
		const empty = await list({PartNumberMarker: '10000'});
		expect([empty.Parts, empty.NextPartNumberMarker]).toEqual([undefined, '0']);
		let seen = 0;
		for await (const page of paginateListParts({client}, {...target, UploadId})) {
			seen += page.Parts?.length ?? 0;
			if (seen > 20) break;
		}
		expect(seen).toBe(25);
	});
});
