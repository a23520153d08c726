import {randomBytes} from 'node:crypto';
import {internalError} from '../errors.js';
import {initiator, owner} from '../operations/identities.js';
import type {Bucket} from '../store/bucket.js';
import type {Upload} from '../store/model.js';
import type {Page} from '../store/page.js';
import type {Reply} from '../wire/reply.js';
import {text} from '../wire/xml.js';
import {aws} from './aws.js';
import type {AskedUploads, Personality} from './personality.js';

/** It names this time as the initiation of every upload. */
const initiated = '2010-11-10T00:00:00.000Z';

/** What a page holds, it says, however many there are. */
const maxUploads = 1000;

/**
 * moto from 5.2: roots of other names, the date of no upload, every upload in one page whatever was asked beside the
 * prefix; a Complete and an Abort find an upload by its id alone. That it looks at no signature is left out.
 */
export const moto: Personality = {
	...aws,
	name: 'moto',
	responseStyle: {
		...aws.responseStyle,
		ids: () => ({requestId: randomBytes(26).toString('hex'), hostId: ''}),
		headers: ({requestId}) => ({Server: 'Werkzeug/3.1', 'x-amzn-RequestId': requestId}),
		reply: renamed,
	},
	uploads: {
		...aws.uploads,
		max: () => maxUploads,
		page,
		next: () => ({}),
		row: (upload, {bucket}) =>
			[
				initiator(upload.initiator),
				owner(bucket.owner),
				text('StorageClass', 'STANDARD'),
				text('Initiated', initiated),
			].join(''),
	},
	completing: {
		...aws.completing,
		lastModified: (_, now) => now,
		again() {
			throw internalError();
		},
	},
	// It keeps lifecycles and runs none.
	abortRules: 'idle',
	actsById: true,
};

function renamed(reply: Reply): Reply {
	const {body} = reply;
	if (typeof body !== 'string') return reply;
	const roots = /(<\/?(?:ListParts|CompleteMultipartUpload))Result(?=[\s>])/g;
	return {...reply, body: body.replace(roots, '$1Response')};
}

function page(bucket: Bucket, {prefix}: AskedUploads): Page<Upload> {
	const rows = bucket.uploads
		.items()
		.filter(({key}) => key.startsWith(prefix))
		.sort((a, b) => a.initiated - b.initiated);
	return {rows, prefixes: [], truncated: false, last: undefined};
}
