import {describe, expect, test} from 'vitest';
import type {Circumstances} from '../../../source/s3/failure/circumstances.js';
import {isDenied, isNoSuchUpload, isNotImplemented} from '../../../source/s3/failure/failure.js';
import {hintFor} from '../../../source/s3/failure/hints.js';
import type {Operation} from '../../../source/s3/failure/operation.js';
import {toFailure} from '../../../source/s3/failure/to-failure.js';
import {answerFacts, failureWords} from '../../../source/text/failure/failure-words.js';
import {adviceOf, saying} from '../../support/hints.js';

const adviceOn = (circumstances: Circumstances) => adviceOf({hint: hintFor(circumstances)});

const target = {bucket: 'b', key: 'k', uploadId: 'u'};
const operations: Operation[] = [
	'ListBuckets',
	'ListMultipartUploads',
	'ListParts',
	'CompleteMultipartUpload',
	'AbortMultipartUpload',
	'HeadObject',
	'PutObjectAcl',
	'GetPublicAccessBlock',
];

function thrown(code: string) {
	return Object.assign(new Error('words of Node'), {code});
}

describe('what went wrong below HTTP', () => {
	test.each([
		['ENOTFOUND', 'never', false, 'No such host'],
		['EAI_AGAIN', 'never', true, 'could not be looked up'],
		['EHOSTUNREACH', 'never', false, 'cannot be reached'],
		['ENETUNREACH', 'never', false, 'network'],
		['ETIMEDOUT', 'perhaps', false, 'does not answer'],
		['ECONNRESET', 'perhaps', true, 'was cut'],
		['EPIPE', 'perhaps', true, 'was cut'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'never', false, 'NODE_EXTRA_CA_CERTS'],
		['CERT_HAS_EXPIRED', 'never', false, 'NODE_EXTRA_CA_CERTS'],
	])('%s', (code, effect, retryable, words) => {
		const failure = toFailure(thrown(code), 'AbortMultipartUpload', target);
		expect(failure).toMatchObject({code, effect, retryable, status: undefined, target});
		expect(adviceOf(failure)).toContain(words);
	});

	test('missing credentials', () => {
		const error = Object.assign(new Error('Could not load'), {name: 'CredentialsProviderError'});
		expect(toFailure(error, 'ListBuckets', {})).toMatchObject({
			code: 'CredentialsProviderError',
			effect: 'never',
			hint: saying(expect.stringContaining('-p')),
		});
	});

	test('a status that is the code is said once', () => {
		expect(answerFacts({code: 'HTTP 404', status: 404, requestId: 'tx1'})).toEqual([
			'HTTP 404',
			'request tx1',
		]);
		expect(answerFacts({code: 'NoSuchKey', status: 404})).toEqual(['NoSuchKey', 'HTTP 404']);
		expect(answerFacts({status: 404})).toEqual(['HTTP 404']);
		expect(answerFacts({})).toEqual([]);
		const error = Object.assign(new Error(''), {name: 'Unknown', $metadata: {httpStatusCode: 404}});
		expect(failureWords(toFailure(error, 'ListParts', target), 'app').what).toBe(
			'ListParts b/k: HTTP 404',
		);
		const coded = Object.assign(new Error(''), {
			name: 'NoSuchKey',
			$metadata: {httpStatusCode: 404},
		});
		expect(failureWords(toFailure(coded, 'ListParts', target), 'app').what).toBe(
			'ListParts b/k: NoSuchKey, HTTP 404',
		);
	});

	test('a failure is not wrapped twice', () => {
		const failure = toFailure(thrown('EPIPE'), 'ListParts', target);
		expect(toFailure(failure, 'HeadObject', {})).toBe(failure);
	});
});

describe('advice', () => {
	test.each(operations)('%s: a permission that is missing is named, with where', operation => {
		const where = operation === 'ListBuckets' ? {} : target;
		const advice = adviceOn({
			operation,
			target: where,
			code: 'AccessDenied',
			status: 403,
			effect: 'never',
		});
		expect(advice).toMatch(/^The caller lacks s3:[A-Za-z]+( on arn:aws:s3:::b(\/k)?)?\.$/);
	});

	test.each(operations)('%s: one sentence for whatever comes', operation => {
		for (const status of [undefined, 200, 301, 400, 403, 404, 405, 418, 429, 500, 503])
			for (const effect of ['never', 'perhaps'] as const)
				expect(adviceOn({operation, target, code: 'X', status, effect})).toMatch(/^[A-Z].+\.$/);
	});

	test('an act whose outcome is not known says so', () => {
		expect(
			adviceOn({
				operation: 'AbortMultipartUpload',
				target,
				code: 'InternalError',
				status: 500,
				effect: 'perhaps',
			}),
		).toContain('does not say whether it happened');
	});
});

describe('what is asked of an error', () => {
	test('is false for everything else', () => {
		for (const error of [undefined, new Error('x'), {code: 'NoSuchUpload'}, thrown('EPIPE')]) {
			expect(isNoSuchUpload(error)).toBe(false);
			expect(isDenied(error)).toBe(false);
			expect(isNotImplemented(error)).toBe(false);
		}
	});
});
