import type {CheckId} from '../../../source/operations/conformance/checks/checks.js';
import {wholePart} from '../../../source/operations/conformance/trial.js';
import type {PersonalityName} from '../../../source/sandbox/sandbox.js';

/** What a run sees of a service in the place of what S3 documents. */
export type Differences = Readonly<Partial<Record<CheckId, unknown>>>;

/** Ceph RADOS Gateway 16.2.15: of the sandbox, and of the true one. */
export const ceph16: Differences = {
	'list-order': ['a-', 'a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	'key-marker': ['a', 'a', 'a/b', 'b', 'c/d', 'c/e'],
	'encoding-type': {says: null, decodes: true},
	'parts-other-key': '404 NoSuchKey',
	'checksum-listed': {algorithm: null, part: null},
	'checksum-wrong': 'ok',
	'complete-etag': 'none',
	'complete-ends': '404 NoSuchKey',
	'complete-left-out': {complete: '400 InvalidPart', bytes: null},
	'complete-order': 'ok',
	'complete-size': 'ok',
	'complete-other-key': {complete: '500 InternalError', bytes: null},
	'if-none-match': {complete: 'ok', bytes: 1},
	'if-match': {complete: 'ok', bytes: 1},
	'abort-parts': '404 NoSuchKey',
	'complete-aborted': '500 InternalError',
};

const seaweedfs: Differences = {
	'list-order': ['c/d', 'c/e', 'b', 'a', 'a', 'a-', 'a/b'],
	'list-initiated': 'none',
	'key-marker': ['a', 'a'],
	'key-marker-between': [],
	'max-uploads': {rows: 2, isCut: true, all: {rows: 7, isCut: true}},
	'next-markers': {key: 'none', id: 'of the last row'},
	'encoding-type': {says: 'url', decodes: false},
	'complete-ends': 'ok',
	'abort-parts': 'ok',
	'abort-twice': 'ok',
};

const everyUpload = ['a', 'a', 'a-', 'a/b', 'b', 'c/d', 'c/e'];

const moto: Differences = {
	'list-initiated': '2010-11-10T00:00:00.000Z',
	'key-marker': everyUpload,
	'key-marker-between': everyUpload,
	'max-uploads': {rows: 7, isCut: false, all: {rows: 7, isCut: false}},
	'next-markers': 'one page',
	'parts-root': 'ListPartsResponse',
	'complete-root': 'CompleteMultipartUploadResponse',
	'complete-again': {again: '500 InternalError', bytes: wholePart + 1},
	'complete-other-key': {complete: 'ok', bytes: 1},
	'complete-aborted': '500 InternalError',
	'abort-other-key': {abort: 'ok', parts: '404 NoSuchUpload'},
};

/** What a run sees of each personality of the sandbox; of S3 itself nothing. */
export const differencesOf: Readonly<Record<PersonalityName, Differences>> = {
	aws: {},
	'ceph-16': ceph16,
	minio: {'list-prefix': {folder: [], subfolder: [], nothing: []}},
	seaweedfs,
	r2: {'complete-etag': 'another', 'head-etag': 'another'},
	lakefs: {list: '405 ERRLakeFSNotSupported'},
	moto,
};
