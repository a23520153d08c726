import type {Case} from './cases.js';
import {type BucketFixture, keysOf, outcome} from './service.js';

/** `a-` sorts before `a.` and `a/` after it, which is what Ceph's order turns on. */
const keys = ['a', 'a', 'a-', 'a/b', 'b', 'c/d', 'c/e'];

const listed = (name: string, input: Parameters<BucketFixture['page']>[0], aws: unknown): Case => ({
	name: `list uploads: ${name}`,
	async observe(fixture) {
		await fixture.initiateAll(keys);
		return keysOf(await fixture.page(input));
	},
	aws,
});

export const listingCases: readonly Case[] = [
	listed('all of them, in order', {}, ['a', 'a', 'a-', 'a/b', 'b', 'c/d', 'c/e']),
	listed('key-marker of a key with two uploads', {KeyMarker: 'a'}, [
		'a-',
		'a/b',
		'b',
		'c/d',
		'c/e',
	]),
	listed('key-marker of a key with one upload', {KeyMarker: 'b'}, ['c/d', 'c/e']),
	listed('key-marker of no key', {KeyMarker: 'a/a'}, ['a/b', 'b', 'c/d', 'c/e']),
	listed('key-marker before all', {KeyMarker: '!'}, ['a', 'a', 'a-', 'a/b', 'b', 'c/d', 'c/e']),
	listed('key-marker of the last key', {KeyMarker: 'c/e'}, []),
	listed('key-marker beyond all', {KeyMarker: 'z'}, []),
	listed('upload-id-marker alone counts for nothing', {UploadIdMarker: 'x'}, [
		'a',
		'a',
		'a-',
		'a/b',
		'b',
		'c/d',
		'c/e',
	]),
	listed('prefix', {Prefix: 'a'}, ['a', 'a', 'a-', 'a/b']),
	listed('prefix of a folder', {Prefix: 'c/'}, ['c/d', 'c/e']),
	listed('prefix that is a key', {Prefix: 'c/e'}, ['c/e']),
	listed('prefix of nothing', {Prefix: 'x'}, []),
	listed('prefix and a key-marker within it', {Prefix: 'c/', KeyMarker: 'c/d'}, ['c/e']),
	listed('prefix and a key-marker before it', {Prefix: 'c/', KeyMarker: 'b'}, ['c/d', 'c/e']),
	listed('prefix and a key-marker beyond it', {Prefix: 'a', KeyMarker: 'b'}, []),
	{
		name: 'list uploads: one key, by initiation',
		async observe(fixture) {
			const begun = await fixture.initiateAll(Array.from({length: 9}, () => 'k'));
			const ids = (await fixture.page()).Uploads?.map(({UploadId}) => UploadId) ?? [];
			const byId = [...ids].sort();
			return {
				byInitiation: ids.every((id, index) => id === begun[index]?.uploadId),
				byUploadId: ids.every((id, index) => id === byId[index]),
			};
		},
		aws: {byInitiation: true, byUploadId: false},
	},
	{
		name: 'list uploads: both markers go on right after that upload, wherever it is',
		async observe(fixture) {
			await fixture.initiateAll(keys);
			const all = (await fixture.page()).Uploads ?? [];
			const wrong: number[] = [];
			for (const [index, {Key, UploadId}] of all.entries()) {
				const rest = (await fixture.page({KeyMarker: Key, UploadIdMarker: UploadId})).Uploads ?? [];
				const ids = rest.map(upload => upload.UploadId).join();
				if (
					ids !==
					all
						.slice(index + 1)
						.map(upload => upload.UploadId)
						.join()
				)
					wrong.push(index);
			}
			return wrong;
		},
		aws: [],
	},
	{
		name: 'list uploads: both markers, with the id of an upload that is gone',
		async observe(fixture) {
			const targets = await fixture.initiateAll(keys);
			const gone = targets[4]!;
			await fixture.abortRaw(gone);
			return keysOf(await fixture.page({KeyMarker: gone.key, UploadIdMarker: gone.uploadId}));
		},
		aws: ['c/d', 'c/e'],
	},
	{
		name: 'list uploads: a delimiter rolls up',
		async observe(fixture) {
			await fixture.initiateAll(keys);
			const page = await fixture.page({Delimiter: '/'});
			return {keys: keysOf(page), prefixes: page.CommonPrefixes?.map(({Prefix}) => Prefix) ?? []};
		},
		aws: {keys: ['a', 'a', 'a-', 'b'], prefixes: ['a/', 'c/']},
	},
	{
		name: 'list uploads: what a page says of itself',
		async observe(fixture) {
			await fixture.initiateAll(keys);
			const page = await fixture.page({MaxUploads: 2, Prefix: 'a', KeyMarker: 'A'});
			const {Bucket, KeyMarker, UploadIdMarker, Prefix, MaxUploads, IsTruncated} = page;
			return {
				bucket: Bucket === fixture.bucket,
				...{
					KeyMarker,
					UploadIdMarker: UploadIdMarker || undefined,
					Prefix,
					MaxUploads,
					IsTruncated,
				},
				next: page.NextKeyMarker,
				nextIsLastRow: page.NextUploadIdMarker === page.Uploads?.at(-1)?.UploadId,
			};
		},
		aws: {
			bucket: true,
			...{KeyMarker: 'A', UploadIdMarker: undefined, Prefix: 'a', MaxUploads: 2, IsTruncated: true},
			next: 'a',
			nextIsLastRow: true,
		},
	},
	{
		name: 'list uploads: what the last page says of itself',
		async observe(fixture) {
			await fixture.initiateAll(['a', 'b']);
			const {IsTruncated, MaxUploads, NextKeyMarker} = await fixture.page();
			return {IsTruncated, MaxUploads, next: NextKeyMarker || undefined};
		},
		aws: {IsTruncated: false, MaxUploads: 1000, next: 'b'},
	},
	{
		name: 'list uploads: nothing',
		async observe(fixture) {
			const {IsTruncated, Uploads, NextKeyMarker} = await fixture.page();
			return {IsTruncated, Uploads, next: NextKeyMarker || undefined};
		},
		aws: {IsTruncated: false, Uploads: undefined, next: undefined},
	},
	...[1, 2, 3, 7].map(
		(maxUploads): Case => ({
			name: `list uploads: ${maxUploads} at a time, all the same`,
			async observe(fixture) {
				await fixture.initiateAll(keys);
				const found: string[] = [];
				let after: {keyMarker: string; uploadIdMarker?: string} | undefined;
				do {
					const page = await fixture.gateway.listUploadsPage({
						bucket: fixture.bucket,
						maxUploads,
						after,
					});
					if (page.uploads.length > maxUploads) return 'too many';
					found.push(...page.uploads.map(({key, uploadId}) => `${key} ${uploadId}`));
					after = page.next;
				} while (after !== undefined);
				return {
					rows: found.length,
					each: new Set(found).size,
					keys: found.map(row => row.split(' ')[0]).sort(),
				};
			},
			aws: {rows: 7, each: 7, keys},
		}),
	),
	{
		name: 'list uploads: no more than none',
		async observe(fixture) {
			await fixture.initiateAll(['a']);
			const {IsTruncated, Uploads} = await fixture.page({MaxUploads: 0});
			return {IsTruncated, Uploads};
		},
		aws: {IsTruncated: false, Uploads: undefined},
	},
	{
		name: 'list uploads: less than none',
		observe: fixture => outcome(fixture.page({MaxUploads: -1})),
		aws: '400 InvalidArgument',
	},
	{
		name: 'list uploads: more than a thousand at a time',
		async observe(fixture) {
			const {MaxUploads} = await fixture.page({MaxUploads: 5000});
			return MaxUploads;
		},
		aws: 1000,
	},
	{
		name: 'list uploads: encoding-type url',
		async observe(fixture) {
			await fixture.initiateAll(['a b/é+%', 'z']);
			const page = await fixture.page({EncodingType: 'url', MaxUploads: 1, Prefix: 'a b'});
			const more = await fixture.page({EncodingType: 'url', MaxUploads: 1});
			return {
				echoed: page.EncodingType,
				key: page.Uploads?.[0]?.Key,
				prefix: page.Prefix,
				next: more.NextKeyMarker,
			};
		},
		aws: {
			echoed: 'url',
			key: 'a+b/%C3%A9%2B%25',
			prefix: 'a+b',
			next: 'a+b/%C3%A9%2B%25',
		},
	},
	{
		name: 'list uploads: a row says its initiation, class, owner and initiator',
		async observe(fixture) {
			const before = Date.now();
			await fixture.initiate('k');
			const row = (await fixture.page()).Uploads?.[0];
			const initiated = row?.Initiated?.getTime() ?? 0;
			return {
				recent: Math.abs(initiated - before) < 60_000,
				storageClass: row?.StorageClass,
				owner: row?.Owner?.ID !== undefined,
				initiator: row?.Initiator?.ID !== undefined,
			};
		},
		aws: {recent: true, storageClass: 'STANDARD', owner: true, initiator: true},
	},
	{
		name: 'list uploads: an upload with a checksum says so',
		async observe(fixture) {
			await fixture.initiate('k', {ChecksumAlgorithm: 'CRC32'});
			const [upload] = await fixture.uploads();
			return [upload?.checksumAlgorithm, upload?.checksumType];
		},
		aws: ['CRC32', 'COMPOSITE'],
	},
	{
		name: 'list uploads: 1,100 of them, over pages, each once',
		async observe(fixture) {
			const names = Array.from({length: 1100}, (_, index) => `key ${index % 550}`);
			const begun = await side(names, 16, key => fixture.initiate(key));
			const found = await fixture.uploads();
			const ids = new Set(found.map(({uploadId}) => uploadId));
			return {rows: found.length, missing: begun.filter(({uploadId}) => !ids.has(uploadId)).length};
		},
		aws: {rows: 1100, missing: 0},
	},
	{
		name: 'list uploads: past one with 2,100 parts, which Ceph counts as rows',
		async observe(fixture) {
			const [before, big, after] = await fixture.initiateAll(['a', 'b', 'c']);
			const numbers = Array.from({length: 2100}, (_, index) => index + 1);
			await side(numbers, 16, number => fixture.part(big!, number));
			await fixture.part(before!, 1);
			await fixture.part(after!, 1);
			const found = await fixture.uploads();
			return {
				keys: found.map(({key}) => key),
				parts: (await fixture.gateway.listParts(big!)).parts.map(({partNumber}) => partNumber)
					.length,
			};
		},
		aws: {keys: ['a', 'b', 'c'], parts: 2100},
	},
];

/** Runs the work for each item, so many at a time. */
export async function side<T, R>(
	items: readonly T[],
	width: number,
	work: (item: T) => Promise<R>,
): Promise<R[]> {
	const results: R[] = [];
	const queue = items.entries();
	await Promise.all(
		Array.from({length: width}, async () => {
			for (const [index, item] of queue) results[index] = await work(item);
		}),
	);
	return results;
}
