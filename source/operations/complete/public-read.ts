import type {UploadTarget} from '../../multipart/upload.js';
import {isNotImplemented, S3Failure} from '../../s3/failure/failure.js';
import type {Gateway, PublicAccessBlock} from '../../s3/gateway/gateway.js';
import {type ActDeps, openOn, unclear, whyActRefused, withIntent} from '../journal/acting.js';
import type {JournalError} from '../journal/journal.js';
import type {SeenPublicly} from '../reason/complete-reason.js';
import type {Reason} from '../reason/reason.js';
import type {Verdict} from '../reason/verdict.js';

/**
 * What a request without credentials got at the connection's own endpoint.
 * - `readable`: anybody can read it.
 * - `not-readable`: the service asked for credentials or refused (400, 401, 403).
 * - `absent`: it says to anybody that nothing is there (404).
 * - `no-answer`: none, or one that says nothing about it.
 */
export type PublicReading = SeenPublicly & {readonly failure?: S3Failure};

/** Asks for the object without credentials; never at the location that a Complete returned. @throws the signal's reason. */
export async function readPublicly(
	gateway: Gateway,
	{bucket, key}: {readonly bucket: string; readonly key: string},
	signal?: AbortSignal,
): Promise<PublicReading> {
	try {
		const object = await gateway.anonymousHead({bucket, key}, signal);
		return object === undefined ? {kind: 'absent'} : {kind: 'readable', size: object.size};
	} catch (error) {
		if (!(error instanceof S3Failure)) throw error;
		const {status} = error;
		// Services without public objects at this endpoint ask for a signature with 400 or 401.
		return status === 400 || status === 401 || status === 403
			? {kind: 'not-readable', status, failure: error}
			: {kind: 'no-answer', failure: error};
	}
}

/**
 * What became of making an object readable.
 * - `done`: it can be read without credentials.
 * - `accepted`: the service reported success, and it cannot be read all the same, or that could not be asked.
 * - `failed`: refused. `unknown`: the answer was lost, and it cannot be read so far.
 */
export type PublicReadOutcome = Verdict<'done' | 'accepted' | 'failed' | 'unknown'> & {
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
	| Verdict<'refused'>;

/**
 * Sets the ACL public-read on the object that an upload was completed to, between intent and outcome in the
 * journal, and asks without credentials afterwards. Never cancelled once sent.
 */
export async function makePublic(deps: ActDeps, target: UploadTarget): Promise<PublicReadResult> {
	const {gateway} = deps;
	const notHere = whyActRefused(gateway, target);
	if (notHere !== undefined) return {kind: 'refused', reason: notHere};
	const act = {act: 'acl' as const, ...target};
	const isOpen = (await openOn(deps.journal, 'acl', target)).length > 0;
	const acted = await withIntent(deps, act, undefined, () => sendAndAsk(gateway, target, isOpen));
	if (acted.kind === 'refused') return acted;
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
		return {kind: 'failed', reason: await refusal(gateway, bucket, failure), failure};
	const reading = await readPublicly(gateway, target);
	const {failure: _, ...seen} = reading;
	if (reading.kind === 'readable')
		return {kind: 'done', reason: {code: 'acl-seen', seen}, requestId, reading};
	if (failure !== undefined)
		return {
			kind: 'unknown',
			reason: isRefused
				? {code: 'acl-refused-now', seen}
				: {code: 'acl-unknown', heard: unclear(failure), seen},
			failure,
			reading,
		};
	const block = reading.kind === 'not-readable' ? await blockOf(gateway, bucket) : undefined;
	return {
		kind: 'accepted',
		reason: block?.ignoresPublicAcls ? {code: 'acl-ignored'} : {code: 'acl-taken', seen},
		requestId,
		reading,
	};
}

async function refusal(gateway: Gateway, bucket: string, failure: S3Failure): Promise<Reason> {
	const {code, status, serverMessage = ''} = failure;
	if (code === 'AccessControlListNotSupported') return {code: 'acls-off'};
	if (status === 403) {
		// AWS names the setting in its message, where it is the account's too (S3 User Guide, "Blocking public access").
		const blocked =
			/BlockPublicAcls|block public access/i.test(serverMessage) ||
			(await blockOf(gateway, bucket))?.blocksPublicAcls;
		return {code: blocked ? 'acl-blocked' : 'acl-denied'};
	}
	if (status === 405 || status === 501) return {code: 'acl-not-offered', status};
	if (code === 'NoSuchKey') return {code: 'object-gone'};
	return {code: status === undefined ? 'not-delivered' : 'service-refused'};
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
