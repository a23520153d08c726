import type {Upload} from './upload.js';

/** Why it is not certain which upload a row of a listing names, as a sentence. */
export function doubtWords({doubt}: Pick<Upload, 'doubt'>): string {
	switch (doubt) {
		case 'part':
			return 'This row looks like a part that the service lists as an upload: acting on it could hit the data of another upload or object.';
		case 'too-long':
			return 'The key or the upload id of this row is longer than any can be: nothing is done to it.';
		case undefined:
			return 'The listing could not carry this key for certain: acting on it could hit another upload.';
	}
}
