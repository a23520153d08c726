import {appendFile, copyFile, rename, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	ListPartsCommand,
	PutObjectCommand,
} from '@aws-sdk/client-s3';
import {formatCount} from '../../../source/multipart/text/units.js';
import type {Gateway} from '../../../source/s3/gateway/gateway.js';
import type {Random} from '../../../source/sandbox/random.js';
import {bucket, type Interrupted, partsThere} from './interrupted.js';

/** `mustSay`: what has to be said beside what its case says. */
export type Refused = Interrupted & {readonly mustSay: RegExp[]};

/** Right before which request of the rescue somebody meddles; the first one is 1. */
export type Moment = {readonly method: keyof Gateway; readonly nth: number};

export type RefusalCase = {
	/** Before the file is compared. */
	readonly first?: (on: Refused, random: Random) => Promise<void>;
	/** While it is compared (`prepare`), or once that was agreed to. */
	readonly meanwhile?: {
		readonly during: 'prepare' | 'send';
		readonly moments: readonly Moment[];
		readonly meddle: (on: Refused, random: Random) => Promise<void>;
	};
	/** What it may come to, and what is said then. */
	readonly says: Readonly<Record<string, RegExp>>;
	/** Whether somebody else put an object at the key. */
	readonly othersObject?: true;
	readonly wrongKey?: true;
};

const reread: Moment = {method: 'listParts', nth: 1};
export const firstPart: Moment = {method: 'uploadPart', nth: 1};
export const checking: Moment = {method: 'listParts', nth: 2};
const lastLook: Moment = {method: 'listParts', nth: 3};
const completing: Moment = {method: 'complete', nth: 1};

/** A byte of a part that landed is another one. */
async function changeByte({path, content, landed, ends, mustSay}: Refused, random: Random) {
	const number = random.pick(landed);
	const at = random.between(ends[number - 2] ?? 0, (ends[number - 1] ?? 1) - 1);
	const changed = Buffer.from(content);
	changed[at] = (changed[at] ?? 0) ^ (1 << random.between(0, 7));
	await writeFile(path, changed);
	const [start, end] = [ends[number - 2] ?? 0, ends[number - 1] ?? 1].map(formatCount);
	mustSay.push(
		new RegExp(`^Part ${number} differs from the file, first between bytes ${start} and ${end}\\.`),
	);
}

/** As programs do that put a file's times back. */
async function keepingTimes(on: Refused, change: () => Promise<void>) {
	await change();
	const anHourAgo = new Date(Date.now() - 3_600_000);
	await utimes(on.path, anHourAgo, anHourAgo);
}

/** The very same bytes and times, and another file. */
async function replaceFile(on: Refused) {
	const other = join(on.folder, 'other');
	await copyFile(on.path, other);
	await keepingTimes(on, () => rename(other, on.path));
}

async function meddleWithFile(on: Refused, random: Random) {
	await random.pick([
		() => appendFile(on.path, 'x'),
		() => truncate(on.path, on.content.length - 1),
		() => writeFile(on.path, Buffer.alloc(on.content.length, 'other')),
		() => replaceFile(on),
	])();
}

const others = (on: Refused, number: number) =>
	on.send(number, Buffer.alloc(Math.max(on.minPartSize, on.partSize), '!'));

async function othersPart(on: Refused, random: Random) {
	const number = random.pick(on.landed);
	await others(on, number);
	on.mustSay.push(new RegExp(`[Pp]art ${number} `));
}

const differ = /^Parts? [\d, -]+ differs? from the file, first between bytes [\d,]+ and [\d,]+\./;
const beyond =
	/^Parts? [\d, -]+ (is|are) beyond the end of the file, which has .*: it is another file, or was cut\.$/;
const gone =
	/^Failed\. The upload is gone: it was completed or aborted meanwhile\. Nothing was completed from here\./;
const lost =
	/^Failed\. Parts? [\d, -]+ (was|were) there before and (is|are) not listed now: nothing was completed\./;
const fileChanged =
	/^(Failed|Refused)\. The file has changed since it was compared: the upload is not completed\. Begin again/;
const unlisted =
	/^Refused: it changed meanwhile, and nothing was sent\.\nParts? [\d, -]+ (is|are) no longer listed\.$/;
const appeared = /^Failed\. An object of .* appeared at the key\. Nothing was completed\./;

