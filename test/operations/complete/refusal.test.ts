import {describe, expect, test} from 'vitest';
import {planCompletion} from '../../../source/multipart/completion/completion.js';
import type {CompletionFacts} from '../../../source/multipart/completion/finding.js';
import type {Part} from '../../../source/multipart/part.js';
import {serviceFacts} from '../../../source/multipart/services/service.js';
import type {CompletionLook} from '../../../source/operations/complete/look.js';
import {explainRefusal} from '../../../source/operations/complete/refusal.js';
import {type FailureFacts, S3Failure} from '../../../source/s3/failure/failure.js';
import {reasonWords} from '../../../source/text/reason/reason-words.js';

const MiB = 1024 * 1024;
const rgw = serviceFacts({uploadId: '2~a'});

function failure(code: string, more: Partial<FailureFacts> = {}): S3Failure {
	return new S3Failure({
		operation: 'CompleteMultipartUpload',
		target: {},
		code,
		status: 400,
		retryable: false,
		effect: 'never',
		hint: {code: 'ask-operator'},
		...more,
	});
}

function parts(...sizes: number[]): Part[] {
	return sizes.map((size, at) => ({partNumber: at + 1, size, etag: `"${at}"`, checksums: {}}));
}

function plan(sizes: readonly number[], more: Partial<CompletionFacts> = {}) {
	return planCompletion({
		target: {bucket: 'b', key: 'k', uploadId: 'i'},
		listing: {parts: parts(...sizes)},
		facts: rgw,
		existing: undefined,
		now: 0,
		uploadKeyCertain: true,
		...more,
	});
}

const whole = plan([8 * MiB, 8 * MiB, MiB]);
const object = {size: 1, etag: '"e"'};

function look(upload: CompletionLook['upload']): CompletionLook {
	return {evidence: 'absent', upload};
}
const listed = (of: readonly Part[]) => look({kind: 'listed', listing: {parts: of}});
const gone = look({kind: 'gone'});

describe('each documented error has its words, and leads to its part', () => {
	const cases: Array<
		[name: string, told: Parameters<typeof explainRefusal>[0], words: RegExp, numbers?: number[]]
	> = [
		[
			'EntityTooSmall, named by the service',
			{
				failure: failure('EntityTooSmall', {
					named: {partNumber: 2, proposedSize: MiB, minSizeAllowed: 6 * MiB},
				}),
			},
			/^Part 2 holds 1\.0 MiB: .* at least 6 MiB/,
			[2],
		],
		[
			'EntityTooSmall by a few bytes',
			{failure: failure('EntityTooSmall', {named: {partNumber: 2, proposedSize: 5 * MiB - 1}})},
			/^Part 2 holds 5,242,879 bytes: .* at least 5 MiB/,
			[2],
		],
		[
			'EntityTooSmall, named by the plan',
			{failure: failure('EntityTooSmall'), plan: plan([MiB, 8 * MiB, MiB, MiB])},
			/^Parts 1, 3 are too small/,
			[1, 3],
		],
		[
			'EntityTooSmall that nobody names',
			{failure: failure('EntityTooSmall'), plan: whole},
			/does not say which/,
		],
		[
			'InvalidPart, named by the service',
			{failure: failure('InvalidPart', {named: {partNumber: 3, etag: 'x'}}), plan: whole},
			/does not find part 3/,
			[3],
		],
		[
			'InvalidPart, and a part was uploaded again',
			{
				failure: failure('InvalidPart'),
				plan: whole,
				look: listed(parts(8 * MiB, 7 * MiB, MiB)),
			},
			/^Part 2 was uploaded again\./,
			[2],
		],
		[
			'InvalidPart, and one was left out',
			{
				failure: failure('InvalidPart'),
				plan: plan([8 * MiB, 8 * MiB, MiB], {excluded: new Set([1])}),
				look: listed(parts(8 * MiB, 8 * MiB, MiB)),
			},
			/^Part 1 was left out, but Ceph RGW needs every uploaded part/,
			[1],
		],
		[
			'InvalidPart that nobody names',
			{failure: failure('InvalidPart'), plan: whole, look: gone},
			/does not say which/,
		],
		[
			'InvalidPartOrder with a gap',
			{
				failure: failure('InvalidPartOrder'),
				plan: planCompletion({...whole.known, listing: {parts: parts(8 * MiB, MiB).slice(1)}}),
			},
			/with checksums, every number from 1 on/,
			[1],
		],
		[
			'InvalidRequest that names a part in its message',
			{
				failure: failure('InvalidRequest', {
					serverMessage: 'The complete request … It was missing for part 2 in the request.',
				}),
			},
			/^Part 2 lacks a checksum/,
			[2],
		],
		[
			'InvalidRequest',
			{failure: failure('InvalidRequest'), plan: whole},
			/checksums, checksum type or size/,
		],
		['BadDigest', {failure: failure('BadDigest')}, /checksum does not match/],
		['AccessDenied', {failure: failure('AccessDenied', {status: 403})}, /s3:PutObject/],
		['NoSuchBucket', {failure: failure('NoSuchBucket', {status: 404})}, /bucket is gone/],
		[
			'PreconditionFailed',
			{failure: failure('PreconditionFailed'), plan: whole},
			/appeared at the key/,
		],
		[
			'PreconditionFailed where nobody could look',
			{failure: failure('PreconditionFailed'), plan: plan([MiB], {existing: 'denied'})},
			/^The service says that an object is at the key/,
		],
		[
			'PreconditionFailed on overwriting',
			{
				failure: failure('PreconditionFailed'),
				plan: plan([MiB], {existing: object, overwrite: true}),
			},
			/^The object at the key is not/,
		],
		[
			'NoSuchKey on overwriting',
			{failure: failure('NoSuchKey', {status: 404})},
			/to be replaced is gone/,
		],
		[
			'ConditionalRequestConflict, upload listed',
			{failure: failure('ConditionalRequestConflict'), look: listed([])},
			/same moment.*still there/,
		],
		[
			'ConditionalRequestConflict, upload gone',
			{failure: failure('ConditionalRequestConflict'), look: gone},
			/same moment.*uploaded again/,
		],
		[
			'ConditionalRequestConflict, upload not seen',
			{failure: failure('ConditionalRequestConflict')},
			/same moment.*could not be checked/,
		],
		['another refusal', {failure: failure('MalformedXML')}, /^The service refused it/],
		[
			'what never arrived',
			{failure: failure('ECONNREFUSED', {status: undefined})},
			/^It was not sent/,
		],
	];

	test.each(cases)('%s', (_name, told, words, numbers = []) => {
		const {reason, partNumbers = []} = explainRefusal(told);
		expect(reasonWords(reason)).toMatch(words);
		expect(partNumbers).toEqual(numbers);
	});

	test('no sentence holds what the service said', () => {
		for (const [, {failure: of, ...told}] of cases) {
			const hostile = new S3Failure({
				...of,
				named: {...of.named, etag: '\u001b[31m'},
				serverMessage: `\u001b[31m ${of.serverMessage}`,
			});
			expect(reasonWords(explainRefusal({failure: hostile, ...told}).reason)).not.toContain(
				'\u001b',
			);
		}
	});
});
