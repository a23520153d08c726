import {createHash} from 'node:crypto';
import {sameEtag} from '../../../multipart/etag.js';
import {elementsOf, type RawAnswer, textOf} from '../../../s3/conformance/answer.js';
import type {Check} from '../check.js';
import type {Begun, Trial} from '../trial.js';
import {NotSeen} from '../types.js';
import {dateSeen} from './dates.js';

const numbers = [1, 2, 3, 7, 10];

/** An upload with parts of these numbers, each as many bytes as its number. */
function withParts(trial: Trial): Promise<Begun> {
	return trial.shared('parts', async () => {
		const upload = await trial.begin('parts');
		for (const number of numbers) await trial.part(upload, number, bytes(number));
		return upload;
	});
}

function bytes(length: number): Uint8Array {
	return Buffer.alloc(length, 'p');
}

async function partsPage(trial: Trial, more: {max?: number; marker?: string} = {}) {
	const answer = await trial.listParts(await withParts(trial), more);
	const outcome = trial.outcome(answer);
	if (outcome !== 'ok') throw new NotSeen({code: 'not-made', what: `ListParts ${outcome}`});
	return {answer, rows: elementsOf(answer.root, 'Part')};
}

const numbersOf = (rows: ReturnType<typeof elementsOf>) =>
	rows.map(row => Number(textOf(row, 'PartNumber')));

/** Every number by pages of two. */
async function paged(trial: Trial): Promise<number[]> {
	const found: number[] = [];
	let marker: string | undefined;
	for (let pages = 0; pages < numbers.length; pages++) {
		const {answer, rows} = await partsPage(trial, {
			max: 2,
			...(marker === undefined ? {} : {marker}),
		});
		found.push(...numbersOf(rows));
		if (textOf(answer.root, 'IsTruncated') !== 'true') break;
		marker = textOf(answer.root, 'NextPartNumberMarker') || String(found.at(-1));
	}
	return found;
}

/** An upload with a CRC32 for its part. */
function withChecksum(trial: Trial) {
	return trial.shared('checksum', async () => {
		const upload = await trial.begin('checksum', {crc32: true});
		return {upload, part: await trial.part(upload, 1, Buffer.from('partway'), '0WK6ZQ==')};
	});
}

const rootName = ({root}: RawAnswer) => root?.local ?? null;

export const partsChecks = [
	{
		id: 'parts',
		want: numbers.map(number => ({number, bytes: number})),
		observe: async trial =>
			(await partsPage(trial)).rows.map(row => ({
				number: Number(textOf(row, 'PartNumber')),
				bytes: Number(textOf(row, 'Size')),
			})),
	},
	{
		id: 'parts-root',
		want: 'ListPartsResult',
		observe: async trial => rootName((await partsPage(trial)).answer),
	},
	{
		id: 'parts-etag',
		want: 'MD5',
		async observe(trial) {
			const {rows} = await partsPage(trial);
			const isMd5 = rows.every(row => {
				const md5 = createHash('md5').update(bytes(Number(textOf(row, 'PartNumber'))));
				return sameEtag(textOf(row, 'ETag'), md5.digest('hex'));
			});
			return isMd5 ? 'MD5' : 'another';
		},
	},
	{
		id: 'parts-dates',
		want: 'within 15 minutes',
		async observe(trial) {
			const {answer, rows} = await partsPage(trial);
			return dateSeen(textOf(rows[0], 'LastModified'), answer);
		},
	},
	{id: 'parts-paging', want: numbers, observe: paged},
	{
		id: 'parts-marker',
		want: [7, 10],
		observe: async trial => numbersOf((await partsPage(trial, {marker: '5'})).rows),
	},
	{
		id: 'parts-again',
		want: [{number: 1, bytes: 2}],
		async observe(trial) {
			const {upload} = await trial.small('again');
			await trial.part(upload, 1, Buffer.from('xy'));
			const {root} = await trial.listParts(upload);
			return elementsOf(root, 'Part').map(row => ({
				number: Number(textOf(row, 'PartNumber')),
				bytes: Number(textOf(row, 'Size')),
			}));
		},
	},
	{
		id: 'parts-other-key',
		want: '404 NoSuchUpload',
		observe: async trial => {
			const {uploadId} = await withParts(trial);
			return trial.outcome(await trial.listParts({key: trial.key('parts-other'), uploadId}));
		},
	},
	{
		id: 'checksum-listed',
		want: {algorithm: 'CRC32', part: '0WK6ZQ=='},
		async observe(trial) {
			const {root} = await trial.listParts((await withChecksum(trial)).upload);
			return {
				algorithm: textOf(root, 'ChecksumAlgorithm') ?? null,
				part: textOf(elementsOf(root, 'Part')[0], 'ChecksumCRC32') ?? null,
			};
		},
	},
	{
		id: 'checksum-wrong',
		want: '400 BadDigest',
		async observe(trial) {
			const {key, uploadId} = await trial.begin('checksum-wrong', {crc32: true});
			return trial.outcome(
				await trial.send({
					...{operation: 'UploadPart', key, uploadId, number: 1},
					...{body: Buffer.from('partway'), crc32: 'AAAAAA=='},
				}),
			);
		},
	},
	{
		id: 'checksum-complete',
		want: 'ok',
		async observe(trial) {
			const {upload, part} = await withChecksum(trial);
			return trial.outcome(await trial.complete(upload, [part]));
		},
	},
] as const satisfies readonly Check[];
