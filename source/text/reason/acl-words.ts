import {sizeOrUnknown} from '../../multipart/text/units.js';
import type {AclReason, SeenPublicly} from '../../operations/reason/complete-reason.js';
import {heardWords} from './heard-words.js';
import type {WordsOf} from './words-of.js';

const unchanged = 'Nothing has changed.';

export const aclWords: WordsOf<AclReason> = {
	'acls-off': `ACLs are disabled in this bucket: its owner owns every object, and a bucket policy decides who may read. ${unchanged}`,
	'acl-blocked': `Block Public Access forbids public ACLs here. ${unchanged}`,
	'acl-denied': `It is not allowed: it needs s3:PutObjectAcl on this key, and Block Public Access may forbid it as well. ${unchanged}`,
	'acl-not-offered': ({status}) => `This service has no ACLs for objects (${status}). ${unchanged}`,
	'object-gone': 'The object is gone.',
	'acl-ignored':
		'The service accepted the ACL, but Block Public Access of the bucket ignores public ACLs: it cannot be read from outside.',
	'acl-seen': ({seen}) => seenPubliclyWords(seen),
	'acl-taken': ({seen}) => `The service accepted the ACL. ${seenPubliclyWords(seen)}`,
	'acl-refused-now': ({seen}) =>
		`It is refused now; the outcome of an earlier request is unknown. ${seenPubliclyWords(seen)}`,
	'acl-unknown': ({heard, seen}) =>
		`${heardWords[heard]}. ${seenPubliclyWords(seen)} It may be tried again.`,
};

/** What a request without credentials got. */
export function seenPubliclyWords({kind, size, status}: SeenPublicly): string {
	switch (kind) {
		case 'readable':
			return `Anybody can read it: ${sizeOrUnknown(size)} is shown without credentials.`;
		case 'not-readable':
			return `It cannot be read without credentials (${status}).`;
		case 'absent':
			return 'Without credentials the key is not found.';
		case 'no-answer':
			return 'The request without credentials got no answer.';
	}
}
