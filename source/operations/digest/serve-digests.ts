import {closeSync, fstatSync, readSync} from 'node:fs';
import {setImmediate} from 'node:timers/promises';
import type {DigestKind} from '../../multipart/rescue/proof.js';
import {stackWithoutSecrets} from '../../terminal/crash.js';
import {FileChanged, refuseChanged} from '../../terminal/local-file/file-identity.js';
import {asLocalFileError} from '../../terminal/local-file/local-file-error.js';
import {NoPlainFile, openPlainSync} from '../../terminal/plain-file.js';
import type {
	DigestJob,
	DigestPort,
	DigestResult,
	FileToDigest,
	FromDigestThread,
} from './digest-messages.js';
import {type Hasher, hasherOf} from './hashers.js';

/** Bytes that are read and hashed at a time: they are still in the cache of the processor for the second digest. */
const pieceSize = 1024 * 1024;

/** Bytes between two reports of progress. */
const tellEvery = 16 * pieceSize;

/** Hashes ranges of one file, each that comes over the port, until the port closes. The thread does nothing else meanwhile. */
export function serveDigests(port: DigestPort, {path, identity}: FileToDigest): void {
	const tell = (message: FromDigestThread) => port.postMessage(message);
	const hashers = new Map<DigestKind, Promise<Hasher>>();
	const piece = Buffer.allocUnsafeSlow(pieceSize);
	let descriptor: number | undefined;
	let isOver = false;

	function hasher(kind: DigestKind): Promise<Hasher> {
		const made = hashers.get(kind) ?? hasherOf(kind);
		hashers.set(kind, made);
		return made;
	}

	function look(): number {
		if (isOver) throw new Error('nobody waits for it');
		descriptor ??= openPlainSync(path, 'r');
		refuseChanged(path, identity, fstatSync(descriptor, {bigint: true}));
		return descriptor;
	}

	async function digest({partNumber, start, end, kinds}: DigestJob): Promise<DigestResult> {
		const used = await Promise.all(kinds.map(async kind => ({kind, hasher: await hasher(kind)})));
		const file = look();
		let unreported = 0;
		for (let at = start; at < end && !isOver; ) {
			const read = readSync(file, piece, 0, Math.min(pieceSize, end - at), at);
			if (read === 0) throw new FileChanged(path);
			const bytes = piece.subarray(0, read);
			for (const {hasher} of used) hasher.update(bytes);
			at += read;
			unreported += read;
			if (unreported < tellEvery && at < end) continue;
			tell({type: 'bytes', bytes: unreported});
			unreported = 0;
			// The port is heard.
			await setImmediate();
		}
		look();
		return {
			partNumber,
			digests: Object.fromEntries(used.map(({kind, hasher}) => [kind, hasher.digest()])),
		};
	}

	port.on('message', async (job: DigestJob) => {
		try {
			tell({type: 'digests', result: await digest(job)});
		} catch (error) {
			tell(failureOf(error, path));
		}
	});
	port.on('close', () => {
		isOver = true;
		if (descriptor !== undefined) closeSync(descriptor);
	});
}

function failureOf(error: unknown, path: string): FromDigestThread {
	if (error instanceof FileChanged) return {type: 'file-failed', changed: error.path};
	const isOfSystem = (error as NodeJS.ErrnoException).syscall !== undefined;
	if (!isOfSystem && !(error instanceof NoPlainFile))
		return {type: 'defect', stack: stackWithoutSecrets(error)};
	return {type: 'file-failed', unusable: asLocalFileError(error, path, 'read').message};
}
