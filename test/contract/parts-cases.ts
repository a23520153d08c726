import {createHash} from 'node:crypto';
import {CreateMultipartUploadCommand, UploadPartCommand} from '@aws-sdk/client-s3';
import type {Case} from './cases.js';
import {type BucketFixture, outcome} from './service.js';

const numbers = [1, 2, 3, 7, 10];

async function withParts(fixture: BucketFixture) {
	const target = await fixture.initiate('k');
	for (const number of numbers) await fixture.part(target, number, number);
	return target;
}

const listed = (
	name: string,
	input: Parameters<BucketFixture['partsPage']>[1],
	aws: {parts: number[]; more: boolean; next?: string},
): Case => ({
	name: `list parts: ${name}`,
	async observe(fixture) {
		const page = await fixture.partsPage(await withParts(fixture), input);
		return {
			parts: (page.Parts ?? []).map(({PartNumber}) => PartNumber),
			more: page.IsTruncated,
			next: page.IsTruncated ? page.NextPartNumberMarker : undefined,
		};
	},
	aws: {next: undefined, ...aws},
});

const numbered = (partNumber: number, aws: string): Case => ({
	name: `upload part: number ${partNumber}`,
	async observe(fixture) {
		const target = await fixture.initiate('k');
		return outcome(fixture.part(target, partNumber));
	},
	aws,
});

export const partsCases: readonly Case[] = [
	listed('all of them', {}, {parts: numbers, more: false}),
	listed('two at a time', {MaxParts: 2}, {parts: [1, 2], more: true, next: '2'}),
	listed(
		'two, from a marker',
		{MaxParts: 2, PartNumberMarker: '2'},
		{
			parts: [3, 7],
			more: true,
			next: '7',
		},
	),
	listed('from a marker that is no part', {PartNumberMarker: '5'}, {parts: [7, 10], more: false}),
	listed('from the last part', {PartNumberMarker: '10'}, {parts: [], more: false}),
	listed('from beyond the last part', {PartNumberMarker: '9999'}, {parts: [], more: false}),
	listed('exactly as many as there are', {MaxParts: 5}, {parts: numbers, more: false}),
	{
		name: 'list parts: what a page says',
		async observe(fixture) {
			const page = await fixture.partsPage(await withParts(fixture));
			const [, second] = page.Parts ?? [];
			return {
				bucket: page.Bucket === fixture.bucket,
				key: page.Key,
				size: second?.Size,
				recent: Math.abs((second?.LastModified?.getTime() ?? 0) - Date.now()) < 60_000,
				etag: second?.ETag === `"${createHash('md5').update('pa').digest('hex')}"`,
				storageClass: page.StorageClass,
				owner: page.Owner?.ID !== undefined,
				initiator: page.Initiator?.ID !== undefined,
				maxParts: page.MaxParts,
			};
		},
		aws: {
			bucket: true,
			key: 'k',
			size: 2,
			recent: true,
			etag: true,
			storageClass: 'STANDARD',
			owner: true,
			initiator: true,
			maxParts: 1000,
		},
	},
	{
		name: 'list parts: none',
		async observe(fixture) {
			const target = await fixture.initiate('k');
			return (await fixture.gateway.listParts(target)).parts;
		},
		aws: [],
	},
	{
		name: 'list parts: one that was uploaded twice',
		async observe(fixture) {
			const target = await fixture.initiate('k');
			await fixture.part(target, 1, 10);
			await fixture.part(target, 1, 20);
			return (await fixture.gateway.listParts(target)).parts.map(({size}) => size);
		},
		aws: [20],
	},
	{
		name: 'list parts: 1,100 of them, by the gateway',
		async observe(fixture) {
			const target = await fixture.initiate('k');
			for (let number = 1; number <= 1100; number += 10)
				await Promise.all(
					Array.from({length: 10}, (_, index) => fixture.part(target, number + index)),
				);
			const {parts} = await fixture.gateway.listParts(target);
			return parts.every(({partNumber}, index) => partNumber === index + 1) && parts.length;
		},
		aws: 1100,
	},
	{
		name: 'list parts: of an unknown upload',
		async observe(fixture) {
			const target = {
				bucket: fixture.bucket,
				key: 'k',
				uploadId: '2~0123456789abcdefghijklmnopqrstu',
			};
			return outcome(fixture.gateway.listParts(target));
		},
		aws: '404 NoSuchUpload',
	},
	{
		name: 'list parts: of an upload by another key',
		async observe(fixture) {
			const target = await withParts(fixture);
			return outcome(fixture.gateway.listParts({...target, key: 'other'}));
		},
		aws: '404 NoSuchUpload',
	},
	{
		name: 'list parts: with checksums',
		async observe(fixture) {
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
			const listing = await fixture.gateway.listParts(target);
			return {
				algorithm: listing.checksumAlgorithm,
				type: listing.checksumType,
				part: listing.parts[0]?.checksums,
			};
		},
		aws: {algorithm: 'CRC32', type: 'COMPOSITE', part: {ChecksumCRC32: '0WK6ZQ=='}},
	},
	{
		name: 'create: a checksum type of the full object',
		async observe(fixture) {
			await fixture.s3.send(
				new CreateMultipartUploadCommand({
					Bucket: fixture.bucket,
					Key: 'k',
					ChecksumAlgorithm: 'CRC64NVME',
					ChecksumType: 'FULL_OBJECT',
				}),
			);
			const [upload] = await fixture.uploads();
			return [upload?.checksumAlgorithm, upload?.checksumType];
		},
		aws: ['CRC64NVME', 'FULL_OBJECT'],
	},
	numbered(1, 'ok'),
	numbered(10_000, 'ok'),
	numbered(10_001, '400 InvalidArgument'),
	numbered(0, '400 InvalidArgument'),
	numbered(-1, '400 InvalidArgument'),
];
