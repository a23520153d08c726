import {availableParallelism} from 'node:os';
import type {FileIdentity} from '../../terminal/local-file/file-identity.js';
import type {DigestJob, DigestResult} from './digest-messages.js';
import {type DigestThread, startDigestThread} from './digest-thread.js';

export type {DigestJob, DigestResult} from './digest-messages.js';

/** Where the build puts the worker, seen from its chunks. Not there when this file runs as it is. */
declare const DIGEST_WORKER: string | undefined;

const builtWorker =
	typeof DIGEST_WORKER === 'string' ? new URL(DIGEST_WORKER, import.meta.url) : undefined;

/** A disk that is read in many places at once is slower, and one core hashes what most disks give. */
const mostThreads = 4;

type Options = {
	readonly signal?: AbortSignal;
	/** Gets how many bytes were hashed since the last call. */
	readonly onBytes?: (bytes: number) => void;
	/** For tests of it: the built worker. */
	readonly worker?: URL;
};

/**
 * Hashes ranges of a file in threads of their own, in the order in which they are given; the digests come as they are ready. Each
 * core has a range at a time, so that a single one takes a single core. Whoever takes the digests slowly slows the reading down.
 *
 * @throws FileChanged where the file is not what it was, before or behind any of the ranges; LocalFileError; the signal's reason.
 */
export async function* digestRanges(
	path: string,
	expected: FileIdentity,
	jobs: Iterable<DigestJob>,
	{signal, onBytes, worker = builtWorker}: Options = {},
): AsyncGenerator<DigestResult> {
	signal?.throwIfAborted();
	const most = Math.min(availableParallelism(), mostThreads);
	const waiting = jobs[Symbol.iterator]();
	const ready: DigestResult[] = [];
	const threads: DigestThread[] = [];
	const idle: DigestThread[] = [];
	let next = waiting.next();
	let failure: {readonly error: unknown} | undefined;
	let wake = () => {};

	/** Gives work to every thread, as long as the digests are taken. */
	function advance(): void {
		while (!next.done && failure === undefined && ready.length < most) {
			const thread = idle.pop() ?? start();
			if (thread === undefined) break;
			thread.digest(next.value);
			next = waiting.next();
		}
		wake();
	}

	function start(): DigestThread | undefined {
		if (threads.length === most) return undefined;
		const thread = startDigestThread(
			worker,
			{path, identity: expected},
			{
				onBytes: bytes => onBytes?.(bytes),
				onResult(result) {
					ready.push(result);
					idle.push(thread);
					advance();
				},
				onError: fail,
			},
		);
		threads.push(thread);
		return thread;
	}

	function fail(error: unknown): void {
		failure ??= {error};
		wake();
	}

	const onAbort = () => fail(signal?.reason);
	signal?.addEventListener('abort', onAbort, {once: true});
	try {
		for (;;) {
			advance();
			if (failure !== undefined) throw (failure as {error: unknown}).error;
			const result = ready.shift();
			if (result !== undefined) yield result;
			else if (idle.length === threads.length) return;
			else await new Promise<void>(resolve => (wake = resolve));
		}
	} finally {
		signal?.removeEventListener('abort', onAbort);
		await Promise.all(threads.map(thread => thread.end()));
	}
}
