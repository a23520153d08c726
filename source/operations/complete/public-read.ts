import type {SeenObject} from '../../multipart/completion/evidence.js';
import {sizeOrUnknown} from '../../multipart/text/units.js';
import type {UploadTarget} from '../../multipart/upload.js';
import {isNotImplemented, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, PublicAccessBlock} from '../../s3/gateway/gateway.js';
import {type ActDeps, openOn, unclearWords, whyActRefused, withIntent} from '../journal/acting.js';
import type {JournalError} from '../journal/journal.js';

/**
 * What a request without credentials was told at the connection's own endpoint.
 * - `readable`: anybody can read it.
 * - `not-readable`: the service asked for credentials or refused (400, 401, 403).
 * - `absent`: it says to anybody that nothing is there (404).
 * - `no-answer`: none, or one that says nothing about it.
 */
export type PublicReading = {
	readonly kind: 'readable' | 'not-readable' | 'absent' | 'no-answer';
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	/** What anybody sees. */
	readonly object?: SeenObject;
	readonly failure?: S3Failure;
};

/** Asks for the object without credentials; never at the location that a Complete returned. @throws the signal's reason. */
export async function readPublicly(
	gateway: Gateway,
	{bucket, key}: {readonly bucket: string; readonly key: string},
	signal?: AbortSignal,
): Promise<PublicReading> {
	try {
		const object = await gateway.anonymousHead({bucket, key}, signal);
		return object === undefined
			? {kind: 'absent', sentence: 'Without credentials nothing is found at this key.'}
			: {
					kind: 'readable',
					sentence: `Anybody can read it: ${sizeOrUnknown(object.size)} is shown without credentials.`,
					object,
				};
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		const {status} = error;
		// Services without public objects at this endpoint ask for a signature with 400 or 401.
		return status === 400 || status === 401 || status === 403
			? {
					kind: 'not-readable',
					sentence: `It cannot be read without credentials (${status}).`,
					failure: error,
				}
			: {
					kind: 'no-answer',
					sentence: 'The request without credentials was not answered.',
					failure: error,
				};
	}
}

/**
 * What became of making an object readable.
 * - `done`: it can be read without credentials.
 * - `accepted`: the service reported success, and it cannot be read all the same, or that could not be asked.
 * - `failed`: refused. `unknown`: the answer was lost, and it cannot be read so far.
 */
export type PublicReadOutcome = {
	readonly kind: 'done' | 'accepted' | 'failed' | 'unknown';
	/** A sentence for the user, without text from outside. */
	readonly sentence: string;
	readonly failure?: S3Failure;
	/** Of PutObjectAcl, where it was answered by a yes. */
	readonly requestId?: string;
	/** What was seen afterwards without credentials. */
	readonly reading?: PublicReading;
};

export type PublicReadResult =
	| (PublicReadOutcome & {
			/** Set when the outcome could not be written to the journal. */
			readonly journalProblem?: JournalError;
	  })
	/** Nothing was sent, and why. */
	| {readonly kind: 'refused'; readonly sentence: string; readonly problem?: JournalError};

/**
 * Sets the ACL public-read on the object that an upload was completed to, between intent and outcome in the
 * journal, and asks without credentials afterwards. Never cancelled once sent.
 */
export async function makePublic(deps: ActDeps, target: UploadTarget): Promise<PublicReadResult> {
	const {gateway} = deps;
	const notHere = whyActRefused(gateway, target);
	if (notHere !== undefined) return {kind: 'refused', sentence: notHere};
	const act = {act: 'acl' as const, ...target};
	const isOpen = (await openOn(deps.journal, 'acl', target)).length > 0;
	const acted = await withIntent(deps, act, undefined, () => sendAndAsk(gateway, target, isOpen));
	if (acted.kind === 'refused')
		return {kind: 'refused', sentence: acted.problem.message, problem: acted.problem};
	return {...acted.verdict, journalProblem: acted.journalProblem};
}

/** @param isOpen an earlier one has no known outcome: what is refused now takes nothing back of it. */
async function sendAndAsk(
	gateway: Gateway,
	target: UploadTarget,
	isOpen: boolean,
): Promise<PublicReadOutcome> {
	const {bucket, key} = target;
	let failure: S3Failure | undefined;
	let requestId: string | undefined;
	try {
		({requestId} = await gateway.putPublicReadAcl({bucket, key}));
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		failure = error;
	}
	const isRefused =
		failure !== undefined && (failure.effect === 'never' || isNotImplemented(failure));
	if (failure !== undefined && isRefused && !isOpen)
		return {kind: 'failed', sentence: await refusal(gateway, bucket, failure), failure};
	const reading = await readPublicly(gateway, target);
	if (reading.kind === 'readable')
		return {kind: 'done', sentence: reading.sentence, requestId, reading};
	if (failure !== undefined)
		return {
			kind: 'unknown',
			sentence: isRefused
				? `It is refused now, and what became of an earlier request is not known. ${reading.sentence}`
				: `${unclearWords(failure)}. ${reading.sentence} It may be tried again.`,
			failure,
			reading,
		};
	const block = reading.kind === 'not-readable' ? await blockOf(gateway, bucket) : undefined;
	return {
		kind: 'accepted',
		sentence: block?.ignoresPublicAcls
			? 'The service took the ACL, but Block Public Access of the bucket ignores public ACLs: it cannot be read from outside.'
			: `The service took the ACL. ${reading.sentence}`,
		requestId,
		reading,
	};
}

async function refusal(gateway: Gateway, bucket: string, failure: S3Failure): Promise<string> {
	const {code, status, serverMessage = ''} = failure;
	const unchanged = 'Nothing has changed.';
	if (code === 'AccessControlListNotSupported')
		return `ACLs are disabled in this bucket: its owner owns every object, and a bucket policy decides who may read. ${unchanged}`;
	if (status === 403) {
		// AWS names the setting in its message, where it is the account's too (S3 User Guide, "Blocking public access").
		const blocked =
			/BlockPublicAcls|block public access/i.test(serverMessage) ||
			(await blockOf(gateway, bucket))?.blocksPublicAcls;
		return blocked
			? `Block Public Access forbids public ACLs here. ${unchanged}`
			: `It is not allowed: it needs s3:PutObjectAcl on this key, and Block Public Access may forbid it as well. ${unchanged}`;
	}
	if (status === 405 || status === 501)
		return `This service has no ACLs for objects (${status}). ${unchanged}`;
	if (code === 'NoSuchKey') return 'The object is gone.';
	return status === undefined
		? 'It was not sent, or did not arrive: nothing has changed.'
		: 'The service refused it: nothing has changed.';
}

/** Only explains: a service that does not tell leaves it open. */
async function blockOf(gateway: Gateway, bucket: string): Promise<PublicAccessBlock | undefined> {
	try {
		return await gateway.publicAccessBlock(bucket);
	} catch (error) {
		if (error instanceof S3Failure) return undefined;
		throw error;
	}
}
