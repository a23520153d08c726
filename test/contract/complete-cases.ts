import {createHash} from 'node:crypto';
import {
	CompleteMultipartUploadCommand,
	PutObjectCommand,
	UploadPartCommand,
} from '@aws-sdk/client-s3';
import type {CompletedPart, UploadTarget} from '../../source/s3/gateway/gateway.js';
import type {Case} from './cases.js';
import {type BucketFixture, outcome, wholePart} from './service.js';

/** Completes what was uploaded under these numbers with a list that the case makes of it. */
const completing = (
	name: string,
	numbers: readonly number[],
	list: (parts: CompletedPart[]) => CompletedPart[],
	aws: {outcome: string; size?: number; listed: boolean},
): Case => ({
	name: `complete: ${name}`,
	async observe(fixture) {
		const {target, parts} = await fixture.uploadOf('k', numbers);
		const result = await outcome(fixture.complete(target, list(parts)));
		const head = await fixture.gateway.headObject({bucket: fixture.bucket, key: 'k'});
		return {outcome: result, size: head?.size, listed: await fixture.isListed(target)};
	},
	aws: {size: undefined, ...aws},
});

const refused = (code: string) => ({outcome: `400 ${code}`, listed: true});
const wrongETag = (part: CompletedPart): CompletedPart => ({
	...part,
	etag: '"0123456789abcdef0123456789abcdef"',
});

export const completeCases: readonly Case[] = [
	completing('all parts', [1, 2], parts => parts, {
		outcome: 'ok',
		size: wholePart + 1,
		listed: false,
	}),
	completing('gaps in what was uploaded', [2, 5, 9], parts => parts, {
		outcome: 'ok',
		size: 2 * wholePart + 1,
		listed: false,
	}),
	completing('without the last part', [1, 2], parts => parts.slice(0, 1), {
		outcome: 'ok',
		size: wholePart,
		listed: false,
	}),
	completing('without a part in the middle', [1, 2, 3], ([a, , c]) => [a!, c!], {
		outcome: 'ok',
		size: wholePart + 1,
		listed: false,
	}),
	completing(
		'ETags without quotes',
		[1],
		parts => parts.map(part => ({...part, etag: part.etag.replaceAll('"', '')})),
		{
			outcome: 'ok',
			size: 1,
			listed: false,
		},
	),
	completing('in the wrong order', [1, 2], ([a, b]) => [b!, a!], refused('InvalidPartOrder')),
	completing('one part named twice', [1, 2], ([a, b]) => [a!, a!, b!], refused('InvalidPartOrder')),
	completing('a wrong ETag', [1, 2], ([a, b]) => [wrongETag(a!), b!], refused('InvalidPart')),
	completing(
		'a part that was never uploaded',
		[1],
		([a]) => [a!, {...a!, partNumber: 2}],
		refused('InvalidPart'),
	),
	completing('no part', [1], () => [], refused('MalformedXML')),
	{
		name: 'complete: a part that is too small',
		async observe(fixture) {
			const target = await fixture.initiate('k');
			const parts = [await fixture.part(target, 1, wholePart - 1), await fixture.part(target, 2)];
			const result = await outcome(fixture.complete(target, parts));
			return {outcome: result, listed: await fixture.isListed(target)};
		},
		aws: {outcome: '400 EntityTooSmall', listed: true},
	},
	{
		name: 'complete: a small part that is the last',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			return outcome(fixture.complete(target, parts));
		},
		aws: 'ok',
	},
	{
		name: 'complete: an upload without parts, no part named',
		async observe(fixture) {
			return outcome(fixture.complete(await fixture.initiate('k'), []));
		},
		aws: '400 MalformedXML',
	},
	{
		name: 'complete: 10,001 parts named',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			const many = Array.from({length: 10_001}, (_, index) => ({
				...parts[0]!,
				partNumber: index + 1,
			}));
			return outcome(fixture.complete(target, many));
		},
		aws: '400 MalformedXML',
	},
	{
		name: 'complete: the answer, and the object after it',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('dir/é', [1, 2]);
			const answer = await fixture.complete(target, parts);
			const head = await fixture.gateway.headObject({bucket: fixture.bucket, key: target.key});
			const expected = compositeETag(parts);
			return {
				answered: answer.etag === expected ? 'the composite ETag' : (answer.etag ?? 'no ETag'),
				head: head?.etag === expected,
				fresh: Math.abs((head?.lastModified ?? 0) - Date.now()) < 60_000,
				location: answer.location
					?.replace(fixture.server.endpoint, '')
					.replace(fixture.bucket, 'BUCKET'),
				requestId: answer.requestId !== undefined,
			};
		},
		aws: {
			answered: 'the composite ETag',
			head: true,
			fresh: true,
			location: '/BUCKET/dir%2F%C3%A9',
			requestId: true,
		},
	},
	{
		name: 'complete: an unknown upload',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			await fixture.abortRaw(target);
			return outcome(fixture.complete(target, parts));
		},
		aws: '404 NoSuchUpload',
	},
	{
		name: 'complete: an upload by another key',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			const result = await outcome(fixture.complete({...target, key: 'other'}, parts));
			const other = await fixture.gateway.headObject({bucket: fixture.bucket, key: 'other'});
			return {outcome: result, other: other?.size, listed: await fixture.isListed(target)};
		},
		aws: {outcome: '404 NoSuchUpload', other: undefined, listed: true},
	},
	{
		name: 'complete: twice with the same list',
		observe: fixture => twice(fixture, parts => parts),
		aws: ['ok', 'ok', wholePart + 1],
	},
	{
		name: 'complete: twice, then with another list',
		observe: fixture => twice(fixture, parts => parts.slice(0, 1)),
		aws: ['ok', '404 NoSuchUpload', wholePart + 1],
	},
	{
		name: 'complete: if-none-match *, and nothing is there',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			return outcome(fixture.complete(target, parts, {onlyIfAbsent: true}));
		},
		aws: 'ok',
	},
	{
		name: 'complete: if-none-match *, and an object is there',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			await put(fixture, 'k', 'old object');
			const result = await outcome(fixture.complete(target, parts, {onlyIfAbsent: true}));
			const head = await fixture.gateway.headObject({bucket: fixture.bucket, key: 'k'});
			return {outcome: result, size: head?.size};
		},
		aws: {outcome: '412 PreconditionFailed', size: 10},
	},
	{
		name: 'complete: over an object, unconditionally',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			await put(fixture, 'k', 'old object');
			const result = await outcome(fixture.complete(target, parts));
			const head = await fixture.gateway.headObject({bucket: fixture.bucket, key: 'k'});
			return {outcome: result, size: head?.size};
		},
		aws: {outcome: 'ok', size: 1},
	},
	{
		name: 'complete: if-match of another object',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			await put(fixture, 'k', 'old object');
			return outcome(raw(fixture, target, parts, {IfMatch: '"0123456789abcdef0123456789abcdef"'}));
		},
		aws: '412 PreconditionFailed',
	},
	{
		name: 'complete: with a size that is not what the parts add up to',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			return outcome(raw(fixture, target, parts, {MpuObjectSize: 5}));
		},
		aws: '400 InvalidRequest',
	},
	{
		name: 'complete: with checksums',
		async observe(fixture) {
			const {target, parts} = await withChecksums(fixture);
			return outcome(fixture.complete(target, parts));
		},
		aws: 'ok',
	},
	{
		name: 'complete: checksums left out of the list',
		async observe(fixture) {
			const {target, parts} = await withChecksums(fixture);
			return outcome(
				fixture.complete(
					target,
					parts.map(part => ({...part, checksums: {}})),
				),
			);
		},
		aws: '400 InvalidRequest',
	},
	{
		name: 'complete: a wrong checksum in the list',
		async observe(fixture) {
			const {target, parts} = await withChecksums(fixture);
			return outcome(
				fixture.complete(
					target,
					parts.map(part => ({...part, checksums: {ChecksumCRC32: 'AAAAAA=='}})),
				),
			);
		},
		aws: '400 InvalidPart',
	},
	{
		name: 'upload part: a wrong checksum',
		async observe(fixture) {
			const target = await fixture.initiate('k', {ChecksumAlgorithm: 'CRC32'});
			return outcome(
				fixture.s3.send(
					new UploadPartCommand({
						Bucket: fixture.bucket,
						Key: 'k',
						UploadId: target.uploadId,
						PartNumber: 1,
						Body: 'partway',
						ChecksumCRC32: 'AAAAAA==',
					}),
				),
			);
		},
		aws: '400 BadDigest',
	},
	{
		name: 'complete: then a part, an abort and a listing of the same upload',
		async observe(fixture) {
			const {target, parts} = await fixture.uploadOf('k', [1]);
			await fixture.complete(target, parts);
			return {
				part: await outcome(fixture.part(target, 2)),
				abort: await outcome(fixture.gateway.abort(target)),
				parts: await outcome(fixture.gateway.listParts(target)),
				size: (await fixture.gateway.headObject({bucket: fixture.bucket, key: 'k'}))?.size,
			};
		},
		aws: {part: '404 NoSuchUpload', abort: '404 NoSuchUpload', parts: '404 NoSuchUpload', size: 1},
	},
];

