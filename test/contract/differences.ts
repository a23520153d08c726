import {wholePart} from './service.js';

/** Servers that are not quite S3, and the names by which tests speak of them. */
export type Personality = 'ceph-16';

/** What a server does instead of what S3 promises, by the name of the case. */
export type Differences = Readonly<Record<string, unknown>>;

/** Ceph RADOS Gateway 16.2.15, the one of Debian 12. */
const ceph16: Differences = {
	// Its order is that of the bytes of `key + "." + upload id`, and a key-marker is a place in that order.
	'list uploads: all of them, in order': ['a-', 'a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	'list uploads: upload-id-marker alone counts for nothing': [
		...['a-', 'a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	],
	'list uploads: key-marker before all': ['a-', 'a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	'list uploads: key-marker of a key with two uploads': ['a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	'list uploads: key-marker of a key with one upload': ['b', 'c/d', 'c/e'],
	'list uploads: key-marker of the last key': ['c/e'],
	'list uploads: prefix': ['a-', 'a', 'a', 'a/b'],
	'list uploads: prefix and a key-marker within it': ['c/d', 'c/e'],
	'list uploads: one key, by initiation': {byInitiation: false, byUploadId: true},
	// What a delimiter rolls up is lost.
	'list uploads: a delimiter rolls up': {keys: ['a-', 'a', 'a', 'b'], prefixes: []},
	'list uploads: no more than none': {IsTruncated: true, Uploads: undefined},
	'list uploads: less than none': 'ok',
	// Applied to Key alone, and not said.
	'list uploads: encoding-type url': {
		echoed: undefined,
		key: 'a%20b/%C3%A9%2B%25',
		prefix: 'a b',
		next: 'a b/é+%',
	},

	// It knows of no additional checksums: they are taken and forgotten, wrong ones too.
	'list uploads: an upload with a checksum says so': [undefined, undefined],
	'list parts: with checksums': {algorithm: undefined, type: undefined, part: {}},
	'create: a checksum type of the full object': [undefined, undefined],
	'upload part: a wrong checksum': 'ok',
	'complete: checksums left out of the list': 'ok',
	'complete: a wrong checksum in the list': 'ok',
	'complete: with a size that is not what the parts add up to': 'ok',

	'list parts: what a page says': {
		bucket: true,
		key: 'k',
		size: 2,
		recent: true,
		etag: true,
		storageClass: 'STANDARD',
		owner: true,
		initiator: false,
		maxParts: 1000,
	},
	'list parts: of an unknown upload': '404 NoSuchKey',
	'list parts: of an upload by another key': '404 NoSuchKey',
	'abort: once, and what is left': {
		abort: 'ok',
		listed: false,
		parts: '404 NoSuchKey',
		part: '404 NoSuchUpload',
	},
	'complete: then a part, an abort and a listing of the same upload': {
		part: '404 NoSuchUpload',
		abort: '404 NoSuchUpload',
		parts: '404 NoSuchKey',
		size: 1,
	},

	'upload part: number 10001': 'ok',
	'upload part: number 0': 'ok',
	'upload part: number -1': 'ok',

	// All parts that were uploaded must be named, in whatever order.
	'complete: without the last part': {outcome: '400 InvalidPart', size: undefined, listed: true},
	'complete: without a part in the middle': {
		outcome: '400 InvalidPart',
		size: undefined,
		listed: true,
	},
	'complete: in the wrong order': {outcome: 'ok', size: wholePart + 1, listed: false},
	'complete: one part named twice': {outcome: 'ok', size: wholePart + 1, listed: false},
	'complete: 10,001 parts named': '416 InvalidRange',
	'complete: the answer, and the object after it': {
		answered: 'no ETag',
		head: true,
		fresh: true,
		location: '/BUCKET/dir/é',
		requestId: true,
	},
	// It takes an upload that it does not know for one that another request is completing.
	'complete: an unknown upload': '500 InternalError',
	'complete: an upload by another key': {
		outcome: '500 InternalError',
		other: undefined,
		listed: true,
	},
	'complete: twice, then with another list': ['ok', '500 InternalError', wholePart + 1],
	// Conditions are ignored: only HeadObject protects what is there.
	'complete: if-none-match *, and an object is there': {outcome: 'ok', size: 1},
	'complete: if-match of another object': 'ok',
};

/**
 * Every known difference, and no other: a case that is not named here must come out as S3 has it, and
 * one that is must come out as written.
 */
export const differences: Readonly<Record<Personality, Differences>> = {'ceph-16': ceph16};
