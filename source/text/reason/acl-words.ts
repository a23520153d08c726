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
		'The service took the ACL, but Block Public Access of the bucket ignores public ACLs: it cannot be read from outside.',
	'acl-seen': ({seen}) => seenPubliclyWords(seen),
	'acl-taken': ({seen}) => `The service took the ACL. ${seenPubliclyWords(seen)}`,
	'acl-refused-now': ({seen}) =>
		`It is refused now, and what became of an earlier request is not known. ${seenPubliclyWords(seen)}`,
	'acl-unknown': ({heard, seen}) =>
		`${heardWords[heard]}. ${seenPubliclyWords(seen)} It may be tried again.`,
};

/** What a request without credentials was told. */
export function seenPubliclyWords({kind, size, status}: SeenPublicly): string {
	switch (kind) {
		case 'readable':
			return `Anybody can read it: ${sizeOrUnknown(size)} is shown without credentials.`;
		case 'not-readable':
			return `It cannot be read without credentials (${status}).`;
		case 'absent':
			return 'Without credentials nothing is found at this key.';
		case 'no-answer':
			return 'The request without credentials was not answered.';
	}
}
