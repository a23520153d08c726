import type {MessagePort} from 'node:worker_threads';
import type {DigestKind, Digests} from '../../multipart/rescue/proof.js';
import type {FileIdentity} from '../../terminal/local-file/file-identity.js';

/** A range of a file that is to be hashed in all of these ways at once. */
export type DigestJob = {
	readonly partNumber: number;
	readonly start: number;
	/** Behind the last byte. */
	readonly end: number;
	readonly kinds: readonly DigestKind[];
};

export type DigestResult = {readonly partNumber: number; readonly digests: Digests};

export type FileToDigest = {readonly path: string; readonly identity: FileIdentity};

export type FromDigestThread =
	/** So many bytes were hashed since the last one. */
	| {readonly type: 'bytes'; readonly bytes: number}
	| {readonly type: 'digests'; readonly result: DigestResult}
	/** The file changed, by its path, or is unusable, by the words for it. */
	| {readonly type: 'file-failed'; readonly changed?: string; readonly unusable?: string}
	/** Something went wrong in partway itself. */
	| {readonly type: 'defect'; readonly stack: string};

/** One end of what connects a thread. */
export type DigestPort = Pick<MessagePort, 'on' | 'postMessage'>;
