import type {Upload} from './upload.js';

/** Why it is not certain which upload a row of a listing names, as a sentence. */
export function doubtWords({doubt}: Pick<Upload, 'doubt'>): string {
	switch (doubt) {
		case 'part':
			return 'This row looks like a part that the service lists as an upload: acting on it could damage another upload or object.';
		case 'too-long':
			return 'The key or upload id of this row is longer than S3 allows: nothing is done to it.';
		case undefined:
			return 'The listing cannot show this key exactly: acting on it could affect another upload.';
	}
}
