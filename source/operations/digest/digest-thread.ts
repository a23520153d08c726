import {MessageChannel, Worker} from 'node:worker_threads';
import {FileChanged} from '../../terminal/local-file/file-identity.js';
import {LocalFileError} from '../../terminal/local-file/local-file-error.js';
import type {DigestJob, DigestResult, FileToDigest, FromDigestThread} from './digest-messages.js';
import {serveDigests} from './serve-digests.js';

export type DigestThread = {
	digest(job: DigestJob): void;
	/** Ends it, whatever it does. */
	end(): Promise<unknown>;
};

/** What a thread says. */
export type DigestListener = {
	onBytes(bytes: number): void;
	onResult(result: DigestResult): void;
	/** FileChanged, LocalFileError, or a defect. */
	onError(error: unknown): void;
};

declare const DIGEST_WORKER: string | undefined;

/** A build has a file for the thread, and needs none of this beside it. */
const serveHere = typeof DIGEST_WORKER === 'string' ? undefined : serveDigests;

/** What it hashes is no garbage. */
const smallHeap = {maxYoungGenerationSizeMb: 2};

/**
 * Starts a thread that hashes ranges of a file, one at a time.
 *
 * @param entry the built `digest-worker.ts`. Without one nothing was built: then it works in this thread.
 */
export function startDigestThread(
	entry: URL | undefined,
	file: FileToDigest,
	listener: DigestListener,
): DigestThread {
	const receive = (message: FromDigestThread) => {
		if (message.type === 'bytes') listener.onBytes(message.bytes);
		else if (message.type === 'digests') listener.onResult(message.result);
		else listener.onError(errorOf(message));
	};
	if (entry === undefined) {
		const {port1, port2} = new MessageChannel();
		serveHere?.(port2, file);
		port1.on('message', receive);
		return {
			digest: job => port1.postMessage(job),
			async end() {
				port1.close();
			},
		};
	}
	const worker = new Worker(entry, {workerData: file, resourceLimits: smallHeap});
	worker.on('message', receive);
	worker.on('error', error => listener.onError(error));
	return {digest: job => worker.postMessage(job), end: () => worker.terminate()};
}

function errorOf(message: Extract<FromDigestThread, {type: 'file-failed' | 'defect'}>): Error {
	if (message.type === 'defect') {
		const error = new Error('a thread that hashes failed');
		error.stack = message.stack;
		return error;
	}
	const {changed, unusable = ''} = message;
	return changed === undefined ? new LocalFileError(unusable) : new FileChanged(changed);
}
