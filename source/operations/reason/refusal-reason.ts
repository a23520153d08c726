import type {Upload} from '../../multipart/upload.js';
import type {Mismatch} from '../../s3/failure/hint.js';
import type {ProtectedPrefix} from '../../s3/gateway/protected.js';

/** Why nothing was sent, or why what was sent did nothing, whatever act it was. */
export type RefusalReason =
	| {
			readonly code:
				| 'read-only'
				| 'names-missing'
				/** It was to be read again just before, and could not be. */
				| 'unread-before'
				/** It was not sent, or did not arrive. */
				| 'not-delivered'
				| 'service-refused';
	  }
	| {readonly code: 'protected'; readonly entry: ProtectedPrefix}
	/** Its row does not name it for certain. */
	| {readonly code: 'doubtful'; readonly doubt?: Upload['doubt']}
	| ({readonly code: 'another-upload'} & Mismatch);