async function twice(fixture: BucketFixture, again: (parts: CompletedPart[]) => CompletedPart[]) {
	const {target, parts} = await fixture.uploadOf('k', [1, 2]);
	const first = await outcome(fixture.complete(target, parts));
	const second = await outcome(fixture.complete(target, again(parts)));
	const head = await fixture.gateway.headObject({bucket: fixture.bucket, key: 'k'});
	return [first, second, head?.size];
}

function raw(
	fixture: BucketFixture,
	target: UploadTarget,
	parts: readonly CompletedPart[],
	more: {IfMatch?: string; MpuObjectSize?: number},
) {
	return fixture.s3.send(
		new CompleteMultipartUploadCommand({
			Bucket: target.bucket,
			Key: target.key,
			UploadId: target.uploadId,
			MultipartUpload: {
				Parts: parts.map(({partNumber, etag}) => ({PartNumber: partNumber, ETag: etag})),
			},
			...more,
		}),
	);
}

async function put(fixture: BucketFixture, key: string, body: string) {
	await fixture.s3.send(new PutObjectCommand({Bucket: fixture.bucket, Key: key, Body: body}));
}

/** An upload with a CRC32 for its part; the list that the gateway makes of what the server tells. */
async function withChecksums(fixture: BucketFixture) {
	const target = await fixture.initiate('k', {ChecksumAlgorithm: 'CRC32'});
	await fixture.s3.send(
		new UploadPartCommand({
			Bucket: fixture.bucket,
			Key: 'k',
			UploadId: target.uploadId,
			PartNumber: 1,
			Body: 'partway',
			ChecksumAlgorithm: 'CRC32',
		}),
	);
	return {target, parts: (await fixture.gateway.listParts(target)).parts};
}

function compositeETag(parts: readonly CompletedPart[]): string {
	const md5 = createHash('md5');
	for (const {etag} of parts) md5.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
	return `"${md5.digest('hex')}-${parts.length}"`;
}
