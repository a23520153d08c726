import {errorFields} from '../answer/answer-body.js';
import {OverlongAnswer} from '../answer/bounds.js';
import {cutFact, cutText} from '../answer/cut-text.js';
import {FallsThrough} from '../answer/fall-through.js';
import {lateCode} from '../answer/leave-window.js';
import {foreignAnswerOf} from '../answer/wire.js';
import {WireError} from '../answer/wire-error.js';
import {renewalFor} from '../client/credentials.js';
import {CredentialsFailure} from '../client/credentials-failure.js';
import {AnotherUpload, mismatchOf} from '../gateway/echoes.js';
import {ProxyError} from '../network/proxy-error.js';
import type {KnownOfEndpoint} from './circumstances.js';
import {type Effect, type Named, notImplementedCodes, S3Failure} from './failure.js';
import type {Hint} from './hint.js';
import {hintFor} from './hints.js';
import type {FailureTarget, Operation} from './operation.js';

type SdkError = {
	name?: string;
	message?: string;
	code?: unknown;
	$metadata?: {httpStatusCode?: number; requestId?: string};
};

/** No byte of the request left the machine, or nobody was there to take it. */
const neverSent = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ConnectTimeout',
	'ReadOnly',
	'Protected',
	lateCode,
	'Network',
	'ProxyUnauthorized',
	'ProxyRefused',
	'ProxyGatewayError',
	'ProxyUnreachable',
	'EmptyName',
	'BrokenName',
	'CredentialsProviderError',
]);

/** Codes by which S3 says that it did not do what was asked, whatever the status around them. */
const refusals = new Set([
	'AccessControlListNotSupported',
	'AccessDenied',
	'BadDigest',
	'EntityTooSmall',
	'InvalidPart',
	'InvalidPartOrder',
	'InvalidRequest',
	'MalformedXML',
	'NoSuchUpload',
	'PreconditionFailed',
]);

const retryableCodes = new Set([
	'SlowDown',
	'RequestTimeout',
	'InternalError',
	'ServiceUnavailable',
	'ECONNRESET',
	'EPIPE',
	'EAI_AGAIN',
	'SilenceTimeout',
	'ConnectTimeout',
	'CutAnswer',
]);

/** The failure that the SDK or the socket threw, as the one type of failure. */
export function toFailure(
	error: unknown,
	operation: Operation,
	target: FailureTarget,
	known: KnownOfEndpoint = {},
): S3Failure {
	if (error instanceof S3Failure) return error;
	const {name, message, code: socketCode, $metadata} = error as SdkError;
	const wire = error instanceof WireError ? error : undefined;
	const status = wire?.status ?? $metadata?.httpStatusCode;
	const fields = wire?.fields ?? (error as Record<string, unknown>);
	// Of another upload an answer says nothing of this one: not that it is gone, nor that it was refused.
	const other = mismatchOf(askedOf(operation, target), echoIn(fields));
	const requestId = wire?.requestId ?? $metadata?.requestId;
	if (other !== undefined)
		return toFailure(new AnotherUpload(other, {status, requestId}), operation, target, known);
	const code = cutText(codeOf(operation, name, socketCode, status), 'code');
	const effect = effectOf(code, status, wire);
	const foreign = foreignAnswerOf(error);
	const said = foreign === undefined ? message : foreign.said;
	const facts = {operation, target, code, status, effect, ...known};
	return new S3Failure({
		operation,
		target,
		code,
		serverMessage:
			said === undefined ||
			['', 'UnknownError', code].includes(said) ||
			(ours.has(code) && foreign?.said === undefined) ||
			ofLibrary.test(said)
				? undefined
				: cutText(said, 'message'),
		status,
		requestId: cutFact(requestId),
		retryable:
			retryableCodes.has(code) ||
			status === 429 ||
			(status !== undefined && status >= 500 && !notImplementedCodes.test(code)),
		effect,
		named: namedIn(fields),
		hint: ownHint(error) ?? hintFor({...facts, said, foreign: foreign?.hint, socket: error}),
		cause: error,
	});
}

/** The hint of an error that knows more than its code tells; undefined of any other. */
function ownHint(error: unknown): Hint | undefined {
	if (
		error instanceof CredentialsFailure ||
		error instanceof ProxyError ||
		error instanceof AnotherUpload ||
		error instanceof OverlongAnswer ||
		error instanceof FallsThrough
	)
		return error.hint;
	if (error instanceof WireError && error.name === 'Network')
		return {code: 'network-settings', problem: error.message};
	if (error instanceof WireError && error.name === 'UnreadableListing')
		return {code: 'unreadable-listing', problem: error.message};
	return renewalFor(error);
}

/** What the SDK says of an answer that it cannot read; it ends all of these so. */
const ofLibrary = /Deserialization error: to see the raw response|^@aws-sdk /;

/** Errors whose words are not the server's. */
const ours = new Set(['UnexpectedAnswer', 'CutAnswer', 'UnreadableListing', 'StuckListing']);

/** What an error that names something is about, if it is about this. One of a listing is about no upload. */
function askedOf(operation: Operation, target: FailureTarget): FailureTarget {
	if (operation === 'ListMultipartUploads') return {uploadId: ''};
	return target.uploadId ? target : {};
}

/** What an error of a service says that it is about. */
function echoIn({BucketName, Key, UploadId}: Readonly<Record<string, unknown>>) {
	const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
	return {Bucket: text(BucketName), Key: text(Key), UploadId: text(UploadId)};
}

/** The SDK leaves the elements of an error document on its error, as text. */
function namedIn(fields: Readonly<Record<string, unknown>>): Named {
	const [partNumber, etag, proposedSize, minSizeAllowed, argument, header = argument] =
		errorFields.map(field => fields[field]);
	return {
		partNumber: countOrNone(partNumber),
		etag: typeof etag === 'string' && etag !== '' ? etag : undefined,
		proposedSize: countOrNone(proposedSize),
		header: typeof header === 'string' ? cutText(header, 'code') : undefined,
		minSizeAllowed: countOrNone(minSizeAllowed),
	};
}

function countOrNone(value: unknown): number | undefined {
	return /^\d{1,15}$/.test(String(value)) ? Number(value) : undefined;
}

/** What the SDK calls an answer that carries no code: a HEAD has no body for one, a proxy's page neither. */
const noCode = new Set([
	undefined,
	'',
	'UnknownError',
	'Unknown',
	'Error',
	'NotFound',
	'Forbidden',
	'403',
]);

function codeOf(
	operation: Operation,
	name: string | undefined,
	socketCode: unknown,
	status: number | undefined,
): string {
	if (typeof socketCode === 'string' && status === undefined) return socketCode;
	if (name !== undefined && !noCode.has(name)) return name;
	if (status === undefined) return 'Error';
	return status === 403 && operation === 'HeadObject' ? 'AccessDenied' : `HTTP ${status}`;
}

/** A 3xx or 4xx with an S3 code refuses; everything else may have taken effect, however unlikely. */
function effectOf(code: string, status: number | undefined, wire: WireError | undefined): Effect {
	if (neverSent.has(code) || refusals.has(code) || notImplementedCodes.test(code)) return 'never';
	// The certificate is looked at before anything is sent.
	if (status === undefined && /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/.test(code))
		return 'never';
	const refused = status !== undefined && status >= 300 && status < 500;
	return refused && wire === undefined && !code.startsWith('HTTP ') && status !== 408
		? 'never'
		: 'perhaps';
}
