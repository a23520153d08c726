import type {ConnectionSettings, RequestLogEntry} from '../client/connection.js';
import type {ClockFacts} from '../client/server-clock.js';
import type {FailureFacts} from '../failure/failure.js';
import type {Gateway, PaceFacts} from '../gateway/gateway.js';

/** What a gateway is asked for by one message and answers by one. */
export const callNames = [
	'listUploadsPage',
	'listParts',
	'summarizeParts',
	'uploadPart',
	'complete',
	'abort',
	'headObject',
	'putPublicReadAcl',
	'anonymousHead',
	'publicAccessBlock',
	'lifecycle',
	'lifecycleDocument',
	'putLifecycle',
	'deleteLifecycle',
	'listBuckets',
	'account',
	'anyKey',
] as const satisfies ReadonlyArray<keyof Gateway>;

export type CallName = (typeof callNames)[number];

/** To the thread; `gateway` and `id` are numbers that the asking side gave. */
export type ToThread =
	| {readonly type: 'open'; readonly gateway: number; readonly settings: ConnectionSettings}
	| {
			readonly type: 'call';
			readonly gateway: number;
			readonly id: number;
			readonly name: CallName;
			/** Without the signal, which stays behind. */
			readonly args: readonly unknown[];
			/** Whether the call takes a signal behind its arguments. */
			readonly cancellable: boolean;
			/** Whether it tells how many bytes left, by a function behind the signal. */
			readonly counts: boolean;
	  }
	| {readonly type: 'cancel'; readonly id: number}
	| {readonly type: 'close'; readonly gateway: number};

/** What a gateway has learned, sent with each answer. */
export type Learned = {
	readonly clock: ClockFacts;
	/** As in `Gateway`. */
	readonly caller?: string;
};

export type FromThread =
	| {
			readonly type: 'answer';
			readonly id: number;
			readonly value: unknown;
			readonly learned: Learned;
	  }
	| {
			readonly type: 'failed';
			readonly id: number;
			/** The cause as text: an error of the SDK cannot cross. */
			readonly failure: Omit<FailureFacts, 'cause'> & {readonly cause: string};
			readonly learned: Learned;
	  }
	/** A file of this machine changed, by its path, or is unusable, by the words for it. */
	| {
			readonly type: 'file-failed';
			readonly id: number;
			readonly problem: {readonly changed: string} | {readonly unusable: string};
	  }
	| {readonly type: 'bytes'; readonly id: number; readonly bytes: number}
	/** Something went wrong in partway itself. */
	| {readonly type: 'defect'; readonly id: number; readonly stack: string}
	/** The same, and nobody knows in which call. */
	| {readonly type: 'crash'; readonly stack: string}
	| {readonly type: 'pace'; readonly gateway: number; readonly facts: PaceFacts}
	| {readonly type: 'request'; readonly gateway: number; readonly entry: RequestLogEntry};