/** What is not as it was, and what is then said. */
export const refusalCases: Readonly<Record<string, RefusalCase>> = {
	'a byte of it changed': {first: changeByte, says: {'parts-differ': differ}},
	'a byte of it changed, and its times did not': {
		first: (on, random) => keepingTimes(on, () => changeByte(on, random)),
		says: {'parts-differ': differ},
	},
	'it was cut': {
		first: ({path, ends, landed}, random) => {
			const end = ends[Math.max(...landed) - 1] ?? 1;
			return truncate(path, random.between(0, end - 1));
		},
		says: {'parts-beyond': beyond, 'parts-differ': differ},
	},
	'it grew behind its short last part': {
		first: async (on, random) => {
			const last = on.ends.length;
			if (!on.landed.includes(last))
				await on.send(last, on.content.subarray(on.ends[last - 2] ?? 0));
			await appendFile(on.path, Buffer.alloc(random.between(1, on.partSize), 'x'));
			on.mustSay.push(new RegExp(`^Part ${last} differs from the file`));
		},
		says: {'parts-differ': differ},
	},
	'another one has its name': {
		first: (on, random) =>
			keepingTimes(on, async () => {
				const bytes = Buffer.from(on.content.map(byte => byte ^ random.between(1, 255)));
				await writeFile(on.path, bytes);
			}),
		says: {'parts-differ': / from the file, .*\. No part matches: it may be another file/},
	},
	'it changes while it is compared': {
		meanwhile: {during: 'prepare', moments: [reread], meddle: meddleWithFile},
		says: {
			FileChanged: /tape\.tar has changed since it was looked at\.$/,
			'rescue-file-changed': fileChanged,
		},
	},
	'it changes while it is sent': {
		meanwhile: {during: 'send', moments: [reread, firstPart, checking], meddle: meddleWithFile},
		says: {'rescue-file-changed': fileChanged},
	},
	'the key is another one': {
		wrongKey: true,
		says: {
			'no-upload':
				/^No upload of s3:\/\/media\/.*\.other is listed\. A rescue needs one that is there\.$/m,
			NoSuchUpload: /\nIt was completed or aborted, or the id is wrong: list again\./,
			NoSuchKey: /\nThe service does not know the upload or the key: list again\./,
		},
	},
	'a part of another one replaces one that was proven': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook, completing],
			meddle: othersPart,
		},
		says: {
			changed:
				/^Refused: it changed meanwhile, and nothing was sent\.\nPart \d+ was uploaded again\.$/,
			'rescue-foreign-parts':
				/^Failed\. Part \d+ was uploaded again\. Not from here: another client is uploading, and nothing was completed\./,
			'part-differs':
				/^Failed\. The service does not find part \d+ with the ETag and checksum that it listed before\. The service refused/,
			'parts-changed': /^Failed\. Part \d+ was uploaded again\. The service refused/,
		},
	},
	'a part of another one lands behind the end': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook],
			meddle: async on => {
				const number = on.ends.length + 1;
				await others(on, number);
				on.mustSay.push(new RegExp(`Part ${number} has landed since\\.`));
			},
		},
		says: {
			changed: /^Refused: it changed meanwhile, and nothing was sent\./,
			'rescue-foreign-parts':
				/^Failed\. .* Not from here: another client is uploading, and nothing was completed\./,
		},
	},
	'it is aborted by another one': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking, lastLook],
			meddle: async ({client, target: {key, uploadId}}) => {
				await client.send(
					new AbortMultipartUploadCommand({Bucket: bucket, Key: key, UploadId: uploadId}),
				);
			},
		},
		says: {
			changed: unlisted,
			'rescue-upload-gone': gone,
			'rescue-parts-lost': lost,
		},
	},
	'it is completed by another one': {
		meanwhile: {during: 'send', moments: [reread, firstPart, checking], meddle: completeElsewhere},
		says: {changed: unlisted, 'rescue-upload-gone': gone, 'rescue-parts-lost': lost},
		othersObject: true,
	},
	'an object comes to the key': {
		meanwhile: {
			during: 'send',
			moments: [reread, firstPart, checking],
			meddle: async ({client, target: {key}}) => {
				await client.send(new PutObjectCommand({Bucket: bucket, Key: key, Body: 'other'}));
			},
		},
		says: {'rescue-key-changed': appeared},
		othersObject: true,
	},
};

/** Its own client goes on, and comes to its end. */
async function completeElsewhere(on: Refused) {
	const {client, target, ends, content} = on;
	const there = partsThere(on, target);
	for (const [at, end] of ends.entries())
		if (!there?.has(at + 1)) await on.send(at + 1, content.subarray(ends[at - 1] ?? 0, end));
	const named = {Bucket: bucket, Key: target.key, UploadId: target.uploadId};
	const {Parts = []} = await client.send(new ListPartsCommand(named));
	await client.send(new CompleteMultipartUploadCommand({...named, MultipartUpload: {Parts}}));
}
