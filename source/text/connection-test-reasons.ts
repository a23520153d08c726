import type {TestedPermission} from '../operations/connection-test/connection-test.js';
import type {PermissionReason, TroubleReason} from '../operations/connection-test/reasons.js';
import {hintWords} from './failure/hint-words.js';
import type {Surface} from './surface.js';

/** How a right is known, or why it is not. May hold text of the service. */
export function permissionWords(reason: PermissionReason, surface: Surface): string {
	switch (reason.code) {
		case 'buckets-listed':
			return `${reason.count}${reason.isCut ? ' or more' : ''} listed.`;
		case 'looked-for-missing':
			return `${missingWords[reason.missing]}.`;
		case 'missing-proves-nothing':
			return `${missingWords[reason.missing]}: that it is not found proves only s3:ListBucket.`;
		case 'denied-or-hidden':
			return `${missingWords[reason.missing]}: the answer is the same where only s3:ListBucket is missing.`;
		case 'buckets-not-needed':
			return 'Not needed to work in one bucket: give its name, or set it in the connection.';
		case 'objects-hide-keys':
			return 'Without it a missing key looks like one that may not be read.';
		case 'uploads-denied': {
			const more = reason.hint === undefined ? '' : ` ${hintWords(reason.hint, surface)}`;
			return `${ownerWords[reason.owner]}${more}`;
		}
		case 'no-such-bucket':
			return 'There is no bucket of this name at this endpoint.';
		case 'inconclusive':
			return 'The answer is inconclusive.';
		case 'request-failed':
			return hintWords(reason.hint, surface);
		case 'not-asked':
			return reason.why === 'no-bucket'
				? 'Not asked: no bucket is named, and none is listed.'
				: 'Not asked: there is no such bucket.';
	}
}

/** What to do about a right that is denied, or whose request failed; undefined where nothing tells. May hold text of the service. */
export function permissionAdvice({
	hint,
	reason,
}: Pick<TestedPermission, 'hint' | 'reason'>): string | undefined {
	// What was asked for need not be there: such an answer says nothing of the service.
	if (hint === undefined || reason?.code === 'inconclusive') return undefined;
	return reason?.code === 'denied-or-hidden'
		? `Allow s3:ListBucket, or test where there is an ${reason.missing === 'upload' ? 'upload' : 'object'}: then the answer tells.`
		: hintWords(hint, 'command');
}

const missingWords = {
	upload: 'No upload is listed, so partway asked for one that does not exist',
	key: 'No object is listed, so partway asked for a key that does not exist',
} as const;

/** Whom to ask for the right to list a bucket. */
const ownerWords = {
	unknown:
		'The bucket exists, but it belongs to another account or the right is missing: ask its owner.',
	caller: 'The bucket belongs to this account: ask its administrator for this action on this ARN.',
	other: 'The bucket belongs to another account: its owner must allow this in the bucket policy.',
} as const;

/** What is wrong, and what to do about it. May hold text of the service. */
export type TroubleWords = {readonly sentence: string; readonly advice?: string};

/** What stands in the way of every request of a test. */
export function testTroubleWords(reason: TroubleReason, surface: Surface): TroubleWords {
	switch (reason.code) {
		case 'wrong-secret':
			return {
				sentence: `Wrong secret: the service knows ${keyName(reason.key)}, but the secret key does not match it.`,
				advice:
					'Type the secret key again, complete and without spaces. If it is right, check the region, and proxies that change requests.',
			};
		case 'unknown-key':
			return {
				sentence: `Unknown key: the service does not know ${keyName(reason.key)}.`,
				advice:
					'It was deleted, is disabled, or belongs to another service: check the key and the endpoint.',
			};
		case 'wrong-region': {
			const {region, wanted} = reason;
			return wanted === undefined
				? {
						sentence: `Wrong region: requests were signed for ${region}.`,
						advice: 'Set the region of the service.',
					}
				: {
						sentence: `Wrong region: requests were signed for ${region}, but the service wants ${wanted}.`,
						advice: `Set the region ${wanted}.`,
					};
		}
		case 'clock-off':
			return {sentence: hintWords(reason.hint, surface)};
		case 'no-answer': {
			const {message} = reason;
			return {
				sentence: `${message}${/[.!]$/.test(message) ? '' : '.'}`,
				advice: hintWords(reason.hint, surface),
			};
		}
		case 'too-slow':
			return {
				sentence: `There was no answer within ${reason.seconds} s.`,
				advice: 'Check the endpoint, the proxy and the network.',
			};
		case 'refuses-everything':
			return {
				sentence: `The service refuses everything: ${reason.error}.`,
				advice: hintWords(reason.hint, surface),
			};
	}
}

function keyName(end: string | undefined): string {
	return end === undefined ? 'the access key' : `the access key that ends in ${end}`;
}
