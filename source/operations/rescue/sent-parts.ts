import {createHash} from 'node:crypto';
import {mkdir, open, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {checksumAlgorithms} from '../../multipart/part.js';
import type {Digests, SentPart} from '../../multipart/rescue/proof.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {readPlainSync} from '../../terminal/plain-file.js';

/** Bytes: 10,000 parts, each sent many times over. */
const largest = 64 * 1024 * 1024;

/** Milliseconds that the file of an upload is kept: no upload that old is finished. */
const keptFor = 90 * 24 * 60 * 60_000;

/** What was sent of one upload, in a file of its own beside the journal. */
export type SentPartsFile = {
	/** Written before the part leaves. Not flushed to the disk: a kill keeps it, and what a power cut takes is sent again. */
	sending(part: Omit<SentPart, 'etag'>): Promise<void>;
	answered(partNumber: number, etag: string): Promise<void>;
	close(): Promise<void>;
	/** For an upload that is over. */
	remove(): Promise<void>;
};

function folderIn(stateFolder: string): string {
	return join(stateFolder, 'rescues');
}

/** Named by what names the upload: a key may hold anything, and be longer than a name of a file. */
function fileOf(stateFolder: string, endpoint: string, target: UploadTarget): string {
	const {bucket, key, uploadId} = target;
	const name = createHash('sha256').update(JSON.stringify([endpoint, bucket, key, uploadId]));
	return join(folderIn(stateFolder), `${name.digest('hex').slice(0, 32)}.jsonl`);
}

/**
 * The parts that rescues of before have sent to an upload, the last of each number. A line that cannot be understood, and a
 * file that cannot be read, say nothing: their parts count as another's.
 */
export function readSentParts(
	stateFolder: string,
	endpoint: string,
	target: UploadTarget,
): ReadonlyMap<number, SentPart> {
	const sent = new Map<number, SentPart>();
	for (const line of linesOf(fileOf(stateFolder, endpoint, target))) {
		const record = recordOf(line);
		if (record === undefined) continue;
		const {partNumber} = record;
		const before = sent.get(partNumber);
		if ('range' in record) sent.set(partNumber, record);
		else if (before !== undefined) sent.set(partNumber, {...before, etag: record.etag});
	}
	return sent;
}

function linesOf(file: string): string[] {
	try {
		return readPlainSync(file, largest).toString('utf8').split('\n');
	} catch {
		return [];
	}
}

function recordOf(
	line: string,
): SentPart | {readonly partNumber: number; readonly etag: string} | undefined {
	let value: unknown;
	try {
		value = JSON.parse(line);
	} catch {
		return undefined;
	}
	const {partNumber, start, end, digests, etag} = Object(value) as Record<string, unknown>;
	if (!isCount(partNumber)) return undefined;
	if (typeof etag === 'string') return {partNumber, etag};
	return isCount(start) && isCount(end) && start <= end && isDigests(digests)
		? {partNumber, range: {start, end}, digests}
		: undefined;
}

function isCount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isDigests(value: unknown): value is Digests {
	return (
		typeof value === 'object' &&
		value !== null &&
		Object.entries(value).every(
			([kind, digest]) =>
				checksumAlgorithms.some(known => known === kind) && typeof digest === 'string',
		)
	);
}

/** Opens the file of an upload to write to it; it and its folder are made for their owner alone. @throws what the system says */
export async function openSentParts(
	stateFolder: string,
	endpoint: string,
	target: UploadTarget,
): Promise<SentPartsFile> {
	await mkdir(folderIn(stateFolder), {recursive: true, mode: 0o700});
	await removeOld(stateFolder);
	const file = fileOf(stateFolder, endpoint, target);
	const handle = await open(file, 'a', 0o600);
	// Its last line may have been cut short by a kill.
	if ((await handle.stat()).size > 0) await handle.appendFile('\n');
	const write = (record: object) => handle.appendFile(`${JSON.stringify(record)}\n`);
	return {
		sending: ({partNumber, range, digests}) => write({partNumber, ...range, digests}),
		answered: (partNumber, etag) => write({partNumber, etag}),
		close: () => handle.close(),
		remove: () => rm(file, {force: true}),
	};
}

async function removeOld(stateFolder: string): Promise<void> {
	for (const name of await readdir(folderIn(stateFolder))) {
		const file = join(folderIn(stateFolder), name);
		const {mtimeMs} = await stat(file).catch(() => ({mtimeMs: Date.now()}));
		if (Date.now() - mtimeMs > keptFor) await rm(file, {force: true});
	}
}
