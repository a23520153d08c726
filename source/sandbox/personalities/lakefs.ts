import {S3Error} from '../errors.js';
import {aws} from './aws.js';
import type {Personality} from './personality.js';

/** lakeFS, where uploads cannot be listed (https://github.com/treeverse/lakeFS/issues/8422). */
export const lakefs: Personality = {
	...aws,
	name: 'lakefs',
	responseStyle: {
		...aws.responseStyle,
		headers: ({requestId}) => ({'x-amz-request-id': requestId}),
	},
	completing: {...aws.completing, lastModified: (_, now) => now},
	requestPolicy: {
		...aws.requestPolicy,
		refusal: operation =>
			operation === 'ListMultipartUploads'
				? new S3Error(405, 'ERRLakeFSNotSupported', 'This operation is not supported in LakeFS')
				: undefined,
	},
};
