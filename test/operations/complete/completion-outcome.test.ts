import {describe, expect, test} from 'vitest';
import type {SeenObject} from '../../../source/multipart/completion/evidence.js';
import {
	isCertainRefusal,
	judgeCompletion,
	needsLook,
} from '../../../source/operations/complete/completion-outcome.js';
import type {CompletionLook} from '../../../source/operations/complete/look.js';
import type {CompleteReply} from '../../../source/operations/complete/reply.js';
import {type FailureFacts, S3Failure} from '../../../source/s3/failure/failure.js';

const etag = '"0c8f9e2b7d4a4f0f8a5f0b8f3b6241d2-2"';
const planned = {size: 100, partCount: 2, etag};
const object: SeenObject = {size: 100, etag};

function failure(code: string, more: Partial<FailureFacts> = {}): S3Failure {
	return new S3Failure({
		operation: 'CompleteMultipartUpload',
		target: {},
		code,
		retryable: false,
		effect: 'perhaps',
		hint: {code: 'ask-operator'},
		...more,
	});
}

const yes: CompleteReply = {kind: 'answer', answer: {etag}};
const hollow: CompleteReply = {kind: 'answer', answer: {}};
const nothing: CompleteReply = {kind: 'nothing'};
const lost: CompleteReply = {kind: 'failure', failure: failure('ECONNRESET')};
const refused: CompleteReply = {
	kind: 'failure',
	failure: failure('PreconditionFailed', {status: 412, effect: 'never'}),
};
const noUpload: CompleteReply = {
	kind: 'failure',
	failure: failure('NoSuchUpload', {status: 404, effect: 'never'}),
};

const gone = {kind: 'gone'} as const;
const listed = {kind: 'listed', listing: {parts: []}} as const;

function look(evidence: CompletionLook['evidence'], more: Partial<CompletionLook> = {}) {
	return {evidence, upload: gone, ...more};
}

test.each<[name: string, reply: CompleteReply, look: CompletionLook, kind: string]>([
	['agrees after a yes', yes, look('agrees'), 'done'],
	['agrees after a hollow answer', hollow, look('agrees'), 'done'],
	['agrees after a lost answer', lost, look('agrees'), 'done'],
	['agrees after NoSuchUpload', noUpload, look('agrees'), 'done'],
	['agrees, looked up later', nothing, look('agrees'), 'done'],
	['agrees, though refused, and the upload is gone', refused, look('agrees'), 'done'],
	[
		'agrees, though refused: an identical object of somebody else',
		{kind: 'failure', failure: failure('InvalidPart', {status: 400, effect: 'never'})},
		look('agrees', {upload: listed}),
		'failed',
	],
	// A first Complete of ours, or of a proxy, may have got there, and the service may go on listing the upload.
	[
		'agrees after a 412, and the upload is listed',
		refused,
		look('agrees', {upload: listed}),
		'done',
	],
	['another object, refused', refused, look('differs', {upload: listed}), 'failed'],
	['denied after a yes', yes, look('denied'), 'accepted'],
	['denied after a hollow answer', hollow, look('denied'), 'unknown'],
	['denied after a lost answer', lost, look('denied'), 'unknown'],
	[
		'a look that fails for good after a yes',
		yes,
		look('no-answer', {failure: failure('HTTP 400')}),
		'accepted',
	],
	[
		'a look that fails for now after a yes',
		yes,
		look('no-answer', {failure: failure('ECONNRESET', {retryable: true})}),
		'unknown',
	],
	['plausible after a yes', yes, look('plausible', {seen: object}), 'accepted'],
	['plausible after a hollow answer, upload gone', hollow, look('plausible'), 'accepted'],
	['plausible, looked up later, upload gone', nothing, look('plausible'), 'accepted'],
	[
		'plausible after a hollow answer, upload listed',
		hollow,
		look('plausible', {upload: listed}),
		'unknown',
	],
	[
		'the ETag that was answered, not the expected one',
		{kind: 'answer', answer: {etag: '"own"'}},
		look('differs', {seen: {size: 100, etag: '"own"'}}),
		'accepted',
	],
	[
		'the ETag that was answered with another size',
		{kind: 'answer', answer: {etag: '"own"'}},
		look('differs', {seen: {size: 99, etag: '"own"'}}),
		'unknown',
	],
	[
		'another object after a yes with the expected ETag',
		yes,
		look('differs', {seen: {size: 1, etag: '"x"'}}),
		'accepted',
	],
	[
		'another object after a yes with another ETag',
		{kind: 'answer', answer: {etag: '"own"'}},
		look('differs', {seen: {size: 100, etag: '"x"'}}),
		'unknown',
	],
	['nothing after a yes', yes, look('absent'), 'unknown'],
	['nothing after a lost answer', lost, look('absent', {upload: listed}), 'unknown'],
	['nothing after NoSuchUpload', noUpload, look('absent'), 'unknown'],
	['the object from before', yes, look('same-as-before', {seen: object}), 'unknown'],
])('%s: %#', (_name, reply, seen, kind) => {
	expect(judgeCompletion(planned, reply, seen).kind).toBe(kind);
});

describe('a failure', () => {
	test.each<[S3Failure, refusal: boolean, look: boolean]>([
		[failure('AccessDenied', {status: 403, effect: 'never'}), true, false],
		[failure('ECONNREFUSED', {effect: 'never'}), true, false],
		// Sent under a 200: the SDK calls it a 503.
		[failure('EntityTooSmall', {status: 503}), true, false],
		[failure('PreconditionFailed', {status: 412, effect: 'never'}), true, true],
		[failure('ConditionalRequestConflict', {status: 409, effect: 'never'}), true, true],
		[failure('NoSuchUpload', {status: 404, effect: 'never'}), false, true],
		[failure('InternalError', {status: 500}), false, true],
		[failure('SlowDown', {status: 503}), false, true],
		[failure('ECONNRESET'), false, true],
		[failure('HTTP 502', {status: 502}), false, true],
	])('%s: a certain refusal %s, looked at %s', (of, refusal, looked) => {
		expect(isCertainRefusal(of)).toBe(refusal);
		expect(needsLook(of)).toBe(looked);
	});
});
