import type {Reading} from '../reading.js';
import type {Upload} from '../upload.js';

/** A row's number within the index; stays with the upload until it is removed, and is no other's afterwards. */
export type Handle = number;

export type UploadRow = {
	readonly handle: Handle;
	readonly upload: Upload;
	readonly reading: Reading;
	readonly marked: boolean;
};
